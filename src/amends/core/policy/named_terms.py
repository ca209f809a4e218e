"""The terms that somebody says, under the names that the money has for them: an amount ends in `_minor`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from amends.core.policy.model import TermsOf

AMOUNTS = frozenset({"new_postage", "fee", "postage_receipt_up_to"})


def named_terms(said: TermsOf, amount: Callable[[Any, tuple[str, ...]], int | None]) -> Iterator[tuple[str, Any]]:
    """This function will yield the terms that are said; `amount` reads an amount, given where in them it stands."""
    for key in TermsOf.model_fields:
        value = getattr(said, key)
        match key:
            case _ if value is None:
                continue
            case "clawback":
                yield "clawback_free_from_minor", amount(value.free_from, (key, "free_from"))
                yield "clawback_rate_minor", amount(value.rate, (key, "rate"))
            case "offer_percent":
                yield "offer_from_percent", value.at_least
                yield "offer_to_percent", value.at_most
            case _ if key in AMOUNTS:
                yield f"{key}_minor", amount(value, (key,))
            case _:
                yield key, value
