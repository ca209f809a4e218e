"""What a shop's help and policy hold, as entries that can be found: guides, short answers, and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from amends.core.asking.index import Entry
from amends.core.help.model import Guide, Help

CLAUSE = "clause:"  # how the id of an entry begins that is a clause of the policy
_ANSWER_WEIGHT = 85  # percent: where both fit as well, a guide leads further than a short answer
_MARKS = re.compile(r"\]\([^)]*\)|[*_`#>|\[]")


def entries_of(shelf: Help) -> tuple[Entry, ...]:
    """This function will return every guide and short answer as something that can be found."""
    return tuple(_guide(one) for one in shelf.guides.values())


def clauses_of(clauses: Iterable[tuple[str, str]]) -> tuple[Entry, ...]:
    """This function will return each clause, an id and what it says, as something that can be found."""
    return tuple(Entry(id=f"{CLAUSE}{clause_id}", title=says) for clause_id, says in clauses)


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
