"""Inspecting goods that arrived, by the sheet that the policy makes: what does not hold is a ground, with its clause.

Laws: the policy decides on what was found, for the units that are right and for those that are not; where it decides
otherwise than the person, or nobody but a person can decide, there is a reason for ever; a part that is accepted comes
to what that part was worth, and the rest goes on as an item of its own; who has withdrawn by right is never turned
down, and an amount is kept by a person alone, with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from amends.core.cases.case import Item
from amends.core.cases.commands import Inspect, Record
from amends.core.cases.events import FactsFound
from amends.core.cases.handle import CaseMovedOn
from amends.core.cases.sheet import LOOKED_AT, SheetLine, sheet_of
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.core.engine.stored import facts_document
from amends.core.errors import AmendsError, Place
from amends.core.facts import Facts
from amends.core.money import allocate
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import Acting, acting
from amends.usecases.answer_item import ReasonMissing, priced_by_hand
from amends.usecases.decide_again import Again, decide_again, keep_money
from amends.usecases.weigh_claim import Option


class SheetWrong(AmendsError):
    """The sheet was filled in with what it does not have."""

    code = "sheet_wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: how many units are as they should be, and which lines of the sheet fail for the others.

    `reason` is needed only where a person decides: against a clause, or where none speaks.
    """

    accepted: int
    failed: tuple[str, ...] = ()
    grade: str = ""
    disposition: str = ""
    reason: str = ""
    kept_minor: int = 0  # value lost by more than trying it on, which the shop keeps: evidenced, with a reason


def inspect_item(
    shop: ShopRow, number: str, item_id: str, found: Found, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will keep what was found; what is accepted goes on, what is not waits for the customer's wish."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        item = act.item(item_id)
        if item.state is not State.ARRIVED:
            raise CaseMovedOn("there is nothing to inspect here as things stand.")
        sheet = _sheet(act, item_id)
        _check(found, item, sheet)
        _inspect(act, item, found, sheet)
    return act.row


def read_sheet(shop: ShopRow, number: str, item_id: str, at: Instant) -> tuple[SheetLine, ...]:
    """This function will return the sheet of the item as it stands; nothing is written."""
    with acting(shop, number, at=at, by="") as act:
        return _sheet(act, item_id)


def _sheet(act: Acting, item_id: str) -> tuple[SheetLine, ...]:
    again = decide_again(act, item_id)
    decision = again.weighed.decision
    return sheet_of(again.in_hand.policy, decision.lanes, again.remedy, decision.facts, decision.at)


def _check(found: Found, item: Item, sheet: tuple[SheetLine, ...]) -> None:
    unknown = set(found.failed) - {one.fact for one in sheet}
    if unknown or not 0 <= found.accepted <= item.quantity:
        raise SheetWrong("the sheet has no such line, or the item not so many units.", place=Place(field="accepted"))
    if found.kept_minor and (found.accepted < item.quantity or not found.reason.strip()):
        raise ReasonMissing(
            "an amount is kept for what was lost in value of goods that are taken back, and needs its evidence.",
            place=Place(field="reason" if found.accepted == item.quantity else "accepted"),
            hint="Accept what the amount is kept for, and say how it comes about.",
        )
    if found.accepted < item.quantity and not found.failed and not found.reason.strip():
        raise SheetWrong(
            "what is not accepted needs a ground.", place=Place(field="failed"), hint="Say which line does not hold."
        )


@dataclass(frozen=True, slots=True)
class _Judged:
    """Some of the units: whether they are accepted, on which facts, and what a person decided about a clause."""

    units: int
    again: Again
    facts: Facts
    accepted: bool
    overruled: tuple[str, ...] = ()


def _inspect(act: Acting, item: Item, found: Found, sheet: tuple[SheetLine, ...]) -> None:
    if act.case.is_withdrawal and any(one.startswith(LOOKED_AT) for one in found.failed):
        raise SheetWrong(
            "who has withdrawn gets the money back, whatever state the goods are in.", place=Place(field="reason"),
            hint="Accept the goods, and keep what they have lost in value (Directive 2011/83/EU, Art. 14(2)).",
        )  # fmt: skip
    bad = item.quantity - found.accepted
    judged = [_judged(act, item, found, sheet, (), found.accepted)] if found.accepted else []
    judged += [_judged(act, item, found, sheet, found.failed, bad)] if bad else []
    taken = sum(one.units for one in judged if one.accepted)
    down = [one for one in judged if not one.accepted]
    option = _of_part(act, item, taken) if 0 < taken < item.quantity else None
    if found.kept_minor:
        option = _less(act, item, found.kept_minor)
    act.do(
        Inspect(
            item=item.id, accepted=taken, grounds=_grounds(found, sheet) if down else (),
            clauses=_cited(item, down, found, sheet), grade=found.grade, disposition=found.disposition,
            give_minor=None if option is None else _give(option, item),
            due_minor=option.exchange.to_pay_minor if option and option.exchange else None,
            overruled=tuple(dict.fromkeys(clause for one in judged for clause in one.overruled)),
            reason=found.reason.strip(), kept_minor=found.kept_minor,
        )
    )  # fmt: skip
    rest = act.case.items[-1].id if 0 < taken < item.quantity else item.id
    if option is not None and rest != item.id:
        act.changes[rest] = replace(act.row_of(item.id), item=act.item(rest))
    if option is not None:
        keep_money(act, item.id, option)
    for one in judged:
        of = item.id if one.accepted else rest
        act.do(Record(event=FactsFound(item=of, facts=facts_document(one.facts))))
        now = act.item(of)
        whole = replace(now.answer, give_minor=now.answer.give_minor + found.kept_minor)  # before a person kept some
        act.keep(of, one.again.weighed.decision, one.again.figures_for(whole, now) if one.accepted else None)


def _judged(
    act: Acting, item: Item, found: Found, sheet: tuple[SheetLine, ...], failed: tuple[str, ...], units: int
) -> _Judged:
    facts = {
        one.fact: one.right is not (one.fact in failed)
        for one in sheet
        if not found.kept_minor and (one.fact.startswith(LOOKED_AT) or one.fact in failed)
    }
    again = decide_again(act, item.id, facts, quantity=units)
    wanted, outcome = not failed and units == found.accepted, again.answer.outcome
    if item.answer.person:  # what a person granted is not taken back by the clauses that were decided against
        return _Judged(units, again, facts, wanted)
    if outcome == "referred" or (outcome == "accepted") is not wanted:
        if found.reason.strip():
            return _Judged(units, again, facts, wanted, again.deciding if outcome != "referred" else ())
        if outcome == "referred":
            raise ReasonMissing(
                "the policy leaves this to a person.", place=Place(field="reason"), hint="Decide, and say why."
            )
    return _Judged(units, again, facts, outcome == "accepted")


def _grounds(found: Found, sheet: tuple[SheetLine, ...]) -> tuple[str, ...]:
    known = tuple(one.fact for one in sheet if one.known is False)
    return tuple(dict.fromkeys((*found.failed, *known))) or ("by_hand",)


def _cited(item: Item, down: list[_Judged], found: Found, sheet: tuple[SheetLine, ...]) -> tuple[str, ...]:
    if not down:
        return ()
    of_lines = [clause for one in sheet if one.fact in found.failed or one.known is False for clause in one.clauses]
    decided = [clause for one in down if one.again.answer.outcome == "refused" for clause in one.again.deciding]
    return tuple(dict.fromkeys(of_lines if item.answer.person else decided or of_lines))


def _of_part(act: Acting, item: Item, taken: int) -> Option:
    """What the units that are accepted come to, on the terms of the answer."""
    part = decide_again(act, item.id, quantity=taken)
    shared = item.answer.person and not part.wanted
    give = allocate(item.answer.give_minor, [taken, item.quantity - taken])[0] if shared else None
    return priced_by_hand(part, give)


def _less(act: Acting, item: Item, kept_minor: int) -> Option:
    """What is left of the money once an amount is kept: only on a withdrawal, where the law has no other deduction."""
    if not act.case.is_withdrawal or not 0 < kept_minor <= item.answer.give_minor:
        raise SheetWrong(
            "nothing, or not as much, can be kept here.", place=Place(field="kept"),
            hint="An amount is kept on a withdrawal alone, and never more than was paid.",
        )  # fmt: skip
    return priced_by_hand(decide_again(act, item.id), item.answer.give_minor - kept_minor)


def _give(option: Option, item: Item) -> int:
    exchange = option.exchange
    whole = exchange.refund_minor + exchange.credit_minor if exchange else max(0, option.total_minor)
    return min(whole, item.answer.give_minor)
