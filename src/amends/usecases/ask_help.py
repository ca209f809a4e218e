"""Answering what somebody asks in their own words, from the shop's help and its policy.

The index is made once for a process and a version of help and policy: another version, another index.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from amends.core.asking.index import Answers, Index, index_of
from amends.core.asking.shelf import entries_of
from amends.core.help.model import Help
from amends.core.policy.tree import Policy
from amends.dictionaries import dictionary

MOST = 5
_MOST_KEPT = 64  # indexes kept ready in one process


@dataclass(frozen=True, slots=True)
class _Made:
    shelf: Help
    policy: str
    index: Index


_made: dict[tuple[str, str], _Made] = {}
_lock = Lock()


def ask_help(shop_id: str, shelf: Help, policy: Policy | None, question: str, most: int = MOST) -> Answers:
    """This function will return what may answer the question, best first, and whether that is likely at all."""
    return index_for(shop_id, shelf, policy).ask(question, most)


def index_for(shop_id: str, shelf: Help, policy: Policy | None) -> Index:
    """This function will return the index of the shop's help in the shelf's language, made where it is not there."""
    key, wanted = (shop_id, shelf.language), policy.hash if policy else ""
    made = _made.get(key)
    if made is None or made.shelf is not shelf or made.policy != wanted:
        clauses = [(one.id, one.says) for one in policy.clauses] if policy else []
        made = _Made(shelf, wanted, index_of(entries_of(shelf, clauses), dictionary(), shelf.language))
        with _lock:
            while len(_made) >= _MOST_KEPT:
                del _made[next(iter(_made))]
            _made[key] = made
    return made.index
