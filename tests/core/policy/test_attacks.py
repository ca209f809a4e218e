"""Policies made to deceive or to wear out: each is refused in a sentence, or read as what everybody sees."""

from __future__ import annotations

import json

import pytest
from tests.core.policy.policies import CALENDAR, GOOD

from amends.core.engine.compile import Questions, _joined
from amends.core.errors import PolicyInvalid
from amends.core.policy.load import load_policy
from amends.core.policy.model import MOST_ASKED, MOST_CLAUSES, MOST_FACTS, MOST_REASONS, MOST_VALUES

FORGED = "x\n::error::y\nIt follows."
HEAD, CLAUSES = GOOD.split("\nclauses:\n", 1)


def told(text: str) -> str:
    """This function will return what is said of a policy that is refused."""
    with pytest.raises(PolicyInvalid) as raised:
        load_policy(text, CALENDAR)
    return "\n".join(str(one) for one in raised.value.problems)


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\r"])
def test_no_comment_ends_where_nobody_sees_it_end(end: str) -> None:
    """What ends a line for YAML and for no editor brings what reads as a comment to life."""
    assert f"U+{ord(end):04X}" in told(f"# As agreed.{end}reasons: {{too_heavy: fault}}\n{GOOD}")


@pytest.mark.parametrize("hidden", ["\u200b", "\u200f", "\u061c", "\u2060", "\u3164", "\U000e0041"])
def test_what_has_neither_width_nor_ink_is_in_no_policy(hidden: str) -> None:
    assert f"U+{ord(hidden):04X}" in told(f"{GOOD}\n# {hidden}")
    escaped = f'"Was it \\U{ord(hidden):08X}ever worn?"'
    assert f"U+{ord(hidden):04X}" in told(GOOD.replace("Was it ever worn?", escaped, 1))


def test_what_a_shop_has_already_still_says_what_it_said() -> None:
    """Published before anybody looked for such characters, it has its hash, its sentence and its answers."""
    said = GOOD.replace("about: which metal", 'about: "which\\u202emetal"', 1)
    kept = load_policy(f"{said}\n# \u200b", CALENDAR, kept=True)
    assert kept.vocabulary.facts["item.metal"].about == "which\u202emetal"
    assert kept.hash == load_policy(said, CALENDAR, kept=True).hash != load_policy(GOOD, CALENDAR, kept=True).hash
    assert load_policy(GOOD, CALENDAR, kept=True).hash == load_policy(GOOD, CALENDAR).hash
    with pytest.raises(PolicyInvalid):
        load_policy(GOOD.replace("which metal", "[", 1), CALENDAR, kept=True)


def test_what_scripts_and_emoji_are_written_with_stays() -> None:
    name = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f527\ufe0f Co\u00adop"
    said = GOOD.replace("about: which metal", f"about: {name}", 1)
    assert load_policy(said, CALENDAR).vocabulary.facts["item.metal"].about == name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("America/New_York", FORGED), ("currency: USD", f"currency: {FORGED}"), ("{days: 35", "{days: {}"),
    ],
)  # fmt: skip
def test_a_message_stands_on_one_line(old: str, new: str) -> None:
    assert old in GOOD
    written = new.replace(FORGED, json.dumps(FORGED)).replace("{}", json.dumps(FORGED))
    assert not {line for line in told(GOOD.replace(old, written, 1)).splitlines() if line.startswith(("::", "It "))}


@pytest.mark.parametrize("name", ["facts", "reasons", "ask"])
def test_a_name_that_cannot_be_one_is_told_on_one_line(name: str) -> None:
    entry = "{kind: flag, about: x}" if name == "facts" else "fault"
    lines = told(f"{HEAD}\n{name}:\n  {json.dumps(FORGED)}: {entry}\nclauses:\n{CLAUSES}").splitlines()
    assert not [line for line in lines if line.startswith(("::", "It "))]


def test_names_values_and_questions_stand_on_one_line() -> None:
    own = GOOD.replace(
        "values: [silver, gold]", f'values: [{json.dumps(FORGED)}, silver, gold], ask: "Kept?\\nReally?"', 1
    )
    clause = f"  - {{id: kept, says: No., refuse: [refund], when: {{item.metal: {json.dumps(FORGED)}}}}}\n"
    policy = load_policy(f"{own}\n{clause}", CALENDAR)
    fact = policy.vocabulary.facts["item.metal"]
    assert (fact.ask, fact.values[0]) == ("Kept? Really?", FORGED.replace("\n", " "))


@pytest.mark.parametrize(
    ("most", "text"),
    [
        (MOST_FACTS, "facts:\n" + "".join(f"  item.x{one}: {{kind: flag, about: x}}\n" for one in range(501))),
        (MOST_REASONS, "reasons:\n" + "".join(f"  r{one}: fault\n" for one in range(501))),
        (MOST_VALUES, f"facts:\n  item.x: {{kind: choice, about: x, values: {[f'v{n}' for n in range(5001)]}}}"),
    ],
)
def test_what_would_keep_everybody_busy_is_refused(most: int, text: str) -> None:
    assert f"more than the {most} entries" in told(f"{HEAD}\n{text}\nclauses:\n{CLAUSES}")


def test_clauses_and_lists_of_a_condition_have_an_end() -> None:
    more = "".join(f"  - {{id: c{one}, says: x, advise: [refund]}}\n" for one in range(MOST_CLAUSES))
    assert "more than the 1000 entries" in told(f"{GOOD}\n{more}")
    values = [f"p{one}" for one in range(MOST_VALUES + 1)]
    clause = f"  - {{id: c, says: x, advise: [refund], when: {{item.product: {values}}}}}\n"
    assert "more than 5,000" in told(f"{GOOD}\n{clause}")


@pytest.mark.parametrize("name", ['version: "1', "name: Test", "id: test", "country: US, email: test"])
def test_names_have_an_end(name: str) -> None:
    """A name of a megabyte stood on every page, in every message and in the database."""
    short = name.replace(", email: test", "")
    assert "longer than the" in told(GOOD.replace(short, name + "v" * 1_000, 1))


def wide(asked: int, seasons: int) -> str:
    """The good policy with a condition of so many questions, and a clause of so many seasons."""
    parts = ", ".join(f"{{item.price: {{over: {one}}}}}" for one in range(asked))
    season = "{ordered_from: 2024-01-01, ordered_to: 2024-01-02, open_until: 2024-03-01}"
    window = next(one.id for one in load_policy(GOOD, CALENDAR).clauses if one.within is not None)
    return (
        f"{GOOD}\n  - {{id: wide, says: x, refuse: [refund], when: {{any: [{parts}]}}}}\n"
        f"  - {{id: holidays, says: x, extend: {{clauses: [{window}], seasons: [{', '.join([season] * seasons)}]}}}}\n"
    )


def test_what_passes_the_check_can_be_decided() -> None:
    """Python reads no chain of thousands of parts: what `amends check` had passed could then not be decided."""
    assert "more than 200" in told(wide(MOST_ASKED + 1, 1))
    assert "more than the 200 entries" in told(wide(1, MOST_ASKED + 1))
    questions = Questions(load_policy(wide(MOST_ASKED, MOST_ASKED), CALENDAR))
    reason = {"claim.reason": "changed_mind", "item.price": 19_950}.get
    conditions, _ = questions.look(reason, 1_700_000_000_000_000)
    assert 3 in conditions[1:]


@pytest.mark.parametrize(("parts", "value"), [(1, 5_000), (0, 0)])
def test_a_chain_of_any_length_is_one_expression(parts: int, value: int) -> None:
    written = _joined(" | ", ["0"] * 4_999 + [str(parts)], "0")
    assert eval(compile(written, "<x>", "eval")) == bool(value)  # noqa: S307 - of our own making


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "Factory", "right/UTC", "posix/Europe/Paris", ""])
def test_a_zone_is_a_place_and_the_same_on_every_machine(zone: str) -> None:
    assert "there is no time zone" in told(GOOD.replace("zone: America/New_York", f'zone: "{zone}"'))
