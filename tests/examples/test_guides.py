"""The help of the example shops: every matter of help has a guide, nothing is found in any, and all can be drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amends.core.help.model import End
from amends.core.help.walk import walk
from amends.examples import SHOPS, Guide, guide_picture, guides, help_of
from amends.examples.drawing import draw_step
from amends.examples.drawing.steps import STEPS
from amends.examples.folders import ExampleMissing, folder
from amends.usecases.check_help import check_help

WANTED = {
    "piercing": {"A5", "A7", "A8", "A18", *(f"A{number}" for number in (10, 11, 12, 13, 14, 15, 16, 17))},
    "silver": {"B5", "B6", "B8", "B9", "B10", "B11", "B12", "B14", "B16", "B17", "B18", "B19"},
    "bespoke": {"C1", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", *(f"C{n}" for n in range(12, 19))},
}
FEWEST = {"piercing": 18, "silver": 14, "bespoke": 18}
COMMON_QUESTIONS = {"orders", "shipping", "care", "returns", "sizes", "gifts", "repairs", "privacy"}
EVERY = [(name, guide) for name in SHOPS for guide in guides(name)]
IDS = [f"{name}-{guide.id}" for name, guide in EVERY]
A_TIME = re.compile(r"\b(\d+|[a-z]+ty|ten|two) (business )?(days|hours)\b|\$|\b\d+\.\d\d\b")
LONG = 4096  # bytes


@pytest.mark.parametrize("name", SHOPS)
def test_nothing_is_found_in_any_language(name: str) -> None:
    report = check_help(folder(name) / "help")
    assert [str(one) for one in report.problems] == []
    assert [f"{place} {one.message}" for place, one in report.findings] == []


@pytest.mark.parametrize("name", SHOPS)
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_every_word_is_said_in_the_language(name: str, language: str) -> None:
    own, other = help_of(name), help_of(name, language)
    assert other.language == language
    same = [
        f"{guide.id}: {text}"
        for guide in own.guides.values()
        for text in set(guide.texts()) & set(other.guides[guide.id].texts())
        if text not in {"", "No"}
    ]
    assert same == []


@pytest.mark.parametrize("name", SHOPS)
def test_every_clause_that_is_a_matter_of_help_has_a_guide(name: str) -> None:
    assert {clause for guide in guides(name) for clause in guide.clauses} >= WANTED[name]


@pytest.mark.parametrize("name", SHOPS)
def test_there_is_enough_of_it(name: str) -> None:
    trees = [one for one in guides(name) if not one.is_answer]
    answers = [one for one in guides(name) if one.is_answer]
    assert len(trees) >= FEWEST[name]
    assert {one.topic for one in answers} >= COMMON_QUESTIONS
    assert len(help_of(name).usual) == 6


@pytest.mark.parametrize(("name", "guide"), EVERY, ids=IDS)
def test_who_needs_a_person_always_comes_to_one(name: str, guide: Guide) -> None:
    """Wherever a guide does not solve it, it ends with a claim, a message, a size, a rule or another guide."""
    for step in guide.steps.values():
        assert step.outcome or step.next or len(step.choices) > 1
    if not guide.is_answer and guide.reasons:
        ends = {step.outcome.end for step in guide.steps.values() if step.outcome}
        elsewhere = any(choice.guide for step in guide.steps.values() for choice in step.choices)
        assert elsewhere or ends - {End.SOLVED}, f"{name} {guide.id}: nothing but the guide's own word"


@pytest.mark.parametrize(
    ("name", "guide_id", "taken", "reason", "answers"),
    [
        ("piercing", "flat-back-which", ["threaded", "next", "no"], "defective", {"claim.first_help_tried": True}),
        ("piercing", "huggie-open", ["no"], "defective", {"claim.first_help_tried": True}),
        ("piercing", "one-not-two", ["pair", "no"], "missing_item", {"claim.first_help_tried": True}),
        ("piercing", "change-my-mind", ["taste", "yes"], "changed_mind", {"condition.undamaged": True}),
        ("silver", "ring-size", ["worn", "tight", "next", "no"], "another_size", {"condition.worn": False}),
        ("silver", "something-is-wrong", ["missing", "no"], "missing_item", {}),
        ("bespoke", "repairs", ["stone", "yes"], "stone_loose", {}),
        ("bespoke", "size-is-off", ["ring", "next", "little"], "size_error", {}),
        ("bespoke", "size-is-off", ["ring", "next", "much"], "wrong_size_sent", {}),
    ],
)
def test_what_was_answered_goes_into_the_form(
    name: str, guide_id: str, taken: list[str], reason: str, answers: dict[str, object]
) -> None:
    end = walk(help_of(name), guide_id, taken)
    assert end is not None
    assert end.outcome is not None
    assert end.reason == reason
    assert answers.items() <= end.answers.items()


def test_a_single_piece_is_explained_and_no_claim_is_opened_for_it() -> None:
    end = walk(help_of("piercing"), "one-not-two", ["single", "fine"])
    assert end is not None
    assert end.outcome is not None
    assert end.outcome.end is End.SOLVED


@pytest.mark.parametrize("name", SHOPS)
def test_drawing_the_steps_again_gives_the_same_files(name: str) -> None:
    there = {path.stem for path in (folder(name) / "help" / "pictures").iterdir()}
    assert there == set(STEPS[name])
    for step in STEPS[name]:
        svg = guide_picture(name, f"{step}.svg")
        assert draw_step(step, name) == svg
        assert len(svg.encode()) < LONG


def test_guides_promise_no_times_or_sums_that_the_policy_could_change() -> None:
    told = [
        f"{name} {guide.id}: {text}" for name, guide in EVERY for text in guide.texts() if A_TIME.search(text.lower())
    ]
    assert told == [], "the order page knows better"


def test_only_help_pictures_are_given_out() -> None:
    for file in ("none.svg", "../flat-back-which.yaml", "../../shop.yaml"):
        with pytest.raises(ExampleMissing):
            guide_picture("piercing", file)


def test_a_shop_without_help_has_none(tmp_path: Path) -> None:
    assert guides("unheard-of") == ()
    report = check_help(tmp_path)
    assert "there is nothing to check here" in str(report.problems[0])
