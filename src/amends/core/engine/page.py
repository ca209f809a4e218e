"""The policy page as data: each clause with its own sentence and its rule in plain words beneath; a summary on top.

Pure, and made from the very tree that decides, so that page and decisions cannot disagree. A clause's id is its anchor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from amends.core.engine import page_words
from amends.core.engine.language import ENGLISH, Words
from amends.core.engine.truth import tests_in
from amends.core.engine.wording import (
    amount_in_words,
    day_in_words,
    moments_of,
    named,
    number_in_words,
    parts_of,
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


def policy_page(policy: Policy, words: Words = ENGLISH) -> PolicyPage:
    """This function will return the page: sections and clauses in the order of the file, a summary before them."""
    sections: dict[str, list[Passage]] = {}
    for clause in policy.clauses:
        sections.setdefault(clause.section, []).append(passage(clause, policy, words))
    return PolicyPage(
        shop=policy.shop.name,
        version=policy.version,
        starts=day_in_words(policy.starts, words),
        starts_on=date.fromordinal(policy.starts).isoformat(),
        email=policy.shop.email,
        summary=tuple(_summary(policy, words)),
        sections=tuple(Section(heading, tuple(passages)) for heading, passages in sections.items()),
    )


def passage(clause: Clause, policy: Policy, words: Words) -> Passage:
    """This function will return one clause as the page shows it."""
    return Passage(
        id=clause.id,
        effect=clause.effect.value,
        says=clause.says,
        rule=tuple(_rule(clause, policy, words)),
        exceptions=tuple(
            Exempt(one.id, one.says, condition_in_words(one.when, policy, words)) for one in clause.unless
        ),
    )


def condition_in_words(condition: Condition, policy: Policy, words: Words) -> str:
    """This function will write a condition as a part of a sentence: `the kind of piece is ring and it was worn`."""
    return words.say("and").join(parts_of(condition, policy, words))


def _rule(clause: Clause, policy: Policy, words: Words) -> Iterator[Line]:
    if clause.effect in ABOUT_REMEDIES:
        yield _line(words, clause.effect.value, remedies=_listed(_remedies(clause.remedies, words), words))
    if clause.effect is Effect.CLASSIFY:
        reasons = _listed((words.reasons.get(one) or named(one, words) for one in sorted(clause.reasons)), words)
        yield _line(words, "classify", reasons=reasons, lane=words.lanes[clause.lane][0])
    elif clause.lanes != frozenset(LANES):
        yield _line(words, "lanes", lanes=_lanes(clause, words))
    yield from (_line(words, "when", condition=part) for part in parts_of(clause.when, policy, words))
    yield from _demands(clause, policy, words)
    yield from (Line(words.page.labels["terms"], text) for text in _terms(clause, policy, words))


def _demands(clause: Clause, policy: Policy, words: Words) -> Iterator[Line]:
    if clause.within is not None:
        yield _line(words, "within", window=window_in_words(clause.within, policy, words))
    yield from (_line(words, "provided", condition=part) for part in parts_of(clause.provided, policy, words))
    if clause.effect is Effect.LIMIT:
        _, per, what = clause.counter.split(".")
        each = words.page.each[per]
        yield _line(words, "times", times=times_in_words(clause.times, words), per=each, what=named(what, words))
    if clause.promise is not None:
        window = clause.promise.within
        done, moment = words.page.promises[clause.promise.what], moments_of(window.anchor, policy, words)
        yield _line(words, "promise", done=done, span=span_in_words(window, words), **moment)
    for season in clause.seasons.seasons if clause.seasons else ():
        days = (day_in_words(day, words) for day in (season.ordered_from, season.ordered_to, season.open_until))
        yield _line(words, "season", **dict(zip(("first", "last", "until"), days, strict=True)))
    if clause.refers:
        yield _line(words, "otherwise")


def window_in_words(window: Window, policy: Policy, words: Words) -> str:
    """This function will say what has to happen within which time: `ask within 30 days after the parcel arrived`."""
    sentence = words.page.windows[window.event]
    return sentence.format(span=span_in_words(window, words), **moments_of(window.anchor, policy, words))


def _terms(clause: Clause, policy: Policy, words: Words) -> Iterator[str]:
    """What the clause itself says about terms; the rest is said where an answer is given."""
    said = dict(clause.terms)
    per = words.say(f"once_{said.pop('fee_per', 'order')}")
    clawback = said.pop("clawback_free_from_minor", None), said.pop("clawback_rate_minor", None)
    if None not in clawback:
        free_from, rate = (amount_in_words(minor, policy, words) for minor in clawback)
        yield words.say("clawback", free_from=free_from, rate=rate)
    low, high = said.pop("offer_from_percent", None), said.pop("offer_to_percent", None)
    if low is not None:
        yield words.say("offer_between", low=number_in_words(low, words), high=number_in_words(high, words))
    for name, value in said.items():
        key = page_words.TERMS.get(f"{name}:{str(value).lower()}") or page_words.TERMS.get(name)
        if key is None:
            continue
        yield words.say(
            key,
            amount=amount_in_words(value, policy, words) if name.endswith("_minor") else "",
            percent=number_in_words(value, words) if name.endswith("_percent") else "",
            per=per,
        )


def _summary(policy: Policy, words: Words) -> Iterator[Gist]:
    found: dict[tuple[str, str], list[str]] = {}
    for clause in policy.clauses:
        if clause.effect is Effect.ACCEPT and clause.within is not None:
            label = _listed(_remedies(clause.remedies, words), words)
            found.setdefault((label, window_in_words(clause.within, policy, words)), []).append(clause.id)
    for clause in policy.clauses:
        payer = clause.terms.get("return_postage")
        if payer is not None:
            found.setdefault((words.page.labels["way_back"], _whose(clause, payer, words)), []).append(clause.id)
    for clause in policy.clauses:
        if clause.effect is Effect.REFUSE and _about_goods(clause.scope):
            found.setdefault((words.page.labels["excepted"], clause.says), []).append(clause.id)
    answer = words.page.answer.format(span=span_in_words(policy.answer_within, words))
    found.setdefault((words.page.labels["answer"], answer), [])
    yield from (Gist(label, text, tuple(ids)) for (label, text), ids in found.items())


def _about_goods(scope: Condition) -> bool:
    """Whether it is about what was bought, and not about how a claim or a return went."""
    asked = [test.fact for test in tests_in(scope)]
    return bool(asked) and all(name.startswith(("item.", "order.")) for name in asked)


def _whose(clause: Clause, payer: str, words: Words) -> str:
    says = words.say(f"postage_{payer}")
    if clause.lanes == frozenset(LANES):
        return says
    return words.page.only_for.format(says=says.rstrip("."), lanes=words.lowered(_lanes(clause, words)))


def _lanes(clause: Clause, words: Words) -> str:
    return _listed((words.lanes[lane][0] for lane in LANES if lane in clause.lanes), words)


def _remedies(names: frozenset[str], words: Words) -> Iterator[str]:
    if names == frozenset(REMEDIES):
        yield words.page.everything
    else:
        yield from (words.remedies[name][0] for name in REMEDIES if name in names)


def _line(words: Words, kind: str, **places: str) -> Line:
    return Line(words.page.labels[kind], words.page.lines[kind].format(**places))


def _listed(texts: Iterable[str], words: Words) -> str:
    each = list(texts)
    rest = [words.lowered(text) for text in each[1:]]
    return words.say("comma").join([*each[:1], *rest[:-1]]) + (f"{words.say('or')}{rest[-1]}" if rest else "")
