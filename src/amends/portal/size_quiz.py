"""The walk through the questions about a size: what has been answered stands in the address, what is open comes next.

Nothing about a person is in it. An answer that makes no sense is as if it had not been given, and is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from amends.core.sizes.advice import Asked, Fit, Healing
from amends.core.sizes.gauges import GAUGES
from amends.core.sizes.lengths import SizeInvalid, parse_length, written
from amends.core.sizes.rings import SCALES, SYSTEMS, RingSize, parse_inner
from amends.core.sizes.rules import FINGERS, Measure, MeasureRule, SizeRules

KEYS = ("what", "place", "healing", "gauge", "unit", "size", "fit")
FIELDS = (*KEYS, "asked")  # `asked` names the question whose form was sent
UNKNOWN, FINGER, DIAMETER = "unknown", "finger", "diameter"
LENGTHS = ("mm", "in")
LEAST_MM, MOST_MM = 3, 60  # of a post or a hoop
_GAUGES = tuple(str(one.number) for one in GAUGES if 14 <= one.number <= 20)


@dataclass(frozen=True, slots=True)
class Quiz:
    """How far somebody has come; `open` is the question to ask next, empty where all is told."""

    rules: SizeRules
    measure: Measure | None
    answers: Mapping[str, str]
    open: str
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: str = ""  # a size that could not be read
    worn: Fraction | None = None

    @property
    def rule(self) -> MeasureRule | None:
        """This property will hold the shop's rule for what is measured, once that is known."""
        return self.rules.measures.get(self.measure) if self.measure else None

    @property
    def asked(self) -> Asked:
        """This property will hold what was told; of a quiz that is not over, what was told so far."""
        told = self.answers
        return Asked(
            measure=self.measure or Measure.RING,
            place=told.get("place", ""),
            healing=Healing(told.get("healing", Healing.HEALED)),
            worn=self.worn,
            gauge=int(told["gauge"]) if told.get("gauge", UNKNOWN) != UNKNOWN else 0,
            fit=Fit(told.get("fit", Fit.RIGHT)),
        )

    def address(self, *, until: str = "", without: str = "") -> str:
        """This function will return the answers as the end of an address: those before one question, or but for one."""
        kept = {}
        for name, value in self.answers.items():
            if name == until:
                break
            if name not in {without, "size" if without == "unit" else ""}:
                kept[name] = value
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def before(self) -> str | None:
        """This property will hold the end of the address of the question before this one, or nothing at the first."""
        asked = [name for name in self.answers if name not in {"size", self.open}]
        return self.address(until=asked[-1]) if asked else None


def walk(rules: SizeRules, query: Mapping[str, str], given: Measure | None = None) -> Quiz:
    """This function will read the address and say what to ask next; `given`: what is measured, where it is known."""
    answers: dict[str, str] = {}
    measure = given or (next(iter(rules.measures)) if len(rules.measures) == 1 else None)
    worn = None
    while (name := _next(rules, measure, answers)) is not None:
        value = query.get(name, "")
        if name == "unit" and value not in {"", UNKNOWN}:
            worn, problem = _size(query.get("size", ""), value, measure)
            if problem:
                errors = {"size": problem} if query.get("asked") == "unit" or query.get("size") else {}
                kept = {**answers, "unit": value}
                return Quiz(rules, measure, kept, "unit", errors, query.get("size", "").strip()[:40])
            answers |= {"unit": value, "size": query["size"].strip()}
            continue
        if value not in choices(rules, measure, name):
            errors = {name: _("Choose an answer.")} if query.get("asked") == name or value else {}
            return Quiz(rules, measure, answers, name, errors, worn=worn)
        answers[name] = value
        measure = Measure(value) if name == "what" else measure
    return Quiz(rules, measure, answers, "", worn=worn)


def choices(rules: SizeRules, measure: Measure | None, name: str) -> tuple[str, ...]:
    """This function will return the answers that a question takes."""
    match name:
        case "what":
            return tuple(one.value for one in rules.measures)
        case "place" if measure is Measure.RING:
            return FINGERS
        case "place":
            return tuple(spot.id for spot in rules.spots.values() if measure in spot.spans)
        case "healing":
            return tuple(one.value for one in Healing)
        case "gauge":
            return (*reversed(_GAUGES), UNKNOWN)
        case "unit" if measure is Measure.RING:
            return (*_systems(rules), DIAMETER, FINGER, UNKNOWN)
        case "unit":
            return (*LENGTHS, UNKNOWN)
    return tuple(one.value for one in Fit if measure is not Measure.RING or one is not Fit.CATCHES)


def _systems(rules: SizeRules) -> tuple[str, ...]:
    own = rules.measures[Measure.RING].system
    return (own, *(one for one in SYSTEMS if one != own))


def _next(rules: SizeRules, measure: Measure | None, answers: Mapping[str, str]) -> str | None:
    """The first question that has no answer yet."""
    return next((name for name in _questions(rules, measure, answers) if name not in answers), None)


def _questions(rules: SizeRules, measure: Measure | None, answers: Mapping[str, str]) -> Iterator[str]:
    if measure is None or "what" in answers:
        yield "what"
    if measure is None:
        return
    if choices(rules, measure, "place"):
        yield "place"
    if measure is not Measure.RING:
        yield "healing"
        if answers.get("healing") != Healing.HEALED:
            return
        yield "gauge"
    yield "unit"
    if answers.get("unit") not in {UNKNOWN, FINGER}:
        yield "fit"


def _size(text: str, unit: str, measure: Measure | None) -> tuple[Fraction | None, str]:
    """The size in mm, or what is wrong with it."""
    if not text.strip():
        return None, _("Enter the size, or say that you cannot measure it.")
    try:
        if measure is Measure.RING:
            return parse_inner(text, {FINGER: "circumference"}.get(unit, unit)), ""
        length = parse_length(text, unit)
    except (SizeInvalid, KeyError):
        return None, _ring_problem(unit) if measure is Measure.RING else _("Enter a length, such as 6.5 or 1/4.")
    if not LEAST_MM <= length <= MOST_MM:
        return None, _("Enter a length between %(least)s and %(most)s mm.") % {"least": LEAST_MM, "most": MOST_MM}
    return length, ""


def _ring_problem(unit: str) -> str:
    if unit not in SCALES:
        return _("Enter the measure in millimetres, such as %(example)s.") % {
            "example": "17.3" if unit == DIAMETER else "54"
        }
    first, last = RingSize(unit, 0), RingSize(unit, SCALES[unit].steps - 1)
    return _("Enter a size between %(first)s and %(last)s.") % {"first": first, "last": last}


def shown_size(quiz: Quiz) -> str:
    """This function will say the size that was told, as it was told."""
    unit, size = quiz.answers.get("unit", ""), quiz.answers.get("size", "")
    if unit in SCALES:
        return f"{unit.upper()} {size}"
    if unit in LENGTHS and quiz.worn is not None:
        return f"{number_format(Decimal(written(quiz.worn)), use_l10n=True)} mm"
    return f"{size.removesuffix('mm').strip()} mm" if size else ""
