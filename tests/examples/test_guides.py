"""The help pages: whole, leading somewhere, and speaking of clauses, reasons and products that exist."""

from __future__ import annotations

import pytest

from amends.core.vocabulary import REASONS, VOCABULARY
from amends.examples import SHOPS, Guide, catalogue, guide_picture, guides
from amends.examples.drawing import draw_step
from amends.examples.drawing.steps import STEPS
from amends.examples.folders import ExampleMissing

WANTED = {
    "piercing": {"A5", "A7", *(f"A{number}" for number in (10, 11, 12, 13, 14, 15, 16, 17))},
    "silver": {"B8", "B9", "B10", "B16", "B18", "B19"},
    "bespoke": {"C4", "C6", "C7", "C10", "C11", "C12", "C13", "C14", "C15", "C16", "C17"},
}
EVERY = [(name, guide) for name in SHOPS for guide in guides(name)]
IDS = [f"{name}-{guide.id}" for name, guide in EVERY]


@pytest.mark.parametrize("name", SHOPS)
def test_every_clause_that_is_a_matter_of_help_has_a_page(name: str) -> None:
    assert {clause for guide in guides(name) for clause in guide.clauses} >= WANTED[name]


@pytest.mark.parametrize(("name", "guide"), EVERY, ids=IDS)
def test_a_page_says_something_and_refers_to_what_exists(name: str, guide: Guide) -> None:
    assert guide.title
    assert guide.summary
    assert guide.text or guide.steps or guide.answers
    assert guide.asked
    assert set(guide.reasons) <= set(REASONS)
    assert not guide.reason or guide.reason in REASONS
    assert {clause[0] for clause in guide.clauses} == {{"piercing": "A", "silver": "B", "bespoke": "C"}[name]}
    for answer in guide.answers:
        assert answer.guide in {other.id for other in guides(name)}
    for file in (*guide.pictures, *(answer.picture for answer in guide.answers if answer.picture)):
        assert guide_picture(name, file).startswith("<svg")


@pytest.mark.parametrize(("name", "guide"), EVERY, ids=IDS)
def test_a_page_is_for_products_that_the_shop_sells(name: str, guide: Guide) -> None:
    for fact, values in guide.products.items():
        assert fact in VOCABULARY.facts
        sold = {str(_value(product, fact)).lower() for product in catalogue(name)}
        assert set(values) <= sold, f"{fact}: {set(values) - sold}"


def _value(product: object, fact: str) -> object:
    attribute = fact.removeprefix("item.")
    return getattr(product, attribute, None) or product.attributes.get(attribute)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "guide"), EVERY, ids=IDS)
def test_a_question_ends_in_steps_or_a_person(name: str, guide: Guide) -> None:
    by_id = {other.id: other for other in guides(name)}
    seen, open_pages = set(), [guide]
    while open_pages:
        page = open_pages.pop()
        assert page.id not in seen or not page.answers, "answers lead in a circle"
        seen.add(page.id)
        assert bool(page.question) == bool(page.answers)
        open_pages += [by_id[answer.guide] for answer in page.answers]
        assert page.answers or page.steps or page.text


@pytest.mark.parametrize("name", SHOPS)
def test_drawing_the_steps_again_gives_the_same_files(name: str) -> None:
    used = {file for guide in guides(name) for file in guide.pictures}
    assert used == {f"{step}.svg" for step in STEPS[name]}
    for step in STEPS[name]:
        svg = guide_picture(name, f"{step}.svg")
        assert draw_step(step, name) == svg
        assert len(svg.encode()) < 4096


def test_pages_promise_no_times_that_the_policy_could_change() -> None:
    for _, guide in EVERY:
        words = " ".join((guide.title, guide.summary, guide.text, *guide.steps)).lower()
        for unit in (" days", " hours", "business day", " year", "a day after"):
            assert unit not in words, f"{guide.id} says how many{unit}; the order page knows"


def test_only_help_pictures_are_given_out() -> None:
    for file in ("none.svg", "../flat-back-which.md", "../../shop.yaml"):
        with pytest.raises(ExampleMissing):
            guide_picture("piercing", file)
