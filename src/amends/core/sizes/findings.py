"""What in a shop's sizes is probably not meant, seen beside its catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from amends.core.errors import Place
from amends.core.orders import Product
from amends.core.policy.source import Path
from amends.core.sizes.advice import ALIKE, Asked, advise, gauge_of
from amends.core.sizes.gauges import GAUGES
from amends.core.sizes.lengths import written
from amends.core.sizes.rules import FILE, SizeRules


@dataclass(frozen=True, slots=True)
class SizeFinding:
    """One thing that is probably not meant, with its place in the file and what to do."""

    code: str
    place: Place
    message: str
    hint: str


def findings(rules: SizeRules, products: Sequence[Product], file: str = FILE) -> list[SizeFinding]:
    """This function will return what in the sizes does not go together with the catalogue, in the file's order."""
    found = [*_measures(rules, products, file), *_places(rules, products, file)]
    return sorted(found, key=lambda one: (one.place.line, one.place.column, one.message))


def _measures(rules: SizeRules, products: Sequence[Product], file: str) -> Iterator[SizeFinding]:
    for measure, rule in rules.measures.items():
        here: Path = ("measures", measure.value)
        covered = [one for one in products if rule.covers(one)]
        if not covered:
            what = f"no product comes in sizes of `{measure}`."
            yield _found(rules, here, file, "measure_unused", what, "Look at `option`, `styles` and `categories`.")
        for style in rule.styles:
            if not any(one.attributes.get("style") == style for one in products):
                what = f"no product has the style `{style}`."
                yield _found(rules, (*here, "styles"), file, "style_unknown", what, "Take it out, or write it anew.")
        for product in covered:
            unread = [one for one in product.variants if rule.size_of(one) is None]
            if unread and len(unread) < len(product.variants):
                said = unread[0].options.get(rule.option, "")
                what = f"`{said}` of `{product.id}` is no size, while its other sizes are."
                yield _found(rules, here, file, "size_unreadable", what, "Write it as its other sizes are written.")
            if gauge_of(product) and gauge_of(product) not in {one.number for one in GAUGES}:
                what = f"`{product.id}` has the gauge {gauge_of(product)}, which is none."
                yield _found(rules, here, file, "gauge_unknown", what, "Correct it in the catalogue.")


def _places(rules: SizeRules, products: Sequence[Product], file: str) -> Iterator[SizeFinding]:
    for spot in rules.spots.values():
        for measure, span in spot.spans.items():
            here: Path = ("places", spot.id, measure.value)
            advice = advise(rules, Asked(measure=measure, place=spot.id), products)
            if not advice.picks:
                what = f"nothing that the shop sells comes near {written(span.usual)} mm, the usual size here."
                yield _found(rules, here, file, "place_without_product", what, "Correct the size, or take it out.")
                continue
            near = advice.picks[0].best.mm
            if not span.least <= near <= span.most and abs(near - span.usual) > ALIKE[measure]:
                what = f"the nearest size that the shop sells is {written(near)} mm, which is not worn here."
                hint = f"Say so by widening `{measure}`, or take it out."
                yield _found(rules, here, file, "place_without_product", what, hint)
        known = {gauge_of(one) for one in products} - {0}
        if known and not known & set(spot.gauges):
            what = "nothing that the shop sells has one of these gauges."
            path = ("places", spot.id, "gauges")
            yield _found(rules, path, file, "place_without_product", what, "Correct the gauges, or take the place out.")


def _found(rules: SizeRules, path: Path, file: str, code: str, what: str, hint: str) -> SizeFinding:
    return SizeFinding(code, rules.source.place(path, file), what, hint)
