"""What a shop knows about sizes, read from its `sizes.yaml`: which option of a product says its size, and what is worn
where.

The arithmetic is ours, the figures are the shop's. A file that cannot be read tells every fault with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from amends.core.errors import AmendsError, PolicyInvalid, Unreadable, did_you_mean
from amends.core.orders import Product, Variant
from amends.core.policy.shapes import Hints, in_words
from amends.core.policy.source import Path, Source, read_yaml
from amends.core.policy.words import shown
from amends.core.sizes.gauges import gauge
from amends.core.sizes.lengths import SizeInvalid, parse_length
from amends.core.sizes.rings import parse_ring

FILE = "sizes.yaml"
PLACES = tuple(
    "lobe upper_lobe helix forward_helix flat tragus conch rook daith snug nostril septum lip eyebrow navel".split()
)
FINGERS = ("thumb", "index", "middle", "ring", "little")


class Measure(StrEnum):
    """What is measured: the length of a post, the inside of a hoop, the inside of a ring for a finger."""

    POST = "post"
    HOOP = "hoop"
    RING = "ring"


class RulesInvalid(Unreadable):
    """A file of sizes cannot be read."""

    code = "sizes_invalid"
    begins = "the sizes have"


@dataclass(frozen=True, slots=True)
class Span:
    """What is worn at a place, in mm: the least, what most people wear, the most."""

    least: Fraction
    usual: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a piercing: what is worn there, in which gauges, and after how many weeks it is usually healed."""

    id: str
    spans: Mapping[Measure, Span]
    gauges: tuple[int, ...]
    heals_weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRule:
    """Where products say this measure, and how much a size is changed where the one worn now does not fit."""

    option: str
    styles: tuple[str, ...]
    categories: tuple[str, ...]
    system: str  # of ring sizes; empty for millimetres
    tight: Fraction
    loose: Fraction

    def covers(self, product: Product) -> bool:
        """This function will say whether the product comes in sizes of this measure."""
        fits_style = not self.styles or product.attributes.get("style") in self.styles
        fits_category = not self.categories or product.category in self.categories
        return fits_style and fits_category and any(self.option in one.options for one in product.variants)

    def size_of(self, variant: Variant) -> Fraction | None:
        """This function will return the variant's size in mm (of rings: the inner diameter), where it says one."""
        text = variant.options.get(self.option, "")
        try:
            return parse_ring(text, self.system).diameter if self.system else parse_length(text)
        except SizeInvalid:
            return None


@dataclass(frozen=True, slots=True)
class SizeRules:
    """All that a shop knows about sizes."""

    measures: Mapping[Measure, MeasureRule]
    spots: Mapping[str, Spot]
    source: Source = field(default_factory=Source)

    def measure_of(self, product: Product) -> Measure | None:
        """This function will return what is measured of the product, or nothing."""
        return next((measure for measure, rule in self.measures.items() if rule.covers(product)), None)


_Mm = Annotated[int | Decimal, Field(gt=0, le=100)]
_Word = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]
_Spans = Annotated[list[_Mm], Field(min_length=3, max_length=3)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _MeasureOf(_Part):
    option: _Word
    styles: list[_Word] = []
    categories: list[_Word] = []
    system: Literal["us", "uk", "eu", "es"] | None = None
    tight: _Mm
    loose: _Mm


class _SpotOf(_Part):
    post: _Spans | None = None
    hoop: _Spans | None = None
    gauges: Annotated[list[int], Field(min_length=1)]
    heals_weeks: Annotated[int, Field(ge=1, le=104)]


class _RulesOf(_Part):
    measures: Annotated[dict[Literal["post", "hoop", "ring"], _MeasureOf], Field(min_length=1)]
    places: dict[str, _SpotOf] = {}


def read_rules(text: str, file: str = FILE) -> SizeRules:
    """This function will read a shop's sizes, or raise `RulesInvalid` with every fault."""
    try:
        source = read_yaml(text, file)
    except PolicyInvalid as error:
        raise RulesInvalid(SizeInvalid(one.what, place=one.place, hint=one.hint) for one in error.problems) from error
    problems: list[AmendsError] = [_placed(source, path, file, one.what, one.hint) for path, one in source.problems]
    written = None
    try:
        written = _RulesOf.model_validate(source.data if source.data is not None else {})
    except ValidationError as error:
        problems += _shape_faults(error, source, file)
    else:
        problems += _meaning_faults(written, source, file)
    if problems or written is None:
        raise RulesInvalid(problems)
    measures = {Measure(name): _measure(one) for name, one in written.measures.items()}
    return SizeRules(measures, {name: _spot(name, one) for name, one in written.places.items()}, source)


def _measure(one: _MeasureOf) -> MeasureRule:
    return MeasureRule(
        option=one.option,
        styles=tuple(one.styles),
        categories=tuple(one.categories),
        system=one.system or "",
        tight=Fraction(one.tight),
        loose=Fraction(one.loose),
    )


def _spot(name: str, one: _SpotOf) -> Spot:
    written = {Measure.POST: one.post, Measure.HOOP: one.hoop}
    spans = {measure: Span(*(Fraction(mm) for mm in span)) for measure, span in written.items() if span is not None}
    return Spot(name, spans, tuple(one.gauges), one.heals_weeks)


def _meaning_faults(written: _RulesOf, source: Source, file: str) -> Iterator[AmendsError]:
    ring = written.measures.get("ring")
    if ring is not None and ring.system is None:
        hint = "Write `system: us`, or uk, eu, es: what the sizes of the catalogue mean."
        yield _placed(source, ("measures", "ring"), file, "`system` is missing.", hint)
    for measure, one in written.measures.items():
        if measure != "ring" and one.system is not None:
            path = ("measures", measure, "system")
            yield _placed(source, path, file, "only rings for fingers have a system.", "Take it out: it is in mm.")
    for name, spot in written.places.items():
        here = ("places", name)
        if name not in PLACES:
            near = did_you_mean(name, PLACES) or f"Known are {', '.join(PLACES)}."
            yield _placed(source, here, file, f"{shown(name)} is no place of a piercing.", near)
        if spot.post is None and spot.hoop is None:
            hint = "Write `post` or `hoop`, each as `[least, usual, most]` in mm."
            yield _placed(source, here, file, "nothing is said to be worn here.", hint)
        for kind, span in (("post", spot.post), ("hoop", spot.hoop)):
            if span is not None and kind not in written.measures:
                yield _placed(source, (*here, kind), file, f"`{kind}` is not among the measures.", "Add it there.")
            if span is not None and not span[0] <= span[1] <= span[2]:
                yield _placed(source, (*here, kind), file, "the three sizes are not in order.", "Least, usual, most.")
        for place, number in enumerate(spot.gauges):
            try:
                gauge(number)
            except SizeInvalid as error:
                yield _placed(source, (*here, "gauges", place), file, error.what, error.hint)


def _shape_faults(error: ValidationError, source: Source, file: str) -> Iterator[AmendsError]:
    told: set[Path] = set()
    for one in error.errors(include_url=False)[:100]:
        path = tuple(part for part in one["loc"] if part != "[key]" and part in _spoken(one["loc"], source.data))
        path = path if one["type"] != "missing" else (*path, one["loc"][-1])
        if path not in told:
            told.add(path)
            yield _placed(source, path, file, *_in_words(one, path))


def _spoken(loc: tuple[Any, ...], data: Any) -> list[Any]:
    """The parts of pydantic's path that the file itself has."""
    parts = []
    for part in loc:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            continue
        parts.append(part)
    return parts


def _in_words(one: Any, path: Path) -> tuple[str, str]:
    name = next((part for part in reversed(path) if isinstance(part, str)), "the file")
    if one["type"] in {"too_short", "too_long"} and name in {"post", "hoop"}:
        return f"`{name}` takes three sizes.", "Write `[least, usual, most]` in mm."
    known = sorted({*_RulesOf.model_fields, *_MeasureOf.model_fields, *_SpotOf.model_fields})
    hints = Hints(about=lambda _: "`docs/sizes.md` shows a whole file.", known=lambda word: did_you_mean(word, known))
    return in_words(one, name, hints)


def _placed(source: Source, path: Path, file: str, what: str, hint: str = "") -> SizeInvalid:
    return SizeInvalid(what, place=source.place(path, file), hint=hint)
