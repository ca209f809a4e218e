"""Each fault that the check looks for is found in a guide that has it, at its place, and in no sound one."""

from __future__ import annotations

import pytest
from tests.core.help.trees import FILES, changed

from amends.core.facts import Fact, Kind
from amends.core.help.check import help_findings
from amends.core.help.finding import Known
from amends.core.help.read import read_help
from amends.core.orders import Product
from amends.core.vocabulary import REASONS, VOCABULARY

DRAWN = "<svg><title>Two backs</title><desc>One with a screw, one with a pin.</desc></svg>"
PRODUCTS = (
    Product(id="star", name="Star", category="earring", attributes={"style": "flat_back_threaded"}),
    Product(id="mote", name="Mote", category="earring", attributes={"style": "flat_back_push_pin"}),
    Product(id="cloth", name="Cloth", category="accessory", attributes={"style": "care"}),
)
KNOWN = Known(
    reasons=REASONS,
    vocabulary=VOCABULARY.with_facts({"claim.kept": Fact("claim.kept", Kind.FLAG, "it was kept", ask="Kept it?")}),
    clauses=("A10-flat-backs", "A13-sold-singly", "A1-window"),
    products=PRODUCTS,
    pictures={"two-backs.svg": DRAWN},
)


def found_in(files: dict[str, str], known: Known = KNOWN) -> list[str]:
    """This function will return what is found, a line each: place, code and message."""
    return [f"{place} [{one.code}] {one.message} {one.hint}" for place, one in help_findings(read_help(files), known)]


def test_nothing_is_found_in_sound_help() -> None:
    assert found_in(FILES) == []


LOOP = (
    "  done: {says: Good., end: solved}\n",
    "  done: {says: Good., next: more}\n  more: {says: And again., next: done}\n",
)
OTHERS = (
    "      no: {says: 'No', to: claim, facts: {claim.first_help_tried: true}}\n"
    "      again: {says: Show me the kinds once more, to: which}\n"
)
TREE = [
    ("dead_end", "  done: {says: Good., end: solved}", "  done: {says: Good.}", "`steps, done`"),
    ("dead_end", "to: threaded, ", "", "14:7 `steps, which, choices, screw`"),
    ("unreachable_step", "to: threaded", "to: pushed", "16:3 `steps, threaded`"),
    ("no_way_out", *LOOP, "`steps, done`"),
    ("two_ways", "    next: helped", "    next: helped\n    end: solved", "`steps, threaded, end`"),
    ("two_ways", "to: which}", "to: which, guide: flat-back}", "again, guide`"),
    ("no_question", "    question: What is on the head?\n", "", "`steps, which, choices`"),
    ("no_choice", OTHERS, "", "`steps, helped, question`"),
    ("says_nothing", "done: {says: Good., end", "done: {end", "`steps, done`"),
    ("name_taken", "      again:", "      next:", "`steps, helped, choices, next`"),
    ("end_incomplete", "end: solved", "end: clause", "`steps, done, end`"),
    ("end_incomplete", "end: solved", "end: solved, reason: defective", "`steps, done, reason`"),
]
NAMES = [
    ("unknown_reason", "reasons: [defective]", "reasons: [defectiv]", "5:1 `reasons`"),
    ("unknown_reason", "reason: defective}", "reason: defectiv}", "Did you mean `defective`?"),
    ("unknown_clause", "[A10]", "[A1, A2]", "there is no clause `A2`."),
    ("unknown_clause", "end: solved", "end: clause, clause: A10-flat-back", "Did you mean `A10-flat-backs`?"),
    ("unknown_product", "flat_back_push_pin]}", "flat_back_push_pin, huggie]}", "6:12 `products, item.style`"),
    ("unknown_product", "end: solved", "end: product, product: clot", "Did you mean `cloth`?"),
    ("unknown_fact", "{item.style: [", "{item.stile: [", "Did you mean `item.style`?"),
    ("unknown_fact", "facts: {claim.first_help_tried: true}", "facts: {claim.first_help_tred: true}", "`claim.first"),
    ("unknown_reason", "facts: {claim.first_help_tried: true}", "facts: {claim.reason: broken}", "`broken`"),
    ("fact_not_asked", "facts: {claim.first_help_tried: true}", "facts: {claim.minor: true}", "staff class the fault"),
    ("unknown_value", "facts: {claim.first_help_tried: true}", "facts: {claim.first_help_tried: ja}", "It is a flag."),
    ("unknown_value", "facts: {claim.first_help_tried: true}", "facts: {claim.cause: waer}", "Did you mean `wear`?"),
    (
        "unknown_guide",
        "again: {says: Show me the kinds once more, to: which",
        "again: {says: X, guide: flat-bak",
        "Did you",
    ),
    ("unknown_sizes", "sizes:chart", "sizes:chrt", "Did you mean `chart`?"),
    ("unknown_link", "sizes:chart", "szes:chart", "there is no link"),
    (
        "answers_contradict",
        "facts: {claim.first_help_tried: true}}\n      no",
        "facts: {item.style: flat_back_push_pin}}\n      no",
        "but an answer before it",
    ),
    ("answers_contradict", "item.style: flat_back_push_pin}}", "item.style: care}}", "the guide is for no such piece"),
    (
        "answers_contradict",
        "'No', to: claim, facts: {claim.first_help_tried: true}",
        "'No', to: claim, facts: {claim.reason: bent}",
        "said `bent`",
    ),
    ("missing_picture", "two-backs.svg", "two-bakcs.svg", "Did you mean `two-backs.svg`?"),
    ("picture_undescribed", "A head with a screw beside one with a pin", "''", "has no description"),
]


@pytest.mark.parametrize(("code", "old", "new", "said"), [*TREE, *NAMES], ids=lambda one: str(one)[:24])
def test_a_fault_is_found_at_its_place(code: str, old: str, new: str, said: str) -> None:
    told = [line for line in found_in(changed("flat-back.yaml", old, new)) if line.startswith("flat-back.yaml:")]
    assert any(f"[{code}]" in line and said in line for line in told), told


LANGUAGES = [
    (
        "missing_translation",
        "de/flat-back.yaml",
        "    question: Was ist am Kopf?\n",
        "",
        "5:3 `steps, which, question`",
    ),
    ("missing_translation", "de/flat-back.yaml", ", pin: Ein glatter Stift", "", "`steps, which, choices, pin`"),
    ("missing_translation", "de/flat-back.yaml", "      - Setzen Sie den Kopf gerade auf das Röhrchen.\n", "", "`do`"),
    ("missing_translation", "de/flat-back.yaml", "asked: [er geht nicht rein]\n", "", "under `asked`"),
    (
        "missing_translation",
        "de/faq.yaml",
        "  fit: {title: Welche Größe?, says: Messen Sie zuerst., asked: [welche größe]}\n",
        "",
        "`fit`",
    ),
    ("missing_translation", "index.yaml", "[de]", "[de, fr]", "no folder `fr`"),
    ("translation_of_nothing", "de/flat-back.yaml", "  done:", "  dome:", "Did you mean `done`?"),
    ("translation_of_nothing", "de/faq.yaml", "  fit:", "  fitt:", "Did you mean `fit`?"),
    ("translation_of_nothing", "de/flat-back.yaml", "{says: Gut.}", "{says: Gut., question: Ja?}", "does not"),
    ("translation_differs", "de/flat-back.yaml", "zwei Arten", "2 Arten", "the numbers differ: none"),
    ("translation_differs", "de/flat-back.yaml", "sizes:chart", "sizes:quiz", "the links differ"),
    ("unknown_guide", "index.yaml", "[flat-back]", "[flat-bak]", "Did you mean `flat-back`?"),
]


@pytest.mark.parametrize(("code", "file", "old", "new", "said"), LANGUAGES, ids=lambda one: str(one)[:24])
def test_a_fault_of_a_language_is_found(code: str, file: str, old: str, new: str, said: str) -> None:
    told = found_in(changed(file, old, new))
    assert any(f"[{code}]" in line and said in line for line in told), told


def test_a_guide_that_a_language_lacks_is_found() -> None:
    without = {name: text for name, text in FILES.items() if name != "de/flat-back.yaml"}
    assert [line.split("]")[0] for line in found_in(without)] == ["flat-back.yaml:1:1 [missing_translation"]
    more = found_in(FILES | {"de/flat-bak.yaml": "title: Nichts"})
    assert len(more) == 1
    assert "[translation_of_nothing] there is no guide `flat-bak`. Did you mean `flat-back`?" in more[0]


def test_a_guide_that_nothing_leads_to_is_found() -> None:
    alone = changed("index.yaml", "[flat-back]", "[]")
    bare = alone["flat-back.yaml"].replace("reasons: [defective]\n", "").replace("asked: [it will not go in]\n", "")
    files = alone | {"flat-back.yaml": bare, "de/flat-back.yaml": alone["de/flat-back.yaml"]}
    assert any("[found_by_nobody] nothing leads to `flat-back`" in line for line in found_in(files))
    linked = files | {"faq.yaml": files["faq.yaml"].replace("product:cloth", "guide:flat-back")}
    assert not any("found_by_nobody" in line for line in found_in(linked))


def test_too_many_questions_are_found() -> None:
    names = ["one", "two", "three", "four", "five"]
    steps = "".join(
        f"  {name}:\n    question: Is it {name}?\n    choices:\n"
        f"      yes: {{says: 'Yes', to: {names[place + 1] if place < 4 else 'done'}}}\n"
        f"      no: {{says: 'No', to: done}}\n"
        for place, name in enumerate(names)
    )
    text = f"title: T\nsummary: S\ntopic: care\nasked: [x]\nsteps:\n{steps}  done: {{says: D, end: solved}}\n"
    assert any("[too_many_questions] somebody may have to answer 5" in line for line in found_in({"long.yaml": text}))
    fewer = text.replace("      yes: {says: 'Yes', to: five}", "      yes: {says: 'Yes', to: done}")
    assert not any("too_many" in line for line in found_in({"long.yaml": fewer}))
    over = "title: T\nsummary: S\ntopic: care\nasked: [y]\nsteps: {one: {says: More., end: guide, guide: long}}\n"
    question = over.replace(
        "says: More.", "question: Is it?, choices: {yes: {says: 'Yes', guide: long}, no: {says: 'No', guide: long}}"
    )
    question = question.replace(", end: guide, guide: long", "")
    assert not any("too_many" in line for line in found_in({"long.yaml": fewer, "over.yaml": over}))
    told = found_in({"long.yaml": fewer, "over.yaml": question})
    assert [line.split(":")[0] for line in told if "too_many" in line] == ["over.yaml"]


def test_a_drawing_that_is_unused_or_says_nothing_is_found() -> None:
    pictures = {"two-backs.svg": "<svg/>", "spare.svg": DRAWN}
    known = Known(reasons=REASONS, vocabulary=VOCABULARY, clauses=KNOWN.clauses, products=PRODUCTS, pictures=pictures)
    told = found_in(FILES, known)
    assert [line.split("]")[0] for line in told] == [
        "pictures/spare.svg [unused_picture",
        "pictures/two-backs.svg [picture_undescribed",
    ]


def test_without_a_catalogue_products_are_not_looked_up() -> None:
    known = Known(reasons=REASONS, vocabulary=VOCABULARY, clauses=KNOWN.clauses)
    assert found_in(changed("flat-back.yaml", "flat_back_push_pin]}", "flat_back_push_pin, huggie]}"), known) == []
