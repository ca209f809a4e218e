"""The page that shows where an item of a case can stand and what leads on, from the table of moves itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping

from amends.core.cases.log import KINDS
from amends.core.cases.states import CUSTOMER_ACTS, ENDS, MOVES, OUTSIDE_ACTS, Move, State

# An event that leads from more places to more others is told below the drawing: lines everywhere show nothing.
_MOST_DRAWN = 16
_BESIDE = re.compile(r'^    [A-Z_]+ = "(\w+)"(?:  # (.*))?$', re.MULTILINE)


def lifecycle_page() -> str:
    """This function will return the page as Markdown, with a drawing that GitHub and others show."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# The life of an item of a case"
    yield ""
    yield (
        "A case holds items, each one remedy for units of one piece. An item stands at the first of the steps that are "
        "left to do. This page is written from the table in `core/cases/states.py`, and a test drives every command "
        "against every way in which an item can stand: each row below happens, and nothing else does."
    )
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for kind, move in MOVES.items():
        if len(move.pairs) <= _MOST_DRAWN:
            for start in _sorted(move.start):
                for to in _sorted(move.to):
                    if start is not to and (start, to) in move.pairs:
                        yield f"  {start.value} --> {to.value}: {kind}"
    yield "```"
    yield ""
    yield "The drawing leaves out the events that lead from many states to many; the table has them all."
    yield ""
    yield "## States"
    yield ""
    yield "| state | who acts | what is waited for, or how it ended |"
    yield "|---|---|---|"
    about = _comments()
    for state in State:
        yield f"| `{state.value}` | {_actor(state)} | {about[state.value]} |"
    yield ""
    yield "## Events that lead on"
    yield ""
    yield "| event | from | to | |"
    yield "|---|---|---|---|"
    for kind, move in MOVES.items():
        for starts, those in _rows(move):
            yield f"| `{kind}` | {_names(starts)} | {_names(those)} | {_told(kind)} |"
    yield ""
    yield "## Events that lead nowhere else"
    yield ""
    yield "| event | |"
    yield "|---|---|"
    for kind in KINDS:
        if kind not in MOVES:
            yield f"| `{kind}` | {_told(kind)} |"


def _rows(move: Move) -> Iterator[tuple[frozenset[State], frozenset[State]]]:
    """The states from which the same others are reached, together."""
    reached = {start: frozenset(to for one, to in move.pairs if one is start) for start in _sorted(move.start)}
    for to in dict.fromkeys(reached.values()):
        yield frozenset(start for start, those in reached.items() if those == to), to


def _sorted(those: frozenset[State]) -> list[State]:
    return [one for one in State if one in those]


def _names(those: frozenset[State]) -> str:
    return " ".join(f"`{one.value}`" for one in _sorted(those))


def _actor(state: State) -> str:
    if state in ENDS:
        return "nobody"
    if state in CUSTOMER_ACTS:
        return "customer"
    return "somebody outside" if state in OUTSIDE_ACTS else "shop"


def _told(kind: str) -> str:
    return (inspect.getdoc(KINDS[kind]) or "").split("\n", maxsplit=1)[0]


def _comments() -> Mapping[str, str]:
    """What stands beside each state in the source: the words are there, and only there."""
    return dict(_BESIDE.findall(inspect.getsource(State)))
