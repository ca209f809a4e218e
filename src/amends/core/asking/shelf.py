"""What a shop's help and policy hold, as entries that can be found: guides, short answers, and clauses.

A clause answers less than a guide does, so it comes after guides that fit as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from amends.core.asking.index import Entry
from amends.core.help.model import Guide, Help

CLAUSE = "clause:"  # how the id of an entry begins that is a clause of the policy
_CLAUSE_WEIGHT, _ANSWER_WEIGHT = 50, 85
_MARKS = re.compile(r"\]\([^)]*\)|[*_`#>|\[]")


def entries_of(shelf: Help, clauses: Iterable[tuple[str, str]] = ()) -> tuple[Entry, ...]:
    """This function will return what can be found: every guide, then each clause with what it says."""
    return (*(_guide(one) for one in shelf.guides.values()), *_clauses(clauses))


def _guide(guide: Guide) -> Entry:
    body = [text for step in guide.steps.values() for text in step.texts() if text]
    return Entry(
        id=guide.id,
        title=guide.title,
        says=guide.summary,
        body=tuple(_MARKS.sub(" ", text) for text in body),
        asked=guide.asked,
        about=guide.reasons,
        weight=_ANSWER_WEIGHT if guide.is_answer else 100,
    )


def _clauses(clauses: Iterable[tuple[str, str]]) -> Iterator[Entry]:
    for clause_id, says in clauses:
        yield Entry(id=f"{CLAUSE}{clause_id}", title=says, weight=_CLAUSE_WEIGHT)
