"""A receipt: one decision with all that it follows from, so that anybody can derive it again, without us and offline.

Laws: deciding again needs nothing but the receipt; what it says was decided is compared word for word with what follows
from its policy, its law and its facts, by the fast engine and by the definition, and its amount to the cent with what
follows from the figures of the order; a receipt is text that nobody trusts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal

import msgspec

from amends.core.dates import Calendar, Instant, local_day
from amends.core.engine import spec
from amends.core.engine.decide import compile_policy
from amends.core.engine.documents import as_json, verdicts_document
from amends.core.engine.stored import facts_from
from amends.core.engine.verdict import Decision, Outcome
from amends.core.errors import AmendsError, PolicyInvalid
from amends.core.facts import Facts
from amends.core.money import format_amount
from amends.core.policy.floors import under
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Floor, Policy
from amends.core.policy.versions import silent
from amends.core.refunds.claimed import Figures, amount_of, claimed_in

MOST_BYTES: Final = 1_000_000
SENSELESS: Final = (AmendsError, LookupError, TypeError, ValueError, ArithmeticError)  # what facts without sense raise


class ReceiptInvalid(AmendsError):
    """This is no receipt, or one that says what cannot be."""

    code = "receipt_invalid"


class Holidays(msgspec.Struct, frozen=True, kw_only=True):
    """The public holidays that business days are counted by, as ordinals; known from the first to the last day."""

    first_day: int
    last_day: int
    days: tuple[int, ...]


class PolicyText(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the shop's policy, word for word."""

    hash: str
    text: str
    holidays: Holidays


class LawText(msgspec.Struct, frozen=True, kw_only=True):
    """The law that the policy stood under: its file word for word, and for which consumers it was read."""

    hash: str
    text: str
    country: str
    region: str
    day: int  # of the contract, an ordinal
    holidays: Holidays


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of one item of a case."""

    receipt: Literal[1] = 1
    shop: str
    shop_name: str
    case: str
    item: str
    remedy: str  # that was asked for
    policy: PolicyText
    silent: bool = False  # the order fell under no version; this is the latest, whose clauses decide nothing then
    law: LawText | None = None
    policy_hash: str  # of both together
    at: Instant
    facts: dict[str, Any]
    told: dict[str, Any]  # as `verdicts_document` writes it
    figures: Figures | None = None  # that the amount is worked out from, and what it came to; older receipts have none


FloorOf = Callable[[LawText, Policy], Floor]  # reads the law that a receipt holds


def calendar_in(holidays: Holidays) -> Calendar:
    """This function will return the calendar that a receipt holds."""
    return Calendar(frozenset(holidays.days), holidays.first_day, holidays.last_day)


def holidays_of(calendar: Calendar) -> Holidays:
    """This function will return the calendar as a receipt holds it."""
    days = tuple(sorted(calendar.holidays))
    return Holidays(first_day=calendar.first_day, last_day=calendar.last_day, days=days)


def written(receipt: Receipt) -> bytes:
    """This function will return the receipt as text, the same every time."""
    return msgspec.json.encode(receipt, order="deterministic")


def read_receipt(text: bytes) -> Receipt:
    """This function will read what `written` wrote, or raise `ReceiptInvalid`."""
    if len(text) > MOST_BYTES:
        raise ReceiptInvalid(f"this is larger than a receipt can be ({MOST_BYTES:,} bytes).")
    try:
        receipt = msgspec.json.decode(text, type=Receipt)
        json.loads(text, object_pairs_hook=_each_once, parse_float=str)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ReceiptInvalid(f"this is no receipt: {error}.") from error
    return receipt


def _each_once(pairs: list[tuple[str, Any]]) -> None:
    """What is said twice is read by one program as the first, by another as the last."""
    names = [name for name, _ in pairs]
    if len({*names}) < len(names):
        raise ValueError(f"`{next(name for name in names if names.count(name) > 1)[:60]}` is there twice")


def policy_in(receipt: Receipt, floor_of: FloorOf) -> Policy:
    """This function will return the policy of the receipt under its law; both must be the ones that it names."""
    try:
        holidays = calendar_in(receipt.policy.holidays)
        policy = load_policy(receipt.policy.text, holidays, "the policy in the receipt", kept=True)
        floor = None if receipt.law is None else floor_of(receipt.law, policy)
    except PolicyInvalid as error:
        raise ReceiptInvalid(f"its policy or law cannot be read: {error}.") from error
    if policy.hash != receipt.policy.hash:
        raise ReceiptInvalid("its policy is not the one that it names: somebody has changed the text or the holidays.")
    if floor is not None and receipt.law is not None and floor.hash != receipt.law.hash:
        raise ReceiptInvalid("its law is not the one that it names: somebody has changed the text.")
    policy = under(silent(policy) if receipt.silent else policy, floor)
    if policy.hash != receipt.policy_hash:
        raise ReceiptInvalid("its policy and its law are not those that the decision names.")
    return policy


def derive(receipt: Receipt, floor_of: FloorOf) -> Decision:
    """This function will decide again what the receipt says, or raise `ReceiptInvalid` where it says what cannot be."""
    policy = policy_in(receipt, floor_of)
    try:
        local_day(receipt.at, policy.shop.zone)
    except SENSELESS as error:
        raise ReceiptInvalid("the moment of its decision is none of the calendar.") from error
    if receipt.figures is not None and receipt.figures.currency != policy.shop.currency:
        what = f"its amount is in `{receipt.figures.currency[:60]}`, and its policy's are in `{policy.shop.currency}`."
        raise ReceiptInvalid(what)
    facts = _facts(receipt, policy)
    decision = compile_policy(policy).decide(facts, receipt.at)
    if as_json(verdicts_document(decision)) != as_json(verdicts_document(spec.decide(policy, facts, receipt.at))):
        raise ReceiptInvalid("the engine and its definition disagree about it: please tell the makers of Amends.")
    return decision


def amount_in(receipt: Receipt, decision: Decision) -> tuple[int, dict[str, int]] | None:
    """This function will work out again what the remedy comes to and of which parts, or nothing.

    Raises `ReceiptInvalid` where its figures make no sense.
    """
    verdict, figures = decision.verdicts.get(receipt.remedy), receipt.figures
    if figures is None or verdict is None or verdict.outcome is not Outcome.ACCEPTED or not decision.lanes:
        return None
    claimed = claimed_in(figures, receipt.remedy, str(decision.facts.get("claim.by") or ""), decision.lanes[0])
    try:
        return amount_of(figures, claimed, verdict.terms)
    except SENSELESS as error:
        raise ReceiptInvalid(f"its amount cannot be worked out: {error}") from error


def amount_text(figures: Figures, minor: int) -> str:
    """This function will write an amount with its currency, as data."""
    return f"{format_amount(minor, figures.currency)} {figures.currency}"


def differences(receipt: Receipt, decision: Decision) -> Iterator[str]:
    """This function will say in which parts the receipt tells something else than what follows."""
    if receipt.figures is not None:
        yield from _other_amounts(receipt.figures, amount_in(receipt, decision))
    whole = msgspec.json.decode(as_json(verdicts_document(decision)))
    for way, one, other in _unlike((), receipt.told, whole):
        yield f"`{'.'.join(way) or 'all of it'}`: the receipt says {_short(one)}, and {_short(other)} follows."


def _other_amounts(figures: Figures, right: tuple[int, dict[str, int]] | None) -> Iterator[str]:
    amount, parts = right if right is not None else (None, {})
    pairs = [("amount", figures.amount_minor, amount)]
    if figures.parts is not None:
        names = sorted({*figures.parts, *parts})
        pairs += [(f"amount.{name}", figures.parts.get(name, 0), parts.get(name, 0)) for name in names]
    for name, said, follows in pairs:
        if said != follows:
            other = _MISSING if follows is None else f"`{amount_text(figures, follows)}`"
            yield f"`{name}`: the receipt says `{amount_text(figures, said)}`, and {other} follows."


def _facts(receipt: Receipt, policy: Policy) -> Facts:
    try:
        return facts_from(receipt.facts, policy.vocabulary)
    except SENSELESS as error:
        raise ReceiptInvalid(f"its facts cannot be read: {error}") from error


_MISSING: Final = "nothing"


def _unlike(way: tuple[str, ...], said: Any, right: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if isinstance(said, Mapping) and isinstance(right, Mapping):
        for name in sorted({*said, *right}):
            yield from _unlike((*way, name), said.get(name, _MISSING), right.get(name, _MISSING))
    elif msgspec.json.encode(said) != msgspec.json.encode(right):  # `1`, `1.0` and `true` are three things
        yield way, said, right


def _short(value: Any) -> str:
    text = value if value is _MISSING else f"`{msgspec.json.encode(value).decode()}`"
    return text if len(text) <= 120 else f"{text[:118]}...`"
