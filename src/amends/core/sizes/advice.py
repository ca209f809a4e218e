"""Which size to take: from what is worn now, how it fits, and where; with the reasons, and with what is uncertain.

Laws: what is too tight never leads to a size that is not larger, what is too loose never to one that is not smaller;
of two sizes that are equally near the larger one is named; a sore or fresh piercing, a thicker post than the piercing
has, and a size that the place does not usually take are left to a piercer; a ring is never guessed from a finger's
name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from amends.core.orders import Product, Variant
from amends.core.sizes.rings import SAME
from amends.core.sizes.rules import Measure, MeasureRule, SizeRules, Span

MOST_PICKS = 6
# Closer than this, two sizes are the same to the one who wears them.
ALIKE = {Measure.POST: Fraction(1, 4), Measure.HOOP: Fraction(1, 4), Measure.RING: SAME}


class Fit(StrEnum):
    """How what is worn now fits."""

    RIGHT = "right"
    TIGHT = "tight"
    LOOSE = "loose"
    CATCHES = "catches"


class Healing(StrEnum):
    """How the piercing is."""

    HEALED = "healed"
    NEW = "new"
    SORE = "sore"


class Refusal(StrEnum):
    """Why no size is named."""

    SORE = "sore"
    NEW = "new"
    NOT_MEASURED = "not_measured"
    UNUSUAL = "unusual"
    THICKER = "thicker"
    NONE_NEAR = "none_near"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody has told; `worn` in mm (of rings: the inner diameter), `gauge` by its number, 0 unknown."""

    measure: Measure
    place: str = ""
    healing: Healing = Healing.HEALED
    worn: Fraction | None = None
    gauge: int = 0
    fit: Fit = Fit.RIGHT

    @property
    def direction(self) -> int:
        """This property will hold 1 where a larger size is wanted, -1 for a smaller one, 0 for the same."""
        if self.worn is None or self.fit is Fit.RIGHT:
            return 0
        return 1 if self.fit is Fit.TIGHT else -1


@dataclass(frozen=True, slots=True)
class Note:
    """A reason or a doubt: which, and the size in mm or the gauge that it is about."""

    code: str
    mm: Fraction | None = None
    gauge: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """One variant and its size in mm."""

    variant: Variant
    mm: Fraction


@dataclass(frozen=True, slots=True)
class Pick:
    """What to take of one product, what else comes close, and what is uncertain about it."""

    product: Product
    best: Option
    next_best: Option | None
    doubts: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """A size to look for with its reasons and doubts, and the products that have it; or why there is none."""

    asked: Asked
    target: Fraction | None
    because: tuple[Note, ...]
    doubts: tuple[Note, ...]
    picks: tuple[Pick, ...]
    refusal: Refusal | None = None


def advise(rules: SizeRules, asked: Asked, products: Iterable[Product]) -> Advice:
    """This function will say which size of these products to take, or why a person has to look first."""
    rule = rules.measures[asked.measure]
    spot = rules.spots.get(asked.place)
    span = spot.spans.get(asked.measure) if spot else None
    if asked.measure is not Measure.RING and asked.healing is not Healing.HEALED:
        return _refused(asked, Refusal(asked.healing.value))
    target = _target(rule, asked, span)
    if target is None:
        return _refused(asked, Refusal.NOT_MEASURED)
    if span is not None and _is_far(target, span, rule):
        return _refused(asked, Refusal.UNUSUAL, target)
    doubts = [] if asked.worn is not None else [Note("not_measured")]
    if span is not None and not span.least <= target <= span.most:
        doubts.append(Note("unusual", target))
    gauges = spot.gauges if spot else ()
    covered = [one for one in products if rule.covers(one)]
    thin_enough = [one for one in covered if not _is_thicker(one, asked)]
    if covered and not thin_enough:
        return _refused(asked, Refusal.THICKER, target)
    picks = [found for one in thin_enough if (found := _pick(rule, asked, target, one, gauges))]
    picks.sort(key=lambda one: (abs(one.best.mm - target), len(one.doubts)))
    because = (Note(f"worn_{asked.fit}" if asked.worn is not None else "usual_here", asked.worn or target),)
    if not picks:
        return Advice(asked, target, because, tuple(doubts), (), Refusal.NONE_NEAR)
    return Advice(asked, target, because, tuple(doubts), tuple(picks[:MOST_PICKS]))


def _refused(asked: Asked, refusal: Refusal, target: Fraction | None = None) -> Advice:
    return Advice(asked, target, (), (), (), refusal)


def _target(rule: MeasureRule, asked: Asked, span: Span | None) -> Fraction | None:
    """The size to look for: what is worn, changed by how it fits; else what most people wear there."""
    if asked.worn is None:
        return span.usual if span is not None else None
    return asked.worn + {1: rule.tight, 0: Fraction(0), -1: -rule.loose}[asked.direction]


def _is_far(target: Fraction, span: Span, rule: MeasureRule) -> bool:
    return target < span.least - rule.loose or target > span.most + rule.tight


def _pick(rule: MeasureRule, asked: Asked, target: Fraction, product: Product, gauges: tuple[int, ...]) -> Pick | None:
    sized = [Option(one, mm) for one in product.variants if (mm := rule.size_of(one)) is not None]
    offered = sorted(_one_of_each(sized), key=lambda one: (abs(one.mm - target), -one.mm))
    fitting = [one for one in offered if _goes_the_right_way(one.mm, asked)]
    reach = 2 * max(rule.tight, rule.loose)
    near = [one for one in fitting if abs(one.mm - target) <= reach]
    left = [one for one in near if one.variant.available]
    if not left:
        return None
    best, *others = left
    other_side = [one for one in others if (one.mm > target) != (best.mm > target)]
    doubts = []
    if near[0] is not best:
        doubts.append(Note("sold_out", near[0].mm))
    if abs(best.mm - target) > ALIKE[asked.measure]:
        doubts.append(Note("between", target))
    thickness = gauge_of(product)
    if asked.gauge and thickness > asked.gauge:
        doubts.append(Note("thinner", gauge=thickness))
    elif thickness and not asked.gauge and gauges and thickness not in gauges:
        doubts.append(Note("other_gauge", gauge=thickness))
    return Pick(product, best, next(iter(other_side or others), None), tuple(doubts))


def gauge_of(product: Product) -> int:
    """This function will return the gauge that the catalogue gives the product, or 0."""
    said = product.attributes.get("gauge", 0)
    return said if isinstance(said, int) else 0


def _is_thicker(product: Product, asked: Asked) -> bool:
    return 0 < gauge_of(product) < asked.gauge


def _one_of_each(options: list[Option]) -> list[Option]:
    """One variant of every size, one that is there if there is one; colours are chosen later."""
    found: dict[Fraction, Option] = {}
    for one in options:
        if one.mm not in found or (one.variant.available and not found[one.mm].variant.available):
            found[one.mm] = one
    return list(found.values())


def _goes_the_right_way(mm: Fraction, asked: Asked) -> bool:
    if asked.worn is None or not asked.direction:
        return True
    return (mm - asked.worn) * asked.direction > ALIKE[asked.measure]
