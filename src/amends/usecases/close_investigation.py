"""Ending a carrier's investigation: what it found is a fact, and the policy answers on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amends.core.cases.commands import Record
from amends.core.cases.events import InvestigationClosed
from amends.core.dates import Instant
from amends.core.errors import AmendsError, Place
from amends.core.facts import Facts
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.find_facts import add_facts


class ProofMissing(AmendsError):
    """The carrier says that it delivered, and there is nothing to show for it."""

    code = "proof_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the carrier found; `proof` is the id of a kept file or the carrier's own reference."""

    finding: Literal["lost", "delivered", "none"]
    proof: str = ""
    sent_to: Literal["", "customers_address", "another_address"] = ""  # where it went, if that was found out


def close_investigation(
    shop: ShopRow, number: str, item_id: str, finding: Finding, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will keep what was found and give the policy's answer. A delivery needs its proof."""
    proof = finding.proof.strip()
    if finding.finding == "delivered" and not proof:
        raise ProofMissing("a delivery needs its proof.", place=Place(field="proof"), hint="Add what the carrier sent.")
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        act.item(item_id)
        act.do(Record(event=InvestigationClosed(item=item_id, finding=finding.finding, proof=proof)))
        found: Facts = {"parcel.carrier_finding": finding.finding}
        sent_to = finding.sent_to or ("customers_address" if finding.finding == "delivered" else "")
        add_facts(act, item_id, {**found, **({"parcel.sent_to": sent_to} if sent_to else {})})
    return act.row
