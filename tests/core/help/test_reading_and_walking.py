"""Guides are read strictly, walked by the choices made, and said in another language with nothing left empty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.help.trees import FILES, changed

from amends.core.help.faults import HelpInvalid
from amends.core.help.links import Link, linked, links_in
from amends.core.help.model import End
from amends.core.help.read import read_help
from amends.core.help.walk import MOST_STEPS, walk

SHELF = read_help(FILES).in_language("en")
TOKENS = ["screw", "pin", "yes", "no", "again", "next", "nowhere", ""]


def problems_with(files: dict[str, str]) -> list[str]:
    """This function will return what keeps the files from being read, a line each."""
    with pytest.raises(HelpInvalid) as error:
        read_help(files)
    return str(error.value).splitlines()


def test_what_was_answered_is_known_at_the_end() -> None:
    end = walk(SHELF, "flat-back", ["screw", "next", "no"])
    assert end is not None
    assert end.outcome is not None
    assert (end.outcome.end, end.reason) == (End.CLAIM, "defective")
    assert end.answers == {"claim.first_help_tried": True}  # the piece's own facts are known from the order
    assert end.facts["item.style"] == "flat_back_threaded"
    assert [(step.id, choice.id) for step, choice in end.answered] == [("which", "screw"), ("helped", "no")]


def test_a_later_answer_counts_after_starting_again() -> None:
    end = walk(SHELF, "flat-back", ["screw", "next", "again", "pin", "next", "yes"])
    assert end is not None
    assert end.facts["item.style"] == "flat_back_push_pin"
    assert end.step.id == "done"


@pytest.mark.parametrize("taken", [["next"], ["screw", "no"], ["screw", "next", "yes", "next"], ["yes"]])
def test_a_choice_that_is_not_there_leads_nowhere(taken: list[str]) -> None:
    assert walk(SHELF, "flat-back", taken) is None


def test_an_unknown_guide_and_an_endless_address_lead_nowhere() -> None:
    assert walk(SHELF, "no-such-guide") is None
    assert walk(SHELF, "flat-back", ["screw", "next", "again"] * MOST_STEPS) is None


@given(st.lists(st.sampled_from(TOKENS), max_size=8))
def test_every_beginning_of_a_walk_is_a_walk(taken: list[str]) -> None:
    if walk(SHELF, "flat-back", taken) is not None:
        for length in range(len(taken)):
            assert walk(SHELF, "flat-back", taken[:length]) is not None


def test_the_same_tree_in_another_language() -> None:
    files = read_help(FILES)
    german = files.in_language("de")
    guide = german.guides["flat-back"]
    assert guide.title == "Wie setze ich meinen Stecker ein?"
    assert guide.steps["which"].choices[0].says == "Ein feines Gewinde"
    assert guide.steps["which"].choices[0].to == "threaded"
    assert guide.steps["which"].pictures[0].says.startswith("Ein Kopf")
    assert german.guides["fit"].start.says == "Messen Sie zuerst."
    assert german.guides["fit"].start.outcome == SHELF.guides["fit"].start.outcome
    missing = set(SHELF.guides["flat-back"].texts()) & set(guide.texts())
    assert missing <= {""}


def test_what_a_language_lacks_stands_in_the_shops_own() -> None:
    without = {name: text for name, text in FILES.items() if name != "de/faq.yaml"}
    german = read_help(without).in_language("de")
    assert german.guides["fit"].title == "Which size?"
    assert german.guides["fit"].language == "en"
    assert read_help(FILES).in_language("ja").language == "en"
    half = changed("de/flat-back.yaml", "      - Setzen Sie den Kopf gerade auf das Röhrchen.\n", "")
    assert read_help(half).in_language("de").guides["flat-back"].steps["threaded"].do[0].startswith("Set the head")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: threaded", "to: threadd", "flat-back.yaml:14:35 `steps, which, choices, screw, to`: there is no step "),
        ("end: solved", "end: solvd", "Did you mean `solved`?"),
        ("question: What", "quesion: What", "`quesion` is not known here. Did you mean `question`?"),
        ("title: How", "titel: How", "`title` is missing. It says the question or the trouble"),
        ("two-backs.svg", "../two-backs.svg", "cannot be used as a name here"),
        ("reasons: [defective]", "reasons: defective", "`reasons` takes a list, not `defective`."),
        ("asked: [it", "asked: [it, : [", "this is no readable YAML"),
        ("  done: {says: Good., end: solved}\n", "  done: [1, 2]\n", "takes entries such as `name: value`"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_place(old: str, new: str, said: str) -> None:
    told = problems_with(changed("flat-back.yaml", old, new))
    assert any(said in line for line in told), told
    assert all(line.startswith("flat-back.yaml:") for line in told)


def test_faults_of_all_files_are_told_at_once() -> None:
    files = changed("de/flat-back.yaml", "question:", "frage:") | {"empty.yaml": "", "faq.yaml": "answers: []"}
    told = problems_with(files)
    assert [line.split(":")[0] for line in told] == ["de/flat-back.yaml", "empty.yaml", "faq.yaml"]


def test_a_guide_and_an_answer_cannot_have_one_name() -> None:
    told = problems_with(changed("faq.yaml", "  fit:", "  flat-back:"))
    assert told == ["faq.yaml:8:3 `answers, flat-back`: there is a guide `flat-back` as well. Rename one."]


def test_help_is_offered_for_the_reason_and_the_piece() -> None:
    threaded, hoop = {"item.style": "flat_back_threaded"}, {"item.style": "hoop"}
    assert [one.id for one in SHELF.about("defective", threaded)] == ["flat-back"]
    assert SHELF.about("defective", hoop) == ()
    assert SHELF.about("changed_mind", threaded) == ()


def test_links_get_addresses_and_ordinary_ones_stay() -> None:
    text = "[a cloth](product:cloth), [the rule](clause:B8-x), [there](https://example.com), [odd](thing:x)"
    assert list(links_in(text)) == [
        Link("a cloth", "product", "cloth"),
        Link("the rule", "clause", "B8-x"),
        Link("odd", "thing", "x"),
    ]
    assert linked(text, lambda link: f"/p/{link.name}" if link.kind == "product" else "") == (
        "[a cloth](/p/cloth), the rule, [there](https://example.com), odd"
    )


def test_more_of_how_customers_put_it_belongs_to_its_guide_in_every_language() -> None:
    more = {
        "asked.yaml": "asked: {fit: [how big, which size], flat-back: [it slips]}",
        "de/asked.yaml": "asked: {fit: [wie groß]}",
    }
    files = read_help(FILES | more)
    assert files.in_language("en").guides["fit"].asked == ("which size", "how big")
    assert files.in_language("en").guides["flat-back"].asked == ("it will not go in", "it slips")
    assert files.in_language("de").guides["fit"].asked[-3:] == ("how big", "which size", "wie groß")
    assert read_help(FILES).in_language("en").guides["fit"].asked == ("which size",)


def test_what_customers_ask_of_a_guide_that_is_not_there_is_told_with_its_place() -> None:
    told = problems_with(FILES | {"asked.yaml": "asked:\n  fitt: [how big]\n"})
    assert told == ["asked.yaml:2:3 `asked, fitt`: there is no guide or answer `fitt`. Did you mean `fit`?"]
