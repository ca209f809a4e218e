"""The page that shows where an item of a case can stand and what leads on, from the table of moves itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping

from amends.core.cases.log import KINDS
from amends.core.cases.states import CUSTOMER_ACTS, ENDS, MOVES, OUTSIDE_ACTS, State

# Moves of this many rows and more are told below the drawing: lines from everywhere to everywhere show nothing.
_TOO_MANY = 8
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
        if len(move.start) * len(move.to) < _TOO_MANY:
            for start in _sorted(move.start):
                for to in _sorted(move.to):
                    if start is not to:
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
        yield f"| `{kind}` | {_names(move.start)} | {_names(move.to)} | {_told(kind)} |"
    yield ""
    yield "## Events that lead nowhere else"
    yield ""
    yield "| event | |"
    yield "|---|---|"
    for kind in KINDS:
        if kind not in MOVES:
            yield f"| `{kind}` | {_told(kind)} |"


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
