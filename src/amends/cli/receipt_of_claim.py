"""A decision of the command line as a receipt: signed with a key of its own, since no shop has made it."""

from __future__ import annotations

import secrets
from pathlib import Path

from amends.cli.claim import Asked, law_of_claim
from amends.core.engine.documents import verdicts_document
from amends.core.engine.stored import facts_document
from amends.core.engine.verdict import Decision
from amends.core.errors import AmendsError, Place
from amends.core.receipts import PolicyText, Receipt, holidays_of
from amends.laws.kept import law_text
from amends.usecases.read_policy import read_text
from amends.usecases.sign_receipt import sign_receipt


class ReceiptNotWritten(AmendsError):
    """The file cannot be written."""

    code = "receipt_not_written"


def write_receipt_of(claim: Asked, decision: Decision, policy_file: Path, target: Path) -> None:
    """This function will write the decision with all that it follows from, as `amends receipt check` reads it."""
    policy = claim.policy
    law = law_text(*law_of_claim(policy, claim.facts, claim.at), policy.shop) if policy.floor else None
    receipt = Receipt(
        shop=policy.shop.id, shop_name=policy.shop.name, case="", item="", remedy=claim.remedy or "",
        policy=PolicyText(
            hash=policy.own_hash or policy.hash, text=read_text(policy_file), holidays=holidays_of(policy.calendar)
        ),
        law=law, policy_hash=decision.policy_hash, at=decision.at, facts=facts_document(decision.facts),
        told=verdicts_document(decision),
    )  # fmt: skip
    try:
        target.write_bytes(sign_receipt(receipt, secrets.token_bytes(32)))
    except OSError as error:
        why = (error.strerror or "its name is not usable").lower()
        raise ReceiptNotWritten(f"the receipt cannot be written: {why}.", place=Place(str(target))) from error
