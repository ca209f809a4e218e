"""Replaying recorded calls, one line of a file after the other, and counting where we agree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from amends.core.engine.verdict import Outcome
from amends.core.errors import Place
from amends.replay.answer import Answer, Desk, answer
from amends.replay.apply import apply
from amends.replay.calls import Call, CallInvalid, read_call
from amends.replay.compare import Difference, Reading, effect_differences, end_differences
from amends.replay.store import Store

EXPECTED = ("accept", "refuse")
END = "end of errand"  # the row of the table for end states


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One call (or one end state) beside what was expected of it."""

    name: str  # the id of the call, or the errand and the place of the call in it
    tool: str
    expected: str  # accept, refuse; empty for an end state
    answer: Answer | None
    code: str = ""
    is_code_ours: bool = True  # the expected code is among our reasons
    differences: tuple[Difference, ...] = ()

    @property
    def is_false_acceptance(self) -> bool:
        """This property will say whether we accepted what was to be refused."""
        return self.expected == "refuse" and self.answer is not None and self.answer.outcome is Outcome.ACCEPTED

    @property
    def is_false_refusal(self) -> bool:
        """This property will say whether we refused or referred what was to be accepted."""
        return self.expected == "accept" and self.answer is not None and self.answer.outcome is not Outcome.ACCEPTED

    @property
    def has_wrong_cents(self) -> bool:
        """This property will say whether an amount differs."""
        return any(one.is_money for one in self.differences)

    @property
    def has_wrong_state(self) -> bool:
        """This property will say whether something else than an amount differs."""
        return any(not one.is_money for one in self.differences)

    @property
    def is_right(self) -> bool:
        """This property will say whether everything is as expected."""
        return not (self.is_false_acceptance or self.is_false_refusal or self.differences)


@dataclass(slots=True)
class Tally:
    """How often each thing happened."""

    calls: int = 0
    accepted: int = 0
    refused: int = 0
    false_acceptances: int = 0
    false_refusals: int = 0
    wrong_cents: int = 0
    wrong_state: int = 0
    other_reason: int = 0  # refused as expected, but not (also) for the expected reason

    def add(self, one: Checked) -> None:
        """This function will count one more."""
        self.calls += 1
        is_right = not one.is_false_acceptance and not one.is_false_refusal
        self.accepted += one.expected == "accept" and is_right
        self.refused += one.expected == "refuse" and is_right
        self.false_acceptances += one.is_false_acceptance
        self.false_refusals += one.is_false_refusal
        self.wrong_cents += one.has_wrong_cents
        self.wrong_state += one.has_wrong_state
        self.other_reason += one.expected == "refuse" and is_right and not one.is_code_ours

    @property
    def is_clean(self) -> bool:
        """This property will say whether nothing differs from what was expected."""
        return not (self.false_acceptances or self.false_refusals or self.wrong_cents or self.wrong_state)


@dataclass(slots=True)
class Report:
    """All that a replay has found."""

    total: Tally = field(default_factory=Tally)
    by_tool: dict[str, Tally] = field(default_factory=dict)
    by_clause: dict[str, Tally] = field(default_factory=dict)
    wrong: list[Checked] = field(default_factory=list)

    def add(self, one: Checked) -> None:
        """This function will take in one more call."""
        self.total.add(one)
        self.by_tool.setdefault(one.tool, Tally()).add(one)
        named = (*one.answer.clauses, *filter(None, [one.answer.fault])) if one.answer else ()
        for clause in named:
            self.by_clause.setdefault(clause, Tally()).add(one)
        if not one.is_right:
            self.wrong.append(one)


def replay(desk: Desk, store: Store, lines: Iterable[str], file: str) -> Iterator[Checked]:
    """This function will replay a file of single calls or of errands, each on the store as it began."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = Place(file, number)
        try:
            raw = json.loads(line, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise CallInvalid(
                "this line is no JSON.", place=place, hint="Each line holds one call or errand."
            ) from error
        if not isinstance(raw, dict):
            raise CallInvalid("this line holds no call.", place=place)
        try:
            yield from _errand(desk, store, raw, place) if "calls" in raw else _single(desk, store, raw, place)
        except (KeyError, TypeError, AttributeError) as error:
            raise CallInvalid(f"this line lacks something, or has it in another form: {error}.", place=place) from error


def _single(desk: Desk, store: Store, raw: Mapping[str, Any], place: Place) -> Iterator[Checked]:
    for step in raw.get("setup", []):
        call = read_call(step, raw.get("user"), place)
        store = apply(desk, store, call, answer(desk, store, call))
    call = read_call(raw, raw.get("user"), place)
    yield _checked(desk, store, call, raw, str(raw.get("id", f"line {place.line}")), place)[0]


def _errand(desk: Desk, store: Store, raw: Mapping[str, Any], place: Place) -> Iterator[Checked]:
    began = store
    name = str(raw.get("task", f"line {place.line}"))
    for step, one in enumerate(raw["calls"], 1):
        call = read_call(one, one.get("customer"), place)
        checked, store = _checked(desk, store, call, one, f"{name}.{step}", place)
        yield checked
    if "end_state" in raw:
        customers = [one for one in raw.get("customers", []) if isinstance(one, str)]
        found = end_differences(raw["end_state"], customers, began, store, Reading(desk.policy.shop.currency, place))
        yield Checked(name=f"{name}.end", tool=END, expected="", answer=None, differences=tuple(found))


def _checked(
    desk: Desk, store: Store, call: Call, raw: Mapping[str, Any], name: str, place: Place
) -> tuple[Checked, Store]:
    expected = raw.get("expected")
    if expected not in EXPECTED:
        raise CallInvalid(f"`{expected}` is neither `accept` nor `refuse`.", place=place)
    ours = answer(desk, store, call)
    after = apply(desk, store, call, ours)
    differences: list[Difference] = []
    account = after.account(call.order)
    if ours.outcome is Outcome.ACCEPTED and expected == "accept" and raw.get("effect") and account:
        read = Reading(desk.policy.shop.currency, place)
        differences = effect_differences(raw["effect"], ours, after, account, read)
    code = str(raw.get("code") or "")
    reasons = {*ours.clauses, ours.fault}
    checked = Checked(
        name=name,
        tool=call.name,
        expected=str(expected),
        answer=ours,
        code=code,
        is_code_ours=not code or not reasons.isdisjoint(desk.words.codes.get(code, ())),
        differences=tuple(differences),
    )
    return checked, after
