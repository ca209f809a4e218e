"""The policy page as data: each clause with its own sentence and its rule in plain words beneath; a summary on top.

Pure, and made from the very tree that decides, so that page and decisions cannot disagree. A clause's id is its anchor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from amends.core.engine import page_words, words
from amends.core.engine.truth import tests_in
from amends.core.engine.wording import (
    amount_in_words,
    day_in_words,
    moment_of,
    number_in_words,
    parts_of,
    plain,
    say,
    span_in_words,
    times_in_words,
)
from amends.core.policy.tree import Clause, Condition, Effect, Policy, Window
from amends.core.vocabulary import LANES, REMEDIES

ABOUT_REMEDIES = (Effect.ACCEPT, Effect.REFUSE, Effect.REQUIRE, Effect.TERMS, Effect.LIMIT)


class Line(msgspec.Struct, frozen=True):
    """One line of a rule: what it is about, and what it says."""

    label: str
    text: str


class Exempt(msgspec.Struct, frozen=True):
    """A named exception of a clause: its id (and anchor), its sentence, and when it holds."""

    id: str
    says: str
    when: str


class Passage(msgspec.Struct, frozen=True):
    """A clause as the page shows it."""

    id: str
    effect: str
    says: str
    rule: tuple[Line, ...]
    exceptions: tuple[Exempt, ...]


class Section(msgspec.Struct, frozen=True):
    """A heading and the clauses under it; the heading is empty where the file gives none."""

    heading: str
    passages: tuple[Passage, ...]


class Gist(msgspec.Struct, frozen=True):
    """One line of the summary, with the clauses that it comes from."""

    label: str
    text: str
    clauses: tuple[str, ...]


class PolicyPage(msgspec.Struct, frozen=True):
    """A policy as customers read it."""

    shop: str
    version: str
    starts: str  # the first day, in words
    starts_on: str  # the same as `2023-01-01`
    email: str
    summary: tuple[Gist, ...]
    sections: tuple[Section, ...]


def policy_page(policy: Policy) -> PolicyPage:
    """This function will return the page: sections and clauses in the order of the file, a summary before them."""
    sections: dict[str, list[Passage]] = {}
    for clause in policy.clauses:
        sections.setdefault(clause.section, []).append(passage(clause, policy))
    return PolicyPage(
        shop=policy.shop.name,
        version=policy.version,
        starts=day_in_words(policy.starts),
        starts_on=date.fromordinal(policy.starts).isoformat(),
        email=policy.shop.email,
        summary=tuple(_summary(policy)),
        sections=tuple(Section(heading, tuple(passages)) for heading, passages in sections.items()),
    )


def passage(clause: Clause, policy: Policy) -> Passage:
    """This function will return one clause as the page shows it."""
    return Passage(
        id=clause.id,
        effect=clause.effect.value,
        says=clause.says,
        rule=tuple(_rule(clause, policy)),
        exceptions=tuple(Exempt(one.id, one.says, condition_in_words(one.when, policy)) for one in clause.unless),
    )


def condition_in_words(condition: Condition, policy: Policy) -> str:
    """This function will write a condition as a part of a sentence: `the kind of piece is ring and it was worn`."""
    return say("and").join(parts_of(condition, policy))


def _rule(clause: Clause, policy: Policy) -> Iterator[Line]:
    if clause.effect in ABOUT_REMEDIES:
        yield _line(clause.effect.value, remedies=_listed(_remedies(clause.remedies)))
    if clause.effect is Effect.CLASSIFY:
        reasons = _listed(words.REASONS.get(one, plain(one)) for one in sorted(clause.reasons))
        yield _line("classify", reasons=reasons, lane=words.LANES[clause.lane][0])
    elif clause.lanes != frozenset(LANES):
        yield _line("lanes", lanes=_listed(words.LANES[lane][0] for lane in LANES if lane in clause.lanes))
    yield from (_line("when", condition=part) for part in parts_of(clause.when, policy))
    yield from _demands(clause, policy)
    yield from (Line(page_words.LABELS["terms"], text) for text in _terms(clause, policy))


def _demands(clause: Clause, policy: Policy) -> Iterator[Line]:
    if clause.within is not None:
        yield _line("within", window=window_in_words(clause.within, policy))
    yield from (_line("provided", condition=part) for part in parts_of(clause.provided, policy))
    if clause.effect is Effect.LIMIT:
        _, per, what = clause.counter.split(".")
        each = page_words.EACH[per]
        yield _line("times", times=times_in_words(clause.times), per=each, what=plain(what))
    if clause.promise is not None:
        window = clause.promise.within
        done, moment = page_words.PROMISES[clause.promise.what], moment_of(window.anchor, policy)
        yield _line("promise", done=done, span=span_in_words(window), moment=moment)
    for season in clause.seasons.seasons if clause.seasons else ():
        days = (day_in_words(day) for day in (season.ordered_from, season.ordered_to, season.open_until))
        yield _line("season", **dict(zip(("first", "last", "until"), days, strict=True)))
    if clause.refers:
        yield _line("otherwise")


def window_in_words(window: Window, policy: Policy) -> str:
    """This function will say what has to happen within which time: `ask within 30 days after the parcel arrived`."""
    sentence = page_words.WINDOWS[window.event]
    return sentence.format(span=span_in_words(window), moment=moment_of(window.anchor, policy))


def _terms(clause: Clause, policy: Policy) -> Iterator[str]:
    """What the clause itself says about terms; the rest is said where an answer is given."""
    said = dict(clause.terms)
    per = say(f"once_{said.pop('fee_per', 'order')}")
    clawback = said.pop("clawback_free_from_minor", None), said.pop("clawback_rate_minor", None)
    if None not in clawback:
        yield say("clawback", free_from=amount_in_words(clawback[0], policy), rate=amount_in_words(clawback[1], policy))
    low, high = said.pop("offer_from_percent", None), said.pop("offer_to_percent", None)
    if low is not None:
        yield say("offer_between", low=number_in_words(low), high=number_in_words(high))
    for name, value in said.items():
        key = page_words.TERMS.get(f"{name}:{str(value).lower()}") or page_words.TERMS.get(name)
        if key is None:
            continue
        yield say(
            key,
            amount=amount_in_words(value, policy) if name.endswith("_minor") else "",
            percent=number_in_words(value) if name.endswith("_percent") else "",
            per=per,
        )


def _summary(policy: Policy) -> Iterator[Gist]:
    found: dict[tuple[str, str], list[str]] = {}
    for clause in policy.clauses:
        if clause.effect is Effect.ACCEPT and clause.within is not None:
            label = _listed(_remedies(clause.remedies))
            found.setdefault((label, window_in_words(clause.within, policy)), []).append(clause.id)
    for clause in policy.clauses:
        payer = clause.terms.get("return_postage")
        if payer is not None:
            found.setdefault((page_words.LABELS["way_back"], _whose(clause, payer)), []).append(clause.id)
    for clause in policy.clauses:
        if clause.effect is Effect.REFUSE and _about_goods(clause.scope):
            found.setdefault((page_words.LABELS["excepted"], clause.says), []).append(clause.id)
    answer = page_words.ANSWER.format(span=span_in_words(policy.answer_within))
    found.setdefault((page_words.LABELS["answer"], answer), [])
    yield from (Gist(label, text, tuple(ids)) for (label, text), ids in found.items())


def _about_goods(scope: Condition) -> bool:
    """Whether it is about what was bought, and not about how a claim or a return went."""
    asked = [test.fact for test in tests_in(scope)]
    return bool(asked) and all(name.startswith(("item.", "order.")) for name in asked)


def _whose(clause: Clause, payer: str) -> str:
    says = say(f"postage_{payer}")
    if clause.lanes == frozenset(LANES):
        return says
    lanes = _listed(words.LANES[lane][0] for lane in LANES if lane in clause.lanes)
    return page_words.ONLY_FOR.format(says=says.rstrip("."), lanes=_lowered(lanes))


def _remedies(names: frozenset[str]) -> Iterator[str]:
    if names == frozenset(REMEDIES):
        yield page_words.EVERYTHING
    else:
        yield from (words.REMEDIES[name][0] for name in REMEDIES if name in names)


def _line(kind: str, **places: str) -> Line:
    return Line(page_words.LABELS[kind], page_words.LINES[kind].format(**places))


def _listed(texts: Iterable[str]) -> str:
    each = list(texts)
    rest = [_lowered(text) for text in each[1:]]
    return ", ".join([*each[:1], *rest[:-1]]) + (f"{say('or')}{rest[-1]}" if rest else "")


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
