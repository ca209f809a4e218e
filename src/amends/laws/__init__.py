"""Laws as policies: in the language of policies, by country and day of the contract. Not legal advice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from amends.core.engine.language import ShopTexts
from amends.core.engine.shop_texts import read_shop_texts
from amends.core.policy.load import NO_CALENDAR, load_policy
from amends.core.policy.tree import Policy, Shop
from amends.laws.floors import duties_for, floor_for, floor_texts

__all__ = ["WITHDRAWAL", "duties_for", "floor_for", "floor_texts", "law_texts", "withdrawal_policy"]

WITHDRAWAL: Final = "eu-withdrawal"  # the version that addresses and records name
_HERE = Path(__file__).parent


def withdrawal_policy(policy: Policy) -> Policy:
    """This function will return the right to withdraw as a policy of that shop, always the same one."""
    return _withdrawal(policy.shop)


@cache
def _withdrawal(shop: Shop) -> Policy:
    head: dict[str, Any] = {
        "amends": 1,
        "shop": {
            "id": shop.id, "name": shop.name, "country": shop.country, "zone": shop.zone.key,
            "currency": shop.currency, **({"email": shop.email} if shop.email else {}),
        },
        "version": WITHDRAWAL,
        "starts": "2014-06-13",
    }  # fmt: skip
    law = (_HERE / "eu_withdrawal.yaml").read_text(encoding="utf-8")
    return load_policy(f"{yaml.safe_dump(head, allow_unicode=True)}\n{law}", NO_CALENDAR, f"{WITHDRAWAL}.yaml")


@cache
def law_texts(language: str) -> ShopTexts:
    """This function will return what the right to withdraw says in a language; nothing where nobody has said it."""
    file = _HERE / language / "eu_withdrawal.yaml"
    if not file.is_file():
        return ShopTexts()
    return read_shop_texts(file.read_text(encoding="utf-8"), f"{language}/{WITHDRAWAL}.yaml")[0]
