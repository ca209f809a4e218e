"""Reading conditions: `{item.category: earring, item.price: {over: 40.00}}` becomes a tree of tests.

A condition is a mapping; all its entries must hold. A key is the name of a fact, or `any`, `all` (lists of conditions)
or `none` (a list of conditions of which none holds). What an entry may say depends on the kind of the fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from amends.core.dates import Unit
from amends.core.errors import AmendsError, FactInvalid, did_you_mean
from amends.core.facts import Fact, Kind, Vocabulary, read_value
from amends.core.policy.faults import MOST_PROBLEMS
from amends.core.policy.model import MOST, MOST_ASKED, MOST_VALUES
from amends.core.policy.source import Path, Problem
from amends.core.policy.tree import ALWAYS, AllOf, AnyOf, Condition, Not, Op, OtherFact, Test, Window
from amends.core.policy.words import one_line, read_day, shown

ANCHORS = {
    "order": "order.placed_at",
    "shipment": "parcel.shipped_at",
    "delivery": "parcel.delivered_at",
    "last_delivery": "order.last_delivered_at",
    "production": "order.production_started_at",
    "authorisation": "return.authorised_at",
    "return_receipt": "return.received_at",
    "asked": "claim.asked_at",
}
EVENTS = {"asked": "claim.asked_at", "goods_sent": "return.sent_at", "goods_back": "return.received_at"}
COMPARING = {"over": Op.OVER, "at_least": Op.AT_LEAST, "under": Op.UNDER, "at_most": Op.AT_MOST}
FORMS = {
    Kind.MOMENT: ("happened", "within", "longer_ago_than", "from", "to"),
    Kind.MARKS: ("has", "lacks"),
    Kind.COUNT: ("is", "not", *COMPARING),
    Kind.NUMBER: ("is", "not", *COMPARING),
    Kind.MONEY: ("is", "not", *COMPARING),
}
ALWAYS_ASKED = ("is", "not")  # of every other kind
FIRST, LAST = date(1900, 1, 1), date(9990, 12, 31)


class TooManyProblems(Exception):
    """There are more problems than anybody reads; the rest is not looked at."""


class Reader:
    """Reads the conditions of one policy and collects every problem with the path to it."""

    def __init__(self, vocabulary: Vocabulary, zone: ZoneInfo, currency: str) -> None:
        self.vocabulary = vocabulary
        self.zone = zone
        self.currency = currency
        self.problems: list[Problem] = []

    def problem(self, path: Path, what: str, hint: str = "") -> None:
        """This function will note a problem at the path and let reading go on."""
        self.fault(path, FactInvalid(what, hint=hint))

    def fault(self, path: Path, error: AmendsError) -> None:
        """This function will note the error as a problem at the path; too many raise `TooManyProblems`."""
        self.problems.append((path, error))
        if len(self.problems) >= MOST_PROBLEMS:
            raise TooManyProblems

    def whole(self, raw: Mapping[str, Any], path: Path) -> Condition:
        """This function will read all that is asked at one place, or note that it is too much."""
        found = self.condition(raw, path)
        count = sum(1 for _ in _questions(found))
        if count > MOST_ASKED:
            what = f"{count:,} questions are asked here, more than {MOST_ASKED}."
            self.problem(path, what, "Say it by an attribute of your products, as a fact of your own.")
        return found

    def condition(self, raw: Mapping[str, Any], path: Path) -> Condition:
        """This function will read a condition; what cannot be read is noted and left out."""
        parts: list[Condition] = []
        for key, value in raw.items():
            here = (*path, key)
            if key in ("any", "all", "none"):
                parts.append(self._several(key, value, here))
            else:
                parts.append(self._entry(key, value, here))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _several(self, key: str, value: Any, path: Path) -> Condition:
        if not isinstance(value, list) or not value or not all(isinstance(one, Mapping) and one for one in value):
            self.problem(path, f"`{key}` takes a list of conditions.", "Write each as `- {fact: value}`.")
            return ALWAYS
        parts = tuple(self.condition(one, (*path, place)) for place, one in enumerate(value))
        return AllOf(parts) if key == "all" else AnyOf(parts) if key == "any" else Not(AnyOf(parts))

    def _entry(self, name: str, value: Any, path: Path) -> Condition:
        fact = self.find(name, path)
        if fact is None:
            return ALWAYS
        if isinstance(value, Mapping):
            return self._forms(fact, value, path)
        if fact.kind is not Kind.MOMENT:
            return self._is(fact, value, path)
        if value not in ("happened", "not_yet"):
            self.problem(path, f"{shown(value)} says nothing about a moment.", forms_of(fact))
            return ALWAYS
        happened = Test(name, Op.HAPPENED, None)
        return happened if value == "happened" else Not(happened)

    def find(self, name: str, path: Path) -> Fact | None:
        """This function will return the fact of that name, or note that there is none."""
        try:
            return self.vocabulary.find(name)
        except FactInvalid as error:
            self.fault(path, FactInvalid(f"there is no fact {shown(name)}.", hint=error.hint or _OWN_FACTS))
        return None

    def _forms(self, fact: Fact, value: Mapping[str, Any], path: Path) -> Condition:
        if not value:
            self.problem(path, f"nothing is asked about `{fact.name}`.", forms_of(fact))
        parts = []
        days = fact.kind is Kind.MOMENT and ("from" in value or "to" in value)
        if days:
            parts.append(self._days(fact, value, path))
        for form, wanted in value.items():
            if not (days and form in ("from", "to")):
                parts.append(self._form(fact, form, wanted, (*path, form)))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _form(self, fact: Fact, form: str, wanted: Any, path: Path) -> Condition:
        allowed = FORMS.get(fact.kind, ALWAYS_ASKED)
        if form not in allowed:
            hint = did_you_mean(form, allowed) or forms_of(fact)
            self.problem(path, f"{shown(form)} cannot be asked of `{fact.name}`.", hint)
            return ALWAYS
        match form:
            case "is" | "has":
                return self._is(fact, wanted, path)
            case "not" | "lacks":
                return Not(self._is(fact, wanted, path))
            case "happened":
                return self._happened(fact, wanted, path)
            case "within" | "longer_ago_than":
                return self._ago(fact, form, wanted, path)
        return self._compare(fact, form, wanted, path)

    def _happened(self, fact: Fact, wanted: Any, path: Path) -> Condition:
        if not isinstance(wanted, bool):
            self.problem(path, f"{shown(wanted)} is not `true` or `false`.")
        happened = Test(fact.name, Op.HAPPENED, None)
        return happened if wanted is True else Not(happened)

    def _is(self, fact: Fact, wanted: Any, path: Path) -> Condition:
        op = Op.HAS if fact.kind is Kind.MARKS else Op.IS
        words = wanted if isinstance(wanted, list) else [wanted]
        if not words:
            self.problem(path, f"the list of values for `{fact.name}` is empty.", "Name at least one.")
        if len(words) > MOST_VALUES:
            what = f"the list for `{fact.name}` has {len(words):,} values, more than {MOST_VALUES:,}."
            self.problem(path, what, "Say it by an attribute of your products, as a fact of your own.")
            return ALWAYS
        single = Fact(fact.name, Kind.TEXT, "") if fact.kind is Kind.MARKS else fact
        values = [self.value(single, one, path) for one in words]
        known = sorted({one for one in values if one is not None}, key=lambda one: (type(one).__name__, one))
        return Test(fact.name, op, tuple(known)) if known else ALWAYS

    def _compare(self, fact: Fact, form: str, wanted: Any, path: Path) -> Condition:
        if isinstance(wanted, Mapping):
            return self._other(fact, form, wanted, path)
        value = self.value(fact, wanted, path)
        return ALWAYS if value is None else Test(fact.name, COMPARING[form], value)

    def _other(self, fact: Fact, form: str, wanted: Mapping[str, Any], path: Path) -> Condition:
        if set(wanted) != {"fact"} or not isinstance(wanted["fact"], str):
            hint = "Write `{fact: name}` for another fact."
            self.problem(path, f"`{fact.name}` is compared with a value or with another fact.", hint)
            return ALWAYS
        here = (*path, "fact")
        other = self.find(wanted["fact"], here)
        if other is None:
            return ALWAYS
        if other.kind is not fact.kind:
            kinds = (
                f"`{fact.name}` is of the kind {fact.kind.value}, but `{other.name}` of the kind {other.kind.value}."
            )
            self.problem(here, kinds, "Compare two facts of one kind.")
            return ALWAYS
        return Test(fact.name, COMPARING[form], OtherFact(other.name))

    def value(self, fact: Fact, raw: Any, path: Path) -> Any:
        """This function will read a value of the fact's kind, or note why it is none and return nothing."""
        raw = one_line(raw) if isinstance(raw, str) else raw
        try:
            return read_value(fact, raw, self.zone, self.currency)
        except AmendsError as error:
            what = error.what if isinstance(raw, str) else error.what.replace(f"`{raw}`", shown(raw))
            hint = error.hint or ("Write it in quotes." if fact.kind is Kind.TEXT and not isinstance(raw, dict) else "")
            self.fault(path, type(error)(what, hint=hint))
            return None

    def _ago(self, fact: Fact, form: str, wanted: Any, path: Path) -> Condition:
        if not isinstance(wanted, Mapping):
            self.problem(path, f"`{form}` takes a length of time, not {shown(wanted)}.", "Write it as `{hours: 24}`.")
            return ALWAYS
        window = self.span(wanted, fact.name, self._event(wanted.get("event", "asked"), (*path, "event")), path)
        if window is None:
            return ALWAYS
        inside = Test(fact.name, Op.WITHIN, window)
        return inside if form == "within" else AllOf((Test(fact.name, Op.HAPPENED, None), Not(inside)))

    def _event(self, word: Any, path: Path) -> str:
        if not isinstance(word, str) or word not in EVENTS:
            self.problem(
                path, f"{shown(word)} is no event.", f"It is one of {', '.join(f'`{one}`' for one in EVENTS)}."
            )
            return EVENTS["asked"]
        return EVENTS[word]

    def _days(self, fact: Fact, value: Mapping[str, Any], path: Path) -> Condition:
        first = self.day(value["from"], (*path, "from")) if "from" in value else FIRST
        last = self.day(value["to"], (*path, "to")) if "to" in value else LAST
        if first is None or last is None:
            return ALWAYS
        if last < first:
            self.problem((*path, "to"), "the last day comes before the first.", "Swap `from` and `to`.")
        return Test(fact.name, Op.DAYS, (first.toordinal(), last.toordinal()))

    def day(self, raw: Any, path: Path) -> date | None:
        """This function will read a day such as `2023-11-01`, or note why it is none and return nothing."""
        try:
            return read_day(raw)
        except ValueError as error:
            self.problem(path, str(error))
            return None

    def span(self, raw: Mapping[str, Any], anchor: str, event: str, path: Path) -> Window | None:
        """This function will read a length of time in exactly one unit as a window from the anchor."""
        said = {key: raw[key] for key in raw if key not in ("of", "event") and raw[key] is not None}
        wrong = next((key for key in said if key not in MOST), None)
        if wrong is not None:
            self.problem((*path, wrong), f"{shown(wrong)} is no unit of time.", did_you_mean(wrong, MOST) or _UNITS)
            return None
        if len(said) != 1:
            self.problem(path, "a length of time is in exactly one unit.", _UNITS)
            return None
        unit, amount = next(iter(said.items()))
        if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= MOST[unit]:
            what = f"{shown(amount)} is no number of {unit.replace('_', ' ')}."
            self.problem((*path, unit), what, f"Write a whole number from 0 to {MOST[unit]}.")
            return None
        return Window(amount, Unit(unit), anchor, event)

    def anchor(self, word: str, path: Path) -> str:
        """This function will return the fact that a window's `of` names."""
        name = ANCHORS.get(word, word)
        known = self.vocabulary.facts.get(name)
        if known is None or known.kind is not Kind.MOMENT:
            moments = [*ANCHORS, *(fact.name for fact in self.vocabulary.facts.values() if fact.kind is Kind.MOMENT)]
            hint = did_you_mean(word, moments) or f"It can be {', '.join(f'`{one}`' for one in ANCHORS)}, or a moment."
            self.problem(path, f"nothing can be counted from {shown(word)}.", hint)
        return name


def _questions(condition: Condition) -> Iterator[Test]:
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from _questions(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _questions(part)


def forms_of(fact: Fact) -> str:
    """This function will return a hint that names what can be asked of the fact."""
    forms = FORMS.get(fact.kind, ALWAYS_ASKED)
    return f"`{fact.name}` can be asked with " + ", ".join(f"`{form}`" for form in forms) + "."


_OWN_FACTS = "Facts of the shop's own are declared under `facts`."
_UNITS = f"Write one of {', '.join(f'`{unit}`' for unit in MOST)}, such as `days: 30`."
