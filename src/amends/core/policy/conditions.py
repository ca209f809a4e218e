"""Reading conditions: `{item.category: earring, item.price: {over: 40.00}}` becomes a tree of tests.

A condition is a mapping; all its entries must hold. A key is the name of a fact, or `any`, `all` (lists of conditions)
or `none` (a list of conditions of which none holds). What an entry may say depends on the kind of the fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from amends.core.dates import Unit
from amends.core.errors import AmendsError, FactInvalid, did_you_mean
from amends.core.facts import Fact, Kind, Vocabulary, read_value
from amends.core.policy.tree import ALWAYS, AllOf, AnyOf, Condition, Not, Op, OtherFact, Test, Window

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
ORDERED = {Kind.COUNT, Kind.NUMBER, Kind.MONEY}
FORMS = {
    Kind.MOMENT: ("happened", "within", "longer_ago_than", "from", "to"),
    Kind.MARKS: ("has", "lacks"),
    Kind.COUNT: ("is", "not", *COMPARING),
    Kind.NUMBER: ("is", "not", *COMPARING),
    Kind.MONEY: ("is", "not", *COMPARING),
}
Path = tuple[str | int, ...]


class Reader:
    """Reads the conditions of one policy and collects every problem with the path to it."""

    def __init__(self, vocabulary: Vocabulary, zone: ZoneInfo, currency: str) -> None:
        self.vocabulary = vocabulary
        self.zone = zone
        self.currency = currency
        self.problems: list[tuple[Path, AmendsError]] = []

    def problem(self, path: Path, what: str, hint: str = "") -> None:
        """This function will note a problem at the path and let reading go on."""
        self.problems.append((path, FactInvalid(what, hint=hint)))

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
        if not isinstance(value, list) or not value or not all(isinstance(one, Mapping) for one in value):
            self.problem(path, f"`{key}` takes a list of conditions.", "Write each as `- {fact: value}`.")
            return ALWAYS
        parts = tuple(self.condition(one, (*path, place)) for place, one in enumerate(value))
        return AllOf(parts) if key == "all" else AnyOf(parts) if key == "any" else Not(AnyOf(parts))

    def _entry(self, name: str, value: Any, path: Path) -> Condition:
        try:
            fact = self.vocabulary.find(name)
        except FactInvalid as error:
            self.problems.append((path, error))
            return ALWAYS
        if isinstance(value, Mapping):
            parts = tuple(self._form(fact, form, wanted, (*path, form)) for form, wanted in value.items() if form != "to")
            if "to" in value and "from" not in value:
                self.problem((*path, "to"), "`to` needs a `from`.", "Write both days: `{from: 2023-11-01, to: 2023-12-25}`.")
            if "from" in value:
                parts = (self._days(fact, value, path), *(one for one in parts if one is not ALWAYS))
            if not value:
                self.problem(path, f"nothing is asked about `{name}`.", self._forms(fact))
            return parts[0] if len(parts) == 1 else AllOf(parts)
        if fact.kind is Kind.MOMENT:
            if value == "not_yet":
                return Not(Test(name, Op.HAPPENED, None))
            if value == "happened":
                return Test(name, Op.HAPPENED, None)
            self.problem(path, f"`{value}` says nothing about a moment.", self._forms(fact))
            return ALWAYS
        return self._is(fact, value, path)

    def _form(self, fact: Fact, form: str, wanted: Any, path: Path) -> Condition:
        allowed = FORMS.get(fact.kind, ("is", "not"))
        if form not in allowed:
            self.problem(path, f"`{form}` cannot be asked of `{fact.name}`.", did_you_mean(form, allowed) or self._forms(fact))
            return ALWAYS
        match form:
            case "is":
                return self._is(fact, wanted, path)
            case "not":
                return Not(self._is(fact, wanted, path))
            case "has":
                return self._is(fact, wanted, path)
            case "lacks":
                return Not(self._is(fact, wanted, path))
            case "happened":
                happened = Test(fact.name, Op.HAPPENED, None)
                return happened if wanted is True else Not(happened)
            case "within" | "longer_ago_than":
                return self._ago(fact, form, wanted, path)
            case "from":
                return ALWAYS  # read by `_days`, together with `to`
        return self._compare(fact, form, wanted, path)

    def _is(self, fact: Fact, wanted: Any, path: Path) -> Condition:
        op = Op.HAS if fact.kind is Kind.MARKS else Op.IS
        words = wanted if isinstance(wanted, list) else [wanted]
        if not words:
            self.problem(path, f"the list of values for `{fact.name}` is empty.", "Name at least one.")
        single = Fact(fact.name, Kind.TEXT, "") if fact.kind is Kind.MARKS else fact
        values = [self._value(single, one, path) for one in words]
        known = sorted((one for one in values if one is not None), key=lambda one: (type(one).__name__, one))
        return Test(fact.name, op, tuple(known)) if known else ALWAYS

    def _compare(self, fact: Fact, form: str, wanted: Any, path: Path) -> Condition:
        if isinstance(wanted, Mapping):
            return self._other(fact, form, wanted, path)
        value = self._value(fact, wanted, path)
        return ALWAYS if value is None else Test(fact.name, COMPARING[form], value)

    def _other(self, fact: Fact, form: str, wanted: Mapping[str, Any], path: Path) -> Condition:
        if set(wanted) != {"fact"}:
            self.problem(path, f"`{fact.name}` is compared with a value or with another fact.", "Write `{fact: name}`.")
            return ALWAYS
        try:
            other = self.vocabulary.find(wanted["fact"])
        except FactInvalid as error:
            self.problems.append(((*path, "fact"), error))
            return ALWAYS
        if other.kind is not fact.kind:
            self.problem((*path, "fact"), f"`{fact.name}` is a {fact.kind.value}, but `{other.name}` is a {other.kind.value}.")
            return ALWAYS
        return Test(fact.name, COMPARING[form], OtherFact(other.name))

    def _value(self, fact: Fact, raw: Any, path: Path) -> Any:
        try:
            return read_value(fact, raw, self.zone, self.currency)
        except AmendsError as error:
            self.problems.append((path, error))
            return None

    def _ago(self, fact: Fact, form: str, wanted: Any, path: Path) -> Condition:
        window = self.span(wanted, fact.name, EVENTS["asked"], path) if isinstance(wanted, Mapping) else None
        if window is None:
            if not isinstance(wanted, Mapping):
                self.problem(path, f"`{form}` takes a length of time.", "Write it as `{hours: 24}`.")
            return ALWAYS
        inside = Test(fact.name, Op.WITHIN, window)
        return inside if form == "within" else AllOf((Test(fact.name, Op.HAPPENED, None), Not(inside)))

    def _days(self, fact: Fact, value: Mapping[str, Any], path: Path) -> Condition:
        first, last = (self.day(value.get(key, "9990-12-31"), (*path, key)) for key in ("from", "to"))
        if first is None or last is None:
            return ALWAYS
        if last < first:
            self.problem(path, "the last day comes before the first.", "Swap `from` and `to`.")
        return Test(fact.name, Op.DAYS, (first, last))

    def day(self, raw: Any, path: Path) -> int | None:
        """This function will read a day such as `2023-11-01` as an ordinal."""
        try:
            return date.fromisoformat(str(raw)).toordinal()
        except ValueError:
            self.problem(path, f"`{raw}` is no day.", "Write it as `2023-11-01`.")
            return None

    def span(self, raw: Mapping[str, Any], anchor: str, event: str, path: Path) -> Window | None:
        """This function will read a length of time in exactly one unit as a window from the anchor."""
        said = {key: raw[key] for key in raw if key not in ("of", "event") and raw[key] is not None}
        units = {unit.value for unit in Unit}
        if len(said) != 1 or not set(said) <= units:
            wrong = next((key for key in said if key not in units), "")
            hint = did_you_mean(wrong, units) if wrong else "Write exactly one unit, such as `days: 30`."
            self.problem(path, "a length of time has exactly one of hours, days, business_days, months, years.", hint)
            return None
        unit, amount = next(iter(said.items()))
        if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
            self.problem((*path, unit), f"`{amount}` is no number of {unit.replace('_', ' ')}.", "Write a whole number from 0.")
            return None
        return Window(amount, Unit(unit), anchor, event)

    def anchor(self, word: str, path: Path) -> str:
        """This function will return the fact that a window's `of` names."""
        name = ANCHORS.get(word, word)
        known = self.vocabulary.facts.get(name)
        if known is None or known.kind is not Kind.MOMENT:
            moments = [*ANCHORS, *(fact.name for fact in self.vocabulary.facts.values() if fact.kind is Kind.MOMENT)]
            self.problem(path, f"nothing can be counted from `{word}`.", did_you_mean(word, moments))
        return name

    def _forms(self, fact: Fact) -> str:
        forms = FORMS.get(fact.kind, ("is", "not"))
        return f"`{fact.name}` can be asked with " + ", ".join(f"`{form}`" for form in forms) + "."
