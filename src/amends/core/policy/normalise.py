"""From the file's shape to the engine's: amounts to minor units, anchors to facts, every name checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from amends.core.dates import Calendar, zone_named
from amends.core.errors import AmendsError, MoneyInvalid, did_you_mean
from amends.core.facts import Fact, Kind, Vocabulary, read_amount
from amends.core.money import digits_of
from amends.core.policy.conditions import EVENTS, FIRST, LAST, Reader, TooManyProblems
from amends.core.policy.countries import country_fault
from amends.core.policy.model import EFFECTS, FACT_NAME, ClauseOf, OwnFact, PolicyOf, TermsOf, Within
from amends.core.policy.named_terms import named_terms
from amends.core.policy.source import Path, Problem
from amends.core.policy.tree import (
    ALWAYS,
    AllOf,
    Clause,
    Condition,
    Effect,
    Op,
    OpenSeason,
    Policy,
    Promise,
    Season,
    Shop,
    Test,
    Unless,
    Window,
)  # fmt: skip
from amends.core.policy.words import shown
from amends.core.vocabulary import LANE_OF_REASON, LANES, REMEDIES, VOCABULARY

GRANTING = (Effect.ACCEPT, Effect.REQUIRE)
# A part that has a meaning with some effects only, and what to do where it has none.
BELONGS = {
    "within": (GRANTING, "It belongs to `accept` or `require`; `when` asks `order.placed_at: {within: {days: 2}}`."),
    "provided": (GRANTING, "Move it into `when`."),
    "set": ((Effect.ACCEPT, Effect.TERMS), "It belongs to `accept` or `terms`."),
    "otherwise": ((*GRANTING, Effect.LIMIT), "It belongs to `accept`, `require` or `limit`."),
}


def normalise(written: PolicyOf, calendar: Calendar, content_hash: str) -> tuple[Policy | None, list[Problem]]:
    """This function will return the policy, or nothing and every problem found with the path to it."""
    early = list(_shop_faults(written))
    if early:  # the rest is read as if the shop were another one, so that all problems are told at once
        sound = {"country": "US", "zone": "UTC", "currency": "USD"}
        wrong = {str(path[-1]) for path, _ in early}
        shop = written.shop.model_copy(update={name: sound[name] for name in wrong})
        _, more = normalise(written.model_copy(update={"shop": shop}), calendar, content_hash)
        return None, early + [one for one in more if not ("currency" in wrong and isinstance(one[1], MoneyInvalid))]
    normaliser = _Normaliser(written)
    try:
        policy = normaliser.policy(calendar, content_hash)
    except TooManyProblems:
        policy = None
    problems = normaliser.reader.problems
    return (None if problems else policy), problems


def _shop_faults(written: PolicyOf) -> Iterator[Problem]:
    fault = country_fault(written.shop.country)
    if fault:
        yield ("shop", "country"), fault
    try:
        zone_named(written.shop.zone)
    except AmendsError as error:
        yield ("shop", "zone"), error
    try:
        digits_of(written.shop.currency)
    except AmendsError as error:
        yield ("shop", "currency"), error


class _Normaliser:
    def __init__(self, written: PolicyOf) -> None:
        self.written = written
        self.currency = written.shop.currency
        self.zone = zone_named(written.shop.zone)
        self.lane_of_reason = {**LANE_OF_REASON, **written.reasons}
        self.reader = Reader(VOCABULARY, self.zone, self.currency)

    def policy(self, calendar: Calendar, content_hash: str) -> Policy | None:
        """This function will return the policy; where the reader has noted problems it is not to be used."""
        written, reader = self.written, self.reader
        reader.vocabulary = self._vocabulary()
        clauses = tuple(self._clause(clause, ("clauses", place)) for place, clause in enumerate(written.clauses))
        self._check_ids()
        answer = reader.span(_said(written.answers_within), "claim.asked_at", EVENTS["asked"], ("answers_within",))
        post = reader.span(_said(written.post_within), "return.authorised_at", EVENTS["goods_sent"], ("post_within",))
        shop = self._shop()
        if answer is None or post is None:
            return None
        return Policy(
            shop=shop,
            version=written.version,
            starts=written.starts.toordinal(),
            clauses=clauses,
            vocabulary=reader.vocabulary,
            lane_of_reason=self.lane_of_reason,
            calendar=calendar,
            answer_within=answer,
            post_within=post,
            hash=content_hash,
        )

    def _shop(self) -> Shop:
        shop = self.written.shop
        free_from = shop.shipping.free_from if shop.shipping else None
        flat_rate = shop.shipping.flat_rate if shop.shipping else None
        return Shop(
            id=shop.id,
            name=shop.name,
            country=shop.country,
            zone=self.zone,
            currency=shop.currency,
            email=shop.email,
            free_shipping_from_minor=self._amount(free_from, ("shop", "shipping", "free_from")),
            flat_rate_minor=self._amount(flat_rate, ("shop", "shipping", "flat_rate")),
            longest_days=shop.shipping.longest_days if shop.shipping else None,
        )

    def _amount(self, raw: str | None, path: Path) -> int | None:
        if raw is None:
            return None
        try:
            return read_amount(raw, self.currency)
        except AmendsError as error:
            self.reader.fault(path, error)
            return 0

    def _vocabulary(self) -> Vocabulary:
        """The facts of every policy, the shop's own, and its own wording of the questions."""
        own = {name: self._own_fact(name, fact) for name, fact in self.written.facts.items()}
        for name in self.written.reasons:
            self._check_reason(name)
        reason = VOCABULARY.facts["claim.reason"]
        known = VOCABULARY.with_facts({**own, reason.name: replace(reason, values=tuple(self.lane_of_reason))})
        asked = {}
        for name, question in self.written.ask.items():
            fact = known.facts.get(name)
            if fact is None:
                self.reader.problem(("ask", name), f"there is no fact {shown(name)}.", did_you_mean(name, known.facts))
            else:
                asked[name] = replace(fact, ask=question)
        return known.with_facts(asked)

    def _own_fact(self, name: str, written: OwnFact) -> Fact:
        path: Path = ("facts", name)
        fact = Fact(name, Kind(written.kind), written.about, tuple(written.values), None, written.ask)
        if name in VOCABULARY.facts:
            self.reader.problem(path, f"`{name}` is a fact that every policy has.", "Give yours another name.")
        elif not re.fullmatch(FACT_NAME, name) or name.startswith("used."):
            hint = "Write two or more words of small letters, parted by points, such as `item.metal`."
            self.reader.problem(path, f"{shown(name)} cannot be the name of a fact.", hint)
        if (fact.kind is Kind.CHOICE) != bool(fact.values):
            hint = "Write `kind: choice` with `values`."
            self.reader.problem(path, "a choice has `values`, and nothing else has.", hint)
        if written.absent is None or (fact.kind is Kind.CHOICE and not fact.values):
            return fact
        return replace(fact, absent=self.reader.value(fact, written.absent, (*path, "absent")))

    def _check_reason(self, name: str) -> None:
        path: Path = ("reasons", name)
        if name in LANE_OF_REASON:
            hint = "To put it into another lane, write a clause with `classify`: it tells the customer why."
            self.reader.problem(path, f"`{name}` is a reason that every policy has.", hint)
        elif not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            hint = "Write small letters, digits and `_`, such as `ring_too_heavy`."
            self.reader.problem(path, f"{shown(name)} cannot be the name of a reason.", hint)

    def _check_ids(self) -> None:
        first: dict[str, str] = {}
        for path, said in self._ids():
            earlier = first.setdefault(said.lower(), readable_place(path))
            if earlier != readable_place(path):
                what = f"the id `{said}` is used twice; {earlier} of the file has it already."
                self.reader.problem((*path, "id"), what, "Give each clause and each exception an id of its own.")
        windows = [clause.id for clause in self.written.clauses if clause.within is not None]
        for place, clause in enumerate(self.written.clauses):
            for spot, name in enumerate(clause.extend.clauses if clause.extend else ()):
                if name not in windows:
                    path = ("clauses", place, "extend", "clauses", spot)
                    hint = did_you_mean(name, windows) or "Name clauses with `within`."
                    self.reader.problem(path, f"no clause `{name}` has a window to lengthen.", hint)

    def _ids(self) -> Iterator[tuple[Path, str]]:
        for place, clause in enumerate(self.written.clauses):
            yield ("clauses", place), clause.id
            for spot, one in enumerate(clause.unless):
                yield ("clauses", place, "unless", spot), one.id

    def _clause(self, clause: ClauseOf, path: Path) -> Clause:
        reader = self.reader
        effects = [name for name in EFFECTS if getattr(clause, name) is not None]
        if len(effects) != 1:
            said = " and ".join(f"`{name}`" for name in effects) or "none"
            hint = f"The effects are {', '.join(f'`{name}`' for name in EFFECTS)}."
            reader.problem(path, f"a clause has exactly one effect; `{clause.id}` has {said}.", hint)
        effect = Effect(effects[0]) if effects else Effect.ADVISE
        if len(effects) == 1:
            self._check_parts(clause, effect, path)
        limit, classify, extend = clause.limit, clause.classify, clause.extend
        return Clause(
            id=clause.id,
            says=" ".join(clause.says.split()),
            section=clause.section,
            effect=effect,
            lanes=frozenset(LANES if clause.lanes is None else clause.lanes),
            remedies=_remedies(clause, effect),
            when=self._when(clause, path),
            unless=tuple(
                Unless(one.id, " ".join(one.says.split()), reader.whole(one.when, (*path, "unless", place, "when")))
                for place, one in enumerate(clause.unless)
            ),
            within=self._within(clause.within, (*path, "within")),
            provided=reader.whole(clause.provided, (*path, "provided")) if clause.provided else ALWAYS,
            refers=clause.otherwise == "refer",
            terms=dict(self._terms(clause.set, (*path, "set"))),
            times=limit.times if limit else 0,
            counter=f"used.{limit.per}.{limit.counting}" if limit else "",
            promise=self._promise(clause, path),
            reasons=frozenset(self._reasons(clause, path)),
            lane=classify.lane if classify else "",
            extends=frozenset(extend.clauses if extend else ()),
            seasons=self._seasons(clause, path),
        )

    def _check_parts(self, clause: ClauseOf, effect: Effect, path: Path) -> None:
        problem = self.reader.problem
        for part, (effects, hint) in BELONGS.items():
            if getattr(clause, part) and effect not in effects:
                problem((*path, part), f"`{part}` has no meaning with `{effect.value}`.", hint)
        if effect is Effect.REQUIRE and not clause.within and not clause.provided:
            problem(path, f"`{clause.id}` requires nothing.", "Give it `provided` or `within`.")
        if effect is Effect.TERMS and clause.set is None:
            problem(path, f"`{clause.id}` sets no terms.", "Give it `set`.")
        if effect is Effect.CLASSIFY and clause.lanes is not None:
            problem((*path, "lanes"), "`lanes` has no meaning with `classify`.", "The lane stands inside `classify`.")

    def _when(self, clause: ClauseOf, path: Path) -> Condition:
        when = self.reader.whole(clause.when, (*path, "when")) if clause.when else ALWAYS
        if clause.ordered_from is None and clause.ordered_to is None:
            return when
        first, last = clause.ordered_from or FIRST, clause.ordered_to or LAST
        if last < first:
            self.reader.problem((*path, "ordered_to"), "the last day comes before the first.", "Swap the two days.")
        days = Test("order.placed_at", Op.DAYS, (first.toordinal(), last.toordinal()))
        return days if when is ALWAYS else AllOf((days, when))

    def _within(self, within: Within | None, path: Path) -> Window | None:
        if within is None:
            return None
        anchor, event = self.reader.anchor(within.of, (*path, "of")), EVENTS[within.event]
        if anchor == event and "promise" not in path:
            what = f"the window would open with what must happen in it, `{within.of}`."
            self.reader.problem((*path, "of"), what, "Count from something that comes before it, such as `delivery`.")
        return self.reader.span(_said(within), anchor, event, path)

    def _terms(self, terms: TermsOf | None, path: Path) -> Iterator[tuple[str, Any]]:
        if terms is None:
            return
        yield from named_terms(terms, lambda amount, part: self._amount(amount, (*path, *part)))
        share = terms.offer_percent
        if share is not None and share.at_most < share.at_least:
            self.reader.problem((*path, "offer_percent"), "the larger percentage comes first.", "Swap the two.")

    def _promise(self, clause: ClauseOf, path: Path) -> Promise | None:
        if clause.promise is None:
            return None
        within = self._within(clause.promise.within, (*path, "promise", "within"))
        return None if within is None else Promise(clause.promise.what, within)

    def _reasons(self, clause: ClauseOf, path: Path) -> Iterator[str]:
        for place, reason in enumerate(clause.classify.reasons if clause.classify else ()):
            if reason not in self.lane_of_reason:
                where = (*path, "classify", "reasons", place)
                own = "Reasons of the shop's own are declared under `reasons`."
                hint = did_you_mean(reason, self.lane_of_reason) or own
                self.reader.problem(where, f"there is no reason `{reason[:60]}`.", hint)
            yield reason

    def _seasons(self, clause: ClauseOf, path: Path) -> OpenSeason | None:
        if clause.extend is None:
            return None
        seasons = []
        for place, one in enumerate(clause.extend.seasons):
            if not one.ordered_from <= one.ordered_to <= one.open_until:
                where = (*path, "extend", "seasons", place)
                hint = "`ordered_from`, `ordered_to` and `open_until` follow each other."
                self.reader.problem(where, "the days of the season are not in order.", hint)
            seasons.append(Season(one.ordered_from.toordinal(), one.ordered_to.toordinal(), one.open_until.toordinal()))
        return OpenSeason(tuple(seasons), self._event_in_season(clause.extend.clauses, (*path, "extend", "clauses")))

    def _event_in_season(self, names: Sequence[str], path: Path) -> str:
        """What must happen before the season's windows close: the same as in the windows that it lengthens."""
        windows = (one.within for one in self.written.clauses if one.id in names)
        events = {EVENTS[within.event] for within in windows if within is not None}
        if len(events) > 1:
            hint = "Lengthen windows for asking and windows for sending back in clauses of their own."
            self.reader.problem(path, "these windows wait for different events.", hint)
        return next(iter(sorted(events)), EVENTS["asked"])


def readable_place(path: Path) -> str:
    """This function will return which clause, or which exception of it, the path leads to, counted from 1."""
    clause = f"clause {int(path[1]) + 1}"
    return clause if len(path) == 2 else f"exception {int(path[3]) + 1} of {clause}"


def _said(span: Any) -> dict[str, Any]:
    return {key: value for key, value in span.model_dump().items() if value is not None}


def _remedies(clause: ClauseOf, effect: Effect) -> frozenset[str]:
    said = clause.limit.remedies if clause.limit else getattr(clause, effect.value)
    return frozenset(said if isinstance(said, list) else REMEDIES)
