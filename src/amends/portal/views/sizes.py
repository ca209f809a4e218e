"""Sizes: the quiz, one question a page; the chart; the ring sizer to print; and from a piece into its exchange."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_bidi

from amends.core.orders import Product, Variant
from amends.core.sizes.advice import Advice, Pick, advise
from amends.core.sizes.gauges import GAUGES, Gauge, wire
from amends.core.sizes.lengths import circumference, inch_thousandths
from amends.core.sizes.rings import SYSTEMS, placed
from amends.core.sizes.rules import Measure, SizeRules
from amends.integrations.ring_sizer.draw import PAPERS, Paper, discs_of, sizer_pdf
from amends.pages import clock
from amends.pages.files import handed_out
from amends.pages.parameters import takes
from amends.portal.asking import Asking
from amends.portal.caching import listed
from amends.portal.reasons import is_sensible
from amends.portal.size_quiz import FIELDS, Quiz, choices, shown_size, walk
from amends.portal.size_words import (
    PLACES,
    SYSTEM_NAMES,
    choice_words,
    hint_words,
    inch_words,
    note_words,
    number_words,
    other_systems,
    question_words,
    refusal_words,
    sizer_words,
)
from amends.portal.views.claims import with_asking
from amends.portal.views.pages import show
from amends.portal.visits import visits_of, with_shop, with_visit
from amends.records.shops import ShopRow, some_products
from amends.usecases.read_shelf import read_sizes_of

_SYSTEM_OF = {
    **dict.fromkeys(("US", "CA", "MX"), "us"),
    **dict.fromkeys(("GB", "IE", "AU", "NZ", "ZA"), "uk"),
    **dict.fromkeys(("ES", "IT", "NL", "CH"), "es"),
}
_LENGTHS = tuple(Fraction(one) for one in "4 5 6 6.5 7 8 9 9.5 10 11 12 13 14 16".split())  # mm, in the chart
_NOT_OFFERED = frozenset({"final_sale", "gift_with_purchase", "sample_sale", "gift_card"})  # to somebody who is unsure
_REASONS = ("another_size", "ordered_wrong_size")


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as the result repeats it, with the address that asks for it again."""

    asks: str
    says: str
    change: str


@takes(get=FIELDS)
@with_shop
def quiz(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will ask the next question about a size, or name one."""
    rules = rules_of(shop)
    one = walk(rules, request.GET)
    if one.open:
        return _question(request, shop, one)
    offered = [product for product in some_products(shop.id) if not product.marks & _NOT_OFFERED]
    advice = advise(rules, one.asked, offered)
    return show(request, "sizes/result", shop, clock.now(), **_result(request, shop, one, advice))


@takes(get=FIELDS, post=("sku",))
@with_visit
@with_asking
def piece_quiz(asking: Asking) -> HttpResponse:
    """This function will find the size for a piece of an order; what is chosen opens the exchange for it."""
    request, shop = asking.request, asking.visit.shop
    rules = rules_of(shop)
    product = asking.product
    measure = rules.measure_of(product) if product else None
    if product is None or measure is None:
        raise Http404
    if request.method == "POST":
        return _take(asking, product)
    one = walk(rules, request.GET, measure)
    more = {
        "visit": asking.visit,
        "piece": asking.piece,
        "back": reverse("portal:order", args=[shop.id, asking.visit.key]),
    }
    if one.open:
        return _question(request, shop, one, **more)
    alike = replace(product, variants=_as_it_is(product, asking.piece.line.sku, rules.measures[measure].option))
    context = _result(request, shop, one, advise(rules, one.asked, [alike]))
    return show(request, "sizes/result", shop, clock.now(), **{**context, **more, "own_sku": asking.piece.line.sku})


def _take(asking: Asking, product: Product) -> HttpResponse:
    """The form opens with the reason, the exchange and the size chosen; all of it can be changed there."""
    sku = asking.request.POST.get("sku", "")
    if not any(one.sku == sku and one.available for one in product.variants):
        raise Http404
    order, policy, by = asking.in_hand.order, asking.in_hand.policy, asking.visit.by
    reason = next((one for one in _REASONS if is_sensible(one, order, asking.piece, policy, by)), "")
    if not reason:
        return asking.to("reason")
    if reason != asking.draft.get("reason"):
        asking.draft = {name: value for name, value in asking.draft.items() if name == "key"}
    asking.keep(reason=reason, quantity=asking.draft.get("quantity", 1), remedy="exchange", sku=sku, note="")
    return asking.to("questions")


def _as_it_is(product: Product, sku: str, option: str) -> tuple[Variant, ...]:
    """The variants that differ from the piece by their size alone; where the catalogue has lost it, all of them."""
    own = product.variant(sku)
    if own is None:
        return product.variants
    rest = {name: value for name, value in own.options.items() if name != option}
    return tuple(one for one in product.variants if {**rest, option: one.options.get(option)} == dict(one.options))


def _question(request: HttpRequest, shop: ShopRow, one: Quiz, **more: Any) -> HttpResponse:
    name, measure = one.open, one.measure
    context = {
        "quiz": one,
        "title": question_words(name, measure),
        "hint": hint_words(name, measure, one.rules, one.answers.get("place", "")),
        "choices": [(value, choice_words(name, value, measure)) for value in choices(one.rules, measure, name)],
        "hidden": [(key, value) for key, value in one.answers.items() if key != name],
        "chosen": one.answers.get(name, ""),
        "errors": one.errors,
        "before": one.before,
        "has_ring": Measure.RING in one.rules.measures,
        "is_ring": measure is Measure.RING,
    }
    return show(request, "sizes/question", shop, clock.now(), **{**context, **more})


def _result(request: HttpRequest, shop: ShopRow, one: Quiz, advice: Advice) -> dict[str, Any]:
    measure = advice.asked.measure
    rule = one.rules.measures[measure]
    is_ring = measure is Measure.RING
    doubts = {*advice.doubts, *(note for pick in advice.picks[:1] for note in pick.doubts)}
    refusal = refusal_words(advice.refusal) if advice.refusal else None
    return {
        "quiz": one,
        "advice": advice,
        "is_ring": is_ring,
        "size": _size_of(advice.picks[0], measure, rule.option) if advice.picks else "",
        "inner": number_words(advice.picks[0].best.mm) if advice.picks and is_ring else "",
        "inches": inch_words(advice.picks[0].best.mm) if advice.picks and not is_ring else "",
        "because": [note_words(note, measure) for note in advice.because],
        "doubts": [note_words(note, measure) for note in sorted(doubts, key=lambda note: note.code)],
        "others": other_systems(advice, rule.system) if is_ring else [],
        "picks": [
            (pick, pick.best.variant.options[rule.option], _next_best(pick, rule.option)) for pick in advice.picks
        ],
        "refusal": refusal,
        "told": _told(one),
        "system": SYSTEM_NAMES.get(rule.system, ""),
        "visits_here": visits_of(request, shop),
        "has_ring": Measure.RING in one.rules.measures,
    }


def _size_of(pick: Pick, measure: Measure, option: str) -> str:
    said = pick.best.variant.options[option]
    return said if measure is Measure.RING else f"{number_words(pick.best.mm)} mm"


def _next_best(pick: Pick, option: str) -> str:
    return pick.next_best.variant.options[option] if pick.next_best else ""


def _told(one: Quiz) -> list[Told]:
    rows = []
    for name, value in one.answers.items():
        if name == "size":
            continue
        says = shown_size(one) if name == "unit" and one.worn is not None else choice_words(name, value, one.measure)
        rows.append(Told(question_words(name, one.measure), says, one.address(without=name)))
    return rows


@listed
@takes(get=("first",))
@with_shop
def chart(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will show all sizes side by side, the reader's own system first."""
    rules = rules_of(shop)
    first = request.GET.get("first") or _SYSTEM_OF.get(shop.country, "eu")
    if first not in SYSTEMS:
        raise Http404
    systems = (first, *(one for one in SYSTEMS if one != first))
    return show(
        request, "sizes/chart", shop, clock.now(), first=first,
        systems=[(one, SYSTEM_NAMES[one]) for one in systems],
        rings=[_ring_row(one.diameter, systems) for one in discs_of(first)] if Measure.RING in rules.measures else [],
        gauges=[_gauge_row(one) for one in GAUGES] if rules.spots else [],
        lengths=[(number_words(mm), inch_words(mm)) for mm in _LENGTHS] if rules.spots else [],
        places=_place_rows(rules), has_ring=Measure.RING in rules.measures,
    )  # fmt: skip


def _ring_row(inner: Fraction, systems: tuple[str, ...]) -> tuple[list[tuple[str, bool]], str, str]:
    cells = []
    for system in systems:
        found = placed(system, inner)
        if found is None:
            cells.append(("", False))
        else:
            name = f"{found.below} – {found.above}" if found.is_between else str(found.nearest)
            cells.append((name, found.is_between))
    return cells, number_words(inner), number_words(circumference(inner))


def _gauge_row(one: Gauge) -> tuple[int, str, str, str]:
    return (
        one.number,
        number_words(one.sold_mm),
        number_words(wire(one)),
        number_format(Decimal(inch_thousandths(wire(one))).scaleb(-3), decimal_pos=3, use_l10n=True),
    )


def _place_rows(rules: SizeRules) -> list[tuple[str, str, str, str]]:
    def span(spot_id: str, measure: Measure) -> str:
        found = rules.spots[spot_id].spans.get(measure)
        if found is None:
            return ""
        least, usual, most = (number_words(one) for one in (found.least, found.usual, found.most))
        return f"{usual} mm ({least} – {most})" if least != most else f"{usual} mm"

    return [
        (
            str(PLACES[spot.id]),
            span(spot.id, Measure.POST),
            span(spot.id, Measure.HOOP),
            ", ".join(map(str, spot.gauges)),
        )
        for spot in rules.spots.values()
    ]


@takes(get=("system",))
@with_shop
def sheet(request: HttpRequest, shop: ShopRow, paper: str) -> HttpResponse:
    """This function will return the ring sizer to print, for paper of the reader's country."""
    system = request.GET.get("system") or rules_of(shop).measures[Measure.RING].system if _has_rings(shop) else ""
    chosen: Paper | None = next((one for one in PAPERS if one == paper), None)
    if chosen is None or system not in SYSTEMS:
        raise Http404
    words = sizer_words(shop.name)
    pdf = sizer_pdf(words, system, chosen, get_language() or "en", rtl=get_language_bidi())
    # In the reader's language: nobody on the way may keep it for another.
    return handed_out(pdf, "application/pdf", f"ring-sizer-{chosen}.pdf", inline=True)


def rules_of(shop: ShopRow) -> SizeRules:
    """This function will return what the shop knows about sizes; one that knows nothing is answered with 404."""
    rules = read_sizes_of(shop.id)
    if rules is None:
        raise Http404
    return rules


def _has_rings(shop: ShopRow) -> bool:
    return Measure.RING in rules_of(shop).measures
