"""Answering what somebody asks in their own words, from the shop's help and its policy.

Guides come first, for they lead on; clauses follow where they speak of the question too, after fewer guides where none
of those is a likely answer. The indexes are made once for a process and a version of help and policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from amends.core.asking.index import Answers, Index, index_of
from amends.core.asking.shelf import clauses_of, entries_of
from amends.core.help.model import Help
from amends.core.policy.tree import Policy
from amends.dictionaries import dictionary

MOST, MOST_CLAUSES, MOST_BESIDE = 5, 2, 3
_MOST_KEPT = 64  # indexes kept ready in one process


@dataclass(frozen=True, slots=True)
class _Made:
    shelf: Help
    policy: str
    guides: Index
    clauses: Index


_made: dict[tuple[str, str], _Made] = {}
_lock = Lock()


def ask_help(shop_id: str, shelf: Help, policy: Policy | None, question: str) -> Answers:
    """This function will return what may answer the question, best first, and whether that is likely at all."""
    made = _ready(shop_id, shelf, policy)
    guides, clauses = made.guides.ask(question, MOST), made.clauses.ask(question, MOST_CLAUSES)
    if clauses.is_sure and not guides.is_sure:
        return Answers((*guides.found[:MOST_BESIDE], *clauses.found), is_sure=True)
    return Answers((*guides.found, *(clauses.found if clauses.is_sure else ())), is_sure=guides.is_sure)


def _ready(shop_id: str, shelf: Help, policy: Policy | None) -> _Made:
    key, wanted = (shop_id, shelf.language), policy.hash if policy else ""
    made = _made.get(key)
    if made is None or made.shelf is not shelf or made.policy != wanted:
        said = [(one.id, one.says) for one in policy.clauses] if policy else []
        guides = index_of(entries_of(shelf), dictionary(), shelf.language)
        made = _Made(shelf, wanted, guides, index_of(clauses_of(said), dictionary(), shelf.language))
        with _lock:
            while len(_made) >= _MOST_KEPT:
                del _made[next(iter(_made))]
            _made[key] = made
    return made
