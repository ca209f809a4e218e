"""From the file's shape to the engine's: amounts to minor units, anchors to facts, every name checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from amends.core.dates import Calendar, zone_named
from amends.core.errors import AmendsError, did_you_mean
from amends.core.facts import Fact, Kind
from amends.core.money import digits_of, parse_amount
from amends.core.policy.conditions import EVENTS, Path, Reader
from amends.core.policy.model import EFFECTS, ClauseOf, PolicyOf, TermsOf, Within
from amends.core.policy.tree import (
    ALWAYS, AllOf, Clause, Condition, Effect, Op, OpenSeason, Policy, Promise, Season, Shop, Test, Unless, Window,
)  # fmt: skip
from amends.core.vocabulary import LANE_OF_REASON, LANES, REMEDIES, VOCABULARY

Problems = list[tuple[Path, AmendsError]]


def normalise(written: PolicyOf, calendar: Calendar, content_hash: str) -> tuple[Policy | None, Problems]:
    """This function will return the policy, or nothing and every problem found with the path to it."""
    early: Problems = []
    for path, check in ((("shop", "zone"), lambda: zone_named(written.shop.zone)), (("shop", "currency"), lambda: digits_of(written.shop.currency))):
        try:
            check()
        except AmendsError as error:
            early.append((path, error))
    if early:
        return None, early
    return _Normaliser(written).policy(calendar, content_hash)


class _Normaliser:
    def __init__(self, written: PolicyOf) -> None:
        self.written = written
        self.currency = written.shop.currency
        self.lane_of_reason = {**LANE_OF_REASON, **written.reasons}
        own = {name: Fact(name, Kind(fact.kind), fact.about, tuple(fact.values), None, fact.ask) for name, fact in written.facts.items()}
        reason = VOCABULARY.facts["claim.reason"]
        own["claim.reason"] = Fact(reason.name, reason.kind, reason.about, tuple(self.lane_of_reason))
        self.vocabulary = VOCABULARY.with_facts(own)
        self.reader = Reader(self.vocabulary, zone_named(written.shop.zone), self.currency)

    def policy(self, calendar: Calendar, content_hash: str) -> tuple[Policy | None, Problems]:
        written, reader = self.written, self.reader
        self._check_facts()
        clauses = tuple(self._clause(clause, ("clauses", place)) for place, clause in enumerate(written.clauses))
        self._check_ids()
        answer = reader.span(written.answers_within.model_dump(), "claim.asked_at", EVENTS["asked"], ("answers_within",))
        post = reader.span(written.post_within.model_dump(), "return.authorised_at", EVENTS["goods_sent"], ("post_within",))
        shop = self._shop()
        if reader.problems or answer is None or post is None:
            return None, reader.problems
        return (
            Policy(
                shop=shop,
                version=written.version,
                starts=written.starts.toordinal(),
                clauses=clauses,
                vocabulary=self.vocabulary,
                lane_of_reason=self.lane_of_reason,
                calendar=calendar,
                answer_within=answer,
                post_within=post,
                hash=content_hash,
            ),
            [],
        )

    def _shop(self) -> Shop:
        shop = self.written.shop
        return Shop(
            id=shop.id,
            name=shop.name,
            country=shop.country,
            zone=zone_named(shop.zone),
            currency=shop.currency,
            email=shop.email,
            free_shipping_from_minor=shop.shipping and self._amount(shop.shipping.free_from, ("shop", "shipping", "free_from")),
            flat_rate_minor=shop.shipping and self._amount(shop.shipping.flat_rate, ("shop", "shipping", "flat_rate")),
        )

    def _amount(self, raw: str | int | Decimal | None, path: Path) -> int | None:
        if raw is None:
            return None
        try:
            return parse_amount(str(raw), self.currency)
        except AmendsError as error:
            self.reader.problems.append((path, error))
            return 0

    def _check_facts(self) -> None:
        for name, fact in self.written.facts.items():
            if (fact.kind == "choice") != bool(fact.values):
                self.reader.problem(("facts", name), "a choice has `values`, and nothing else has.")
            if VOCABULARY.facts.get(name) is not None:
                self.reader.problem(("facts", name), f"`{name}` is a fact that every policy has.", "Give yours another name.")
        for name in self.written.ask:
            if name not in self.vocabulary.facts:
                hint = did_you_mean(name, self.vocabulary.facts)
                self.reader.problem(("ask", name), f"there is no fact `{name}`.", hint)

    def _check_ids(self) -> None:
        first: dict[str, int] = {}
        for place, clause in enumerate(self.written.clauses):
            earlier = first.setdefault(clause.id.lower(), place)
            if earlier != place:
                self.reader.problem(
                    ("clauses", place, "id"),
                    f"the id `{clause.id}` is used twice; clause {earlier + 1} of the file has it already.",
                    "Give each clause an id of its own.",
                )
        windows = [clause.id for clause in self.written.clauses if clause.within is not None]
        for place, clause in enumerate(self.written.clauses):
            for spot, name in enumerate(clause.extend.clauses if clause.extend else ()):
                if name not in windows:
                    path = ("clauses", place, "extend", "clauses", spot)
                    self.reader.problem(path, f"no clause `{name}` has a window to lengthen.", did_you_mean(name, windows))

    def _clause(self, clause: ClauseOf, path: Path) -> Clause:
        reader = self.reader
        effects = [name for name in EFFECTS if getattr(clause, name) is not None]
        if len(effects) != 1:
            said = " and ".join(f"`{name}`" for name in effects) or "none"
            reader.problem(path, f"a clause has exactly one effect; `{clause.id}` has {said}.", f"The effects are {', '.join(EFFECTS)}.")
        effect = Effect(effects[0]) if effects else Effect.ADVISE
        self._check_parts(clause, effect, path)
        return Clause(
            id=clause.id,
            says=clause.says,
            section=clause.section,
            effect=effect,
            lanes=frozenset(LANES if clause.lanes == "all" else clause.lanes),
            remedies=_remedies(clause, effect),
            when=self._when(clause, path),
            unless=tuple(
                Unless(one.id, one.says, reader.condition(one.when, (*path, "unless", place, "when")))
                for place, one in enumerate(clause.unless)
            ),
            within=self._within(clause.within, (*path, "within")),
            provided=reader.condition(clause.provided, (*path, "provided")) if clause.provided else ALWAYS,
            refers=clause.otherwise == "refer",
            terms=dict(self._terms(clause.set, (*path, "set"))),
            times=clause.limit.times if clause.limit else 0,
            counter=f"used.{clause.limit.per}.{clause.limit.counting}" if clause.limit else "",
            promise=self._promise(clause, path),
            reasons=frozenset(self._reasons(clause, path)),
            lane=clause.classify.lane if clause.classify else "",
            extends=frozenset(clause.extend.clauses if clause.extend else ()),
            seasons=self._seasons(clause, path),
        )

    def _check_parts(self, clause: ClauseOf, effect: Effect, path: Path) -> None:
        granting = effect in (Effect.ACCEPT, Effect.REQUIRE)
        allowed = {
            "within": granting,
            "provided": granting,
            "set": effect in (Effect.ACCEPT, Effect.TERMS),
        }
        for part, fits in allowed.items():
            if getattr(clause, part) and not fits:
                hint = "Move it into `when`." if part == "provided" else "It belongs to `accept` or `require`." if part == "within" else "It belongs to `accept` or `terms`."
                self.reader.problem((*path, part), f"`{part}` has no meaning with `{effect.value}`.", hint)
        if effect is Effect.REQUIRE and not clause.within and not clause.provided:
            self.reader.problem(path, f"`{clause.id}` requires nothing.", "Give it `provided` or `within`.")
        if effect is Effect.TERMS and clause.set is None:
            self.reader.problem(path, f"`{clause.id}` sets no terms.", "Give it `set`.")
        if clause.otherwise == "refer" and not (granting or effect is Effect.LIMIT):
            self.reader.problem((*path, "otherwise"), f"`otherwise` has no meaning with `{effect.value}`.")

    def _when(self, clause: ClauseOf, path: Path) -> Condition:
        when = self.reader.condition(clause.when, (*path, "when")) if clause.when else ALWAYS
        if clause.ordered_from is None and clause.ordered_to is None:
            return when
        first = clause.ordered_from.toordinal() if clause.ordered_from else 1
        last = clause.ordered_to.toordinal() if clause.ordered_to else 3_649_000
        if last < first:
            self.reader.problem((*path, "ordered_to"), "the last day comes before the first.", "Swap the two days.")
        days = Test("order.placed_at", Op.DAYS, (first, last))
        return days if when is ALWAYS else AllOf((days, when))

    def _within(self, within: Within | None, path: Path) -> Window | None:
        if within is None:
            return None
        return self.reader.span(within.model_dump(), self.reader.anchor(within.of, (*path, "of")), EVENTS[within.event], path)

    def _terms(self, terms: TermsOf | None, path: Path) -> Iterator[tuple[str, Any]]:
        """The terms that are said, under the names and in the units that the money reads."""
        said: Mapping[str, Any] = {} if terms is None else {key: getattr(terms, key) for key in terms.model_fields_set}
        for key, value in said.items():
            match key:
                case _ if value is None:
                    continue
                case "clawback":
                    yield "clawback_free_from_minor", self._amount(value.free_from, (*path, key, "free_from"))
                    yield "clawback_rate_minor", self._amount(value.rate, (*path, key, "rate"))
                case "offer_percent":
                    yield "offer_from_percent", value.at_least
                    yield "offer_to_percent", value.at_most
                    if value.at_most < value.at_least:
                        self.reader.problem((*path, key), "the larger percentage comes first.", "Swap the two.")
                case "new_postage" | "fee" | "postage_receipt_up_to":
                    yield f"{key}_minor", self._amount(value, (*path, key))
                case _:
                    yield key, value

    def _promise(self, clause: ClauseOf, path: Path) -> Promise | None:
        if clause.promise is None:
            return None
        within = self._within(clause.promise.within, (*path, "promise", "within"))
        return None if within is None else Promise(clause.promise.what, within)

    def _reasons(self, clause: ClauseOf, path: Path) -> Iterator[str]:
        for place, reason in enumerate(clause.classify.reasons if clause.classify else ()):
            if reason not in self.lane_of_reason:
                where = (*path, "classify", "reasons", place)
                self.reader.problem(where, f"there is no reason `{reason}`.", did_you_mean(reason, self.lane_of_reason))
            yield reason

    def _seasons(self, clause: ClauseOf, path: Path) -> OpenSeason | None:
        if clause.extend is None:
            return None
        seasons = []
        for place, one in enumerate(clause.extend.seasons):
            if not one.ordered_from <= one.ordered_to <= one.open_until:
                where = (*path, "extend", "seasons", place)
                self.reader.problem(where, "a season's days are not in order.", "`ordered_from`, `ordered_to`, `open_until` follow each other.")
            seasons.append(Season(one.ordered_from.toordinal(), one.ordered_to.toordinal(), one.open_until.toordinal()))
        return OpenSeason(tuple(seasons))


def _remedies(clause: ClauseOf, effect: Effect) -> frozenset[str]:
    said = clause.limit.remedies if clause.limit else getattr(clause, effect.value)
    return frozenset(REMEDIES if said == "all" or not isinstance(said, list) else said)
