"""Whatever somebody writes into a help file, it is read or refused with its place, and checking it comes to an end."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.help.test_findings import KNOWN
from tests.core.help.trees import FILES, GUIDE

from amends.core.help.answer_findings import MOST_STATES
from amends.core.help.check import help_findings
from amends.core.help.faults import HelpInvalid
from amends.core.help.read import read_help
from amends.core.help.walk import walk

PIECES = [
    *GUIDE.split(),
    "\n",
    "  ",
    "[",
    "{",
    ": ",
    "&a",
    "*a",
    "null",
    "true",
    "0.5",
    "- ",
    "'",
    "\x00",
    "💍",
    "next",
]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_spoilt_file_is_read_or_refused(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(FILES)))
    text = FILES[file]
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 30))
    spoilt = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + gone :]
    try:
        files = read_help({**FILES, file: spoilt})
    except HelpInvalid as error:
        assert all(one.place.file and one.what for one in error.problems)  # noqa: PT017 - either way is right
        return
    for place, one in help_findings(files, KNOWN):
        assert place.file
        assert one.message
    for language in ("en", "de", "fr"):
        shelf = files.in_language(language)
        for name in shelf.guides:
            assert walk(shelf, name) is not None


def test_a_guide_of_many_ways_is_checked_in_few_steps() -> None:
    """Thirty questions in a row, each with an answer of its own kind, make a thousand million ways."""
    lines = ["title: T\nsummary: S\ntopic: care\nasked: [x]\nsteps:"]
    for place in range(30):
        to = f"s{place + 1}" if place < 29 else "end"
        lines.append(f"  s{place}:\n    question: Q\n    choices:")
        lines += [f"      c{n}: {{says: A, to: {to}, facts: {{own.f{place}: v{n}}}}}" for n in (1, 2)]
    files = read_help({"wide.yaml": "\n".join([*lines, "  end: {says: E, end: solved}"])})
    found = help_findings(files, KNOWN)
    assert any("somebody may have to answer 30 questions" in one.message for _, one in found)
    assert len(found) < MOST_STATES
