"""The reference of the language as one page: tables from the model and the vocabulary, examples that tests load."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from amends.core.checks.every import CHECKS
from amends.core.engine import words
from amends.core.facts import Fact
from amends.core.policy import model
from amends.core.policy.conditions import ALWAYS_ASKED, ANCHORS, EVENTS, FORMS
from amends.core.refunds.terms import BETTER, Less, More, Terms, WorstToBest
from amends.core.vocabulary import LANE_OF_REASON, LANES, REMEDIES, VOCABULARY
from amends.reference import prose
from amends.reference.recipes import recipes_section

Lines = Iterator[str]
_NAMED_OTHERWISE = {"clawback": "clawback_rate_minor", "offer_percent": "offer_to_percent"}


def language_page(recipes: Path) -> str:
    """This function will return the page as Markdown."""
    parts = (
        prose.OPENING,
        *_file(),
        *_outcomes(),
        *_lanes(),
        *_clauses(),
        *_times(),
        *_conditions(),
        *_terms(),
        *_own(),
        *_facts(),
        *_checks(),
        *recipes_section(recipes),
    )
    return "\n".join(parts).rstrip() + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Lines:
    names = list(head)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    yield from ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
    yield ""


def _yaml(text: str) -> Lines:
    yield "```yaml"
    yield text.strip("\n")
    yield "```"
    yield ""


def _fields(part: type[BaseModel], without: Iterable[str] = ()) -> Lines:
    rows = []
    for name, info in part.model_fields.items():
        if name not in without:
            needed = "yes" if info.is_required() else ""
            inner = next(_parts_in(info.annotation), None)
            rows.append(
                (
                    f"`{name}`",
                    info.description or (inner.__doc__ or "").strip() if inner else info.description or "",
                    needed,
                )
            )
    yield from _table(("name", "what it says", "needed"), rows)


def _parts_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inside in get_args(annotation):
        yield from _parts_in(inside)


def _file() -> Lines:
    yield "## A policy file\n"
    yield prose.FILE
    yield from _fields(model.PolicyOf)
    yield "`shop` says who speaks, and how dates and amounts are read:\n"
    yield from _fields(model.ShopOf)
    yield from _yaml(prose.HEAD)


def _outcomes() -> Lines:
    yield "## How a claim is decided\n"
    yield prose.OUTCOMES


def _lanes() -> Lines:
    yield "## Lanes, reasons and remedies\n"
    yield prose.LANES
    reasons = {lane: [f"`{one}`" for one, of in LANE_OF_REASON.items() if of == lane] for lane in LANES}
    yield from _table(
        ("lane", "a claim belongs here when", "reasons"),
        ((f"`{lane}`", words.LANES[lane][1], ", ".join(reasons[lane])) for lane in LANES),
    )
    yield from _table(("remedy", "what the customer gets"), ((f"`{one}`", words.REMEDIES[one][0]) for one in REMEDIES))


def _clauses() -> Lines:
    yield "## Clauses\n"
    yield prose.CLAUSES
    yield from _fields(model.ClauseOf, without=model.EFFECTS)
    yield "### Effects\n"
    yield prose.EFFECTS
    about = model.ClauseOf.model_fields
    for name in model.EFFECTS:
        yield f"#### `{name}`\n"
        yield f"{(about[name].description or '').capitalize()}. {prose.EFFECT[name][0]}\n"
        part = next(_parts_in(about[name].annotation), None)
        if part is not None:
            yield from _fields(part)
        yield from _yaml(prose.EFFECT[name][1])


def _times() -> Lines:
    yield "## Lengths of time and windows\n"
    yield prose.TIMES
    yield from _fields(model.Within, without=("of", "event"))
    yield "What `of` can be:\n"
    moments = words.MOMENTS
    yield from _table(
        ("anchor", "the fact", "counted from when"),
        ((f"`{word}`", f"`{fact}`", moments[fact][0]) for word, fact in ANCHORS.items()),
    )
    yield "What `event` can be; without one it is `asked`:\n"
    yield from _table(
        ("event", "the fact", "what must happen in the window"),
        ((f"`{word}`", f"`{fact}`", words.EVENTS[fact][0]) for word, fact in EVENTS.items()),
    )


def _conditions() -> Lines:
    yield "## Conditions\n"
    yield prose.CONDITIONS
    yield from _table(
        ("kind", "what can be asked", "such as"),
        (
            (
                f"`{kind.value}`",
                ", ".join(f"`{form}`" for form in FORMS.get(kind, ALWAYS_ASKED)),
                f"`{prose.FORMS[kind.value]}`",
            )
            for kind in prose.KINDS
        ),
    )
    yield prose.JOINED
    yield from _yaml(prose.JOINED_EXAMPLE)


def _terms() -> Lines:
    yield "## Terms\n"
    yield prose.TERMS
    defaults = {spec.name: spec.default for spec in fields(Terms)}
    rows = []
    for name, info in model.TermsOf.model_fields.items():
        known = _NAMED_OTHERWISE.get(name, name if name in defaults else f"{name}_minor")
        said = info.description or ""
        silence = "`false`" if defaults[known] is False else _silence(defaults[known])
        rows.append((f"`{name}`", said, _values(known, info.annotation), silence, _better(known)))
    yield from _table(("term", "what it says", "values", "where nobody says it", "better for the customer"), rows)
    yield "`clawback` and `offer_percent` are written with two entries:\n"
    yield from _yaml(prose.TERMS_EXAMPLE)


def _values(name: str, annotation: Any) -> str:
    order = BETTER[name]
    if isinstance(order, WorstToBest):
        return ", ".join(_code(value) for value in order.values)
    if next(_parts_in(annotation), None) is not None:
        return "two entries"
    return "an amount" if name.endswith("_minor") else "a percentage"


def _silence(default: Any) -> str:
    return "none" if default is None or default == 0 else _code(default)


def _better(name: str) -> str:
    match BETTER[name]:
        case WorstToBest(values):
            return _code(values[-1])
        case More():
            return "more"
        case Less():
            return "less"
    return "the same in both; else none"


def _code(value: object) -> str:
    return f"`{str(value).lower()}`"


def _own() -> Lines:
    yield "## Facts, questions and reasons of the shop's own\n"
    yield prose.OWN
    yield from _fields(model.OwnFact)
    yield from _yaml(prose.OWN_EXAMPLE)


def _facts() -> Lines:
    yield "## Facts that every policy has\n"
    yield prose.FACTS
    groups: dict[str, list[Fact]] = {}
    for fact in VOCABULARY.facts.values():
        groups.setdefault(fact.name.split(".")[0], []).append(fact)
    for group, facts in groups.items():
        yield f"### `{group}`\n"
        yield from _table(
            ("fact", "kind", "what it is", "values", "where nothing is said", "asked of customers"), map(_fact, facts)
        )


def _fact(fact: Fact) -> tuple[str, ...]:
    values = "" if fact.name == "claim.reason" else ", ".join(f"`{value}`" for value in fact.values)
    absent = "unknown"
    if fact.name == "claim.asked_at":
        absent = "now"
    elif fact.absent is not None:
        absent = f"`{str(getattr(fact.absent, 'value', fact.absent)).lower()}`"
    return f"`{fact.name}`", fact.kind.value, fact.about, values, absent, fact.ask


def _checks() -> Lines:
    yield "## What `amends check` looks for\n"
    yield prose.CHECKS
    rows = []
    for check in CHECKS:
        page = importlib.import_module(check.__module__).__doc__ or ""
        rows.append((f"`{check.__name__}`", " ".join(page.split())))
    yield from _table(("finding", "what it means"), rows)
