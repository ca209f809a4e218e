"""The advice about sizes keeps its laws, whatever is worn, sold and told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.orders import Product, Variant
from amends.core.sizes.advice import ALIKE, Advice, Asked, Fit, Healing, Note, Refusal, advise
from amends.core.sizes.rings import parse_ring
from amends.core.sizes.rules import FINGERS, Measure
from amends.examples import catalogue
from amends.examples.sizing import sizing

RULES, SOLD = sizing("piercing"), catalogue("piercing")
RING_RULES, RINGS = sizing("silver"), catalogue("silver")
PLACES = [(spot.id, measure) for spot in RULES.spots.values() for measure in spot.spans]
WORN = st.integers(300, 1500).map(lambda one: Fraction(one, 100))


def helix(**more: object) -> Advice:
    told: dict[str, object] = {"measure": Measure.POST, "place": "helix", "worn": Fraction("6.5")}
    return advise(RULES, Asked(**{**told, **more}), SOLD)  # type: ignore[arg-type]


def sku(found: Advice) -> str:
    return found.picks[0].best.variant.sku


def product(*posts: str, gauge: int = 18, sold_out: str = "") -> Product:
    variants = tuple(
        Variant(sku=f"X-{post}", price_minor=100, options={"post": post}, available=post != sold_out) for post in posts
    )
    attributes: dict[str, str | int | bool] = {"style": "flat_back_threaded", "gauge": gauge}
    return Product(id="x", name="X", category="earring", attributes=attributes, variants=variants)


def test_a16_what_fits_is_named_again() -> None:
    found = helix(fit=Fit.RIGHT)
    assert sku(found) == "PIP-6.5MM"
    assert found.because == (Note("worn_right", Fraction("6.5")),)
    assert not found.doubts


def test_a16_what_presses_leads_to_a_longer_post_and_what_catches_to_a_shorter_one() -> None:
    assert sku(helix(fit=Fit.TIGHT)) == "PIP-8MM"
    assert sku(helix(fit=Fit.CATCHES)) == sku(helix(fit=Fit.LOOSE)) == "PIP-5MM"


def test_a16_without_a_measure_the_usual_size_is_named_as_uncertain() -> None:
    found = helix(worn=None)
    assert sku(found) == "PIP-6.5MM"
    assert found.because == (Note("usual_here", Fraction("6.5")),)
    assert found.doubts == (Note("not_measured"),)


def test_a16_between_two_sizes_the_larger_is_named_and_the_other_is_next_best() -> None:
    found = advise(RULES, Asked(measure=Measure.POST, place="helix", worn=Fraction(7)), [product("6 mm", "8 mm")])
    (pick,) = found.picks
    assert pick.best.mm == 8
    assert pick.next_best
    assert pick.next_best.mm == 6
    assert pick.doubts == (Note("between", Fraction(7)),)


def test_a16_a_quarter_of_an_inch_is_not_between() -> None:
    assert not helix(worn=Fraction("6.35")).picks[0].doubts


@pytest.mark.parametrize(("healing", "refusal"), [(Healing.NEW, Refusal.NEW), (Healing.SORE, Refusal.SORE)])
def test_a16_a_fresh_or_sore_piercing_is_left_to_a_piercer(healing: Healing, refusal: Refusal) -> None:
    found = helix(healing=healing)
    assert (found.refusal, found.picks, found.target) == (refusal, (), None)


def test_a16_a_thicker_post_than_the_piercing_has_is_left_to_a_piercer() -> None:
    asked = Asked(measure=Measure.POST, place="helix", worn=Fraction("6.5"), gauge=18)
    assert advise(RULES, asked, [product("6.5 mm", gauge=16)]).refusal is Refusal.THICKER
    thin = advise(RULES, asked, [product("6.5 mm", gauge=20)])
    assert thin.picks[0].doubts == (Note("thinner", gauge=20),)
    assert all(one.product.attributes["gauge"] == 18 for one in advise(RULES, asked, SOLD).picks)


def test_a16_a_size_that_the_place_does_not_take_is_left_to_a_piercer() -> None:
    assert helix(worn=Fraction(12)).refusal is Refusal.UNUSUAL


def test_a16_what_is_sold_out_is_said_and_the_next_is_named() -> None:
    asked = Asked(measure=Measure.POST, place="helix", worn=Fraction("6.5"))
    (pick,) = advise(RULES, asked, [product("5 mm", "6.5 mm", "8 mm", sold_out="6.5 mm")]).picks
    assert pick.best.mm == 8
    assert Note("sold_out", Fraction("6.5")) in pick.doubts


@pytest.mark.parametrize(("worn", "fit", "size"), [("7", Fit.RIGHT, "7"), ("7", Fit.TIGHT, "8"), ("7", Fit.LOOSE, "6"),
                                                   ("6½", Fit.RIGHT, "7")])  # fmt: skip
def test_a16_a_ring_is_named_from_one_that_was_measured(worn: str, fit: Fit, size: str) -> None:
    asked = Asked(measure=Measure.RING, worn=parse_ring(worn, "us").diameter, fit=fit)
    found = advise(RING_RULES, asked, [one for one in RINGS if one.id == "brook-ring"])
    assert found.picks[0].best.variant.options["size"] == size


@pytest.mark.parametrize("finger", FINGERS)
def test_a16_no_ring_is_guessed_from_a_fingers_name(finger: str) -> None:
    found = advise(RING_RULES, Asked(measure=Measure.RING, place=finger), RINGS)
    assert (found.refusal, found.picks) == (Refusal.NOT_MEASURED, ())


@given(st.sampled_from(PLACES), WORN, st.sampled_from(Fit), st.sampled_from([0, 14, 16, 18, 20]))
def test_a16_the_way_of_the_change_is_never_the_wrong_one(
    place: tuple[str, Measure], worn: Fraction, fit: Fit, gauge: int
) -> None:
    asked = Asked(measure=place[1], place=place[0], worn=worn, fit=fit, gauge=gauge)
    found = advise(RULES, asked, SOLD)
    assert (found.refusal is None) == bool(found.picks)
    for pick in found.picks:
        for option in filter(None, (pick.best, pick.next_best)):
            assert option.variant in pick.product.variants
            assert option.variant.available
            assert (option.mm - worn) * asked.direction > ALIKE[asked.measure] or not asked.direction
        assert not gauge or int(pick.product.attributes["gauge"]) >= gauge


@given(st.sampled_from(PLACES), WORN)
def test_a16_what_fits_never_moves_further_than_to_the_nearest_size(place: tuple[str, Measure], worn: Fraction) -> None:
    found = advise(RULES, Asked(measure=place[1], place=place[0], worn=worn), SOLD)
    rule = RULES.measures[place[1]]
    for pick in found.picks:
        sizes = [mm for one in pick.product.variants if one.available and (mm := rule.size_of(one)) is not None]
        assert abs(pick.best.mm - worn) == min(abs(mm - worn) for mm in sizes)


@given(WORN, WORN)
def test_a16_whoever_wears_a_longer_post_is_not_given_a_shorter_one(one: Fraction, other: Fraction) -> None:
    sold = [product("5 mm", "6.5 mm", "8 mm", "10 mm")]
    low, high = (advise(RULES, Asked(measure=Measure.POST, worn=worn), sold).picks for worn in sorted((one, other)))
    assert not (low and high) or low[0].best.mm <= high[0].best.mm
