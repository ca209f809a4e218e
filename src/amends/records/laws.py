"""Queries on the laws that the shop's cases stand under: each word for word, and for which consumers it was read."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from amends.core.receipts import LawText
from amends.records import models


@dataclass(frozen=True, slots=True)
class KeptLaw:
    """Which policy of the shop stands under which law."""

    policy_hash: str
    law: LawText


def keep_law(shop_id: str, both_hash: str, kept: KeptLaw) -> None:
    """This function will keep the law under which a policy stands, under the hash of both; once is enough."""
    models.PolicyLaw.objects.get_or_create(
        shop_id=shop_id,
        hash=both_hash,
        defaults={"policy_hash": kept.policy_hash, "law": msgspec.to_builtins(kept.law)},
    )


def has_law(shop_id: str, both_hash: str) -> bool:
    """This function will say whether that law is kept already."""
    return models.PolicyLaw.objects.filter(shop_id=shop_id, hash=both_hash).exists()


def kept_law(shop_id: str, both_hash: str) -> KeptLaw | None:
    """This function will return the policy and the law that have this hash together, where a case stands under them."""
    row = models.PolicyLaw.objects.filter(shop_id=shop_id, hash=both_hash).first()
    return None if row is None else KeptLaw(row.policy_hash, msgspec.convert(row.law, LawText))
