"""Claims that stand under a law: decided one by one by the engine, beside the one query that counts all others.

Laws: an answer is the engine's and an amount the refund's arithmetic, so both are right by definition; memory holds a
batch of rows; a claim is counted here or in the query, never in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

import duckdb

from amends.backtest.alike import check_alike
from amends.backtest.columns import MISFILED, OPEN, Answer, decided
from amends.backtest.comparing import SOURCE
from amends.backtest.embedded import show_history
from amends.backtest.payouts import PAID_BACK, WHOLE
from amends.backtest.preparing import quoted, quoted_text
from amends.backtest.progress import Tell
from amends.backtest.report import Counting, Tally
from amends.backtest.schema import (
    ANSWERED,
    ASKED,
    BREAKDOWN,
    DAY,
    DECIDED,
    DISCOUNTS,
    LINE,
    NOT_YET,
    NOT_YET_DAY,
    PLACED,
    REMEDY,
    History,
    kind_of,
)
from amends.core.checks.asked import asked_by
from amends.core.dates import NOT_YET as NOT_COME
from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.spec import NAMING, facts_in
from amends.core.engine.standings import tests_of
from amends.core.engine.verdict import Outcome
from amends.core.facts import Facts, Kind
from amends.core.orders import Line, Order, Shipping
from amends.core.policy.floors import is_sure, under
from amends.core.policy.tree import Clause, Floor, Policy, Shop
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.terms import UNSAID, Terms
from amends.core.refunds.units import Ask, Units

COUNTRY, REGION, CONTRACT = "order.country", "order.region", "contract_day"
ALWAYS_ASKED = ("claim.reason", "claim.quantity", "order.buyer", COUNTRY, REGION, PLACED, ASKED)
FIGURES = ("item.paid", "item.quantity", "claim.quantity", "order.goods_paid", DISCOUNTS, "order.shipping_paid")
BATCH = 10_000
MOST_TOLD, MOST_NAMED = 5, 3  # facts, countries
FloorOf = Callable[[str, str, int, Shop], Floor | None]  # country, region, day of the contract
Row = Mapping[str, Any]


class UnderLaw:
    """The claims of a history on which a law has a say, under one policy or two."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, history: History, policies: Sequence[Policy], floor_of: FloorOf
    ) -> None:
        self.connection = connection
        self.history = history
        self.policies = policies
        self.vocabulary = check_alike(policies)
        self.floor_of = floor_of
        self._floors: dict[str, Floor] = {}  # by hash
        self._countries: dict[str, set[str]] = {}  # in which each holds
        self._deciders: dict[tuple[int, str], Decider] = {}
        self.places = self._places() if history.has(COUNTRY) and history.has(REMEDY) else {}

    def _places(self) -> dict[str, frozenset[str]]:
        """The remedies that the law of a country decides, whenever the contract was made and wherever in it."""
        region = f"coalesce({quoted(REGION)}, '')" if self.history.has(REGION) else "''"
        rows = self.connection.execute(
            f"SELECT DISTINCT {quoted(COUNTRY)}, {region}, {self._contract()} FROM {SOURCE} "  # noqa: S608 - quoted
            f"WHERE {quoted(COUNTRY)} IS NOT NULL"
        ).fetchall()
        found: dict[str, set[str]] = {}
        for country, state, day in rows:
            floor = None if day is None else self.floor_of(country, state, day, self.policies[-1].shop)
            if floor is not None:
                self._floors[floor.hash] = floor
                self._countries.setdefault(floor.hash, set()).add(country)
                deciding = [one for one in floor.clauses if one.effect in NAMING and is_sure(one)]
                found.setdefault(country, set()).update(*(one.remedies for one in deciding))
        return {country: frozenset(remedies) for country, remedies in found.items() if remedies}

    def _contract(self) -> str:
        """The local day of the contract: that of the order, or where nobody knows it that of the claim."""
        asked = f"coalesce({', '.join(quoted(one + DAY) for one in (ASKED, DECIDED) if self.history.has(one))})"
        if not self.history.has(PLACED + DAY):
            return asked
        placed = quoted(PLACED + DAY)
        return f"CASE WHEN {placed} BETWEEN 1 AND {NOT_YET_DAY - 1} THEN {placed} ELSE {asked} END"

    @property
    def where(self) -> str:
        """This property will hold the condition, as SQL, under which a row is decided here."""
        by_remedies: dict[frozenset[str], list[str]] = {}
        for country, remedies in self.places.items():
            by_remedies.setdefault(remedies, []).append(country)
        each = [
            f"({quoted(COUNTRY)} IN ({_listed(countries)}) AND {quoted(REMEDY)} IN ({_listed(remedies)}))"
            for remedies, countries in by_remedies.items()
        ]
        return f"coalesce({' OR '.join(each)}, false)" if each else "false"

    def notes(self) -> tuple[str, ...]:
        """This function will say which facts the laws ask for that the history has no column of."""
        asked: dict[str, tuple[str, set[str]]] = {}
        for hash_, floor in sorted(self._floors.items(), key=lambda one: min(self._countries[one[0]])):
            for clause in filter(is_sure, floor.clauses):
                for name in asked_by(clause):
                    fact = self.vocabulary.facts.get(name)
                    if fact is not None and fact.absent is None and not self.history.has(name):
                        asked.setdefault(name, (clause.id, set()))[1].update(self._countries[hash_])
        told = sorted(asked.items(), key=lambda one: (-len(one[1][1]), one[0]))
        notes = [
            f"`{name}` has no column, and the law in {_few(countries)} asks for it, as in `{clause}`: "
            "a person would answer where it counts."
            for name, (clause, countries) in told[:MOST_TOLD]
        ]
        more = [f"`{name}`" for name, _ in told[MOST_TOLD:]]
        return (*notes, *([f"Laws ask for {', '.join(more)} as well, which have no columns."] if more else []))

    def show_others(self) -> None:
        """This function will leave in the history, as queries see it, the rows that are not decided here."""
        show_history(self.connection, self.history, f"NOT {self.where}")

    def count(self, counting: Counting, tell: Tell | None = None) -> None:
        """This function will decide the claims and count them, before `show_others`; `tell` hears how far it is."""
        found = self.connection.execute(f"SELECT count(*) FROM {SOURCE} WHERE {self.where}").fetchone()  # noqa: S608 - quoted
        total, done = found[0] if found else 0, 0
        for rows in self._batches():
            for row in rows:
                self._count(row, counting)
            done += len(rows)
            if tell is not None:
                tell(100 * done / total)

    def _batches(self) -> Iterator[list[Row]]:
        more = (DECIDED, REMEDY, LINE, ANSWERED, *FIGURES, *BREAKDOWN.values())
        columns = sorted(one for one in {*self.facts, *more} if self.history.has(one))
        known = f"coalesce({', '.join(quoted(one) for one in (ASKED, DECIDED) if self.history.has(one))})"
        cursor = self.connection.cursor()
        cursor.execute(
            f"SELECT {', '.join(map(quoted, columns))}, {self._contract()} FROM {SOURCE} "  # noqa: S608 - quoted
            f"WHERE {self.where} AND {known} IS NOT NULL"
        )
        while rows := cursor.fetchmany(BATCH):
            yield [dict(zip((*columns, CONTRACT), row, strict=True)) for row in rows]

    @cached_property
    def facts(self) -> Mapping[str, Kind]:
        """This property will hold the columns that a clause of the shop or of a law asks about, with their kinds."""
        clauses = [clause for one in self._floors.values() for clause in one.clauses]
        clauses += [clause for one in self.policies for clause in one.clauses]
        named = set(ALWAYS_ASKED).union(*map(_asked_by, clauses))
        kinds = {name: kind_of(name, self.vocabulary) for name in named if self.history.has(name)}
        return {name: kind for name, kind in kinds.items() if kind is not None}

    def _count(self, row: Row, counting: Counting) -> None:
        facts = {name: _told(row[name], kind) for name, kind in self.facts.items() if row[name] is not None}
        lane, before, paid = self._decided(0, row, facts)
        after, pays = before, paid
        said = row.get(ANSWERED)
        sides: tuple[Answer | str, Answer | str] = (before if said is None else said, before)
        changed = said is not None and said != before.outcome.value
        if len(self.policies) > 1:
            _, after, pays = self._decided(1, row, facts)
            sides = (before, after)
            changed = before.outcome is not after.outcome or paid != pays
        counting.count(
            lane,
            sides,
            Tally(1, int(changed), paid, pays),
            {name: row[BREAKDOWN[name]] for name in counting.dimensions},
            (row.get(LINE),),
        )

    def _decided(self, place: int, row: Row, facts: Facts) -> tuple[str, Answer, int]:
        """The lane, the answer, and the money."""
        policy, remedy = self.policies[place], row[REMEDY]
        at = row.get(DECIDED)
        lanes, verdict = self._decider(place, row).answer(remedy, facts, row[ASKED] if at is None else at)
        answer = decided(verdict)
        lane, *others = lanes or (MISFILED,)
        money = 0
        if verdict is not None and answer.outcome is Outcome.ACCEPTED and remedy in (*PAID_BACK, WHOLE):
            terms = UNSAID if remedy == WHOLE else verdict.terms
            money = paid_back(tuple(row.get(one) for one in FIGURES), terms, lane, policy.shop.currency)
        return OPEN if others else lane, answer, money

    def _decider(self, place: int, row: Row) -> Decider:
        floor = self.floor_of(row[COUNTRY], row.get(REGION) or "", row[CONTRACT], self.policies[-1].shop)
        key = (place, floor.hash if floor else "")
        if key not in self._deciders:
            self._deciders[key] = compile_policy(under(self.policies[place], floor))
        return self._deciders[key]


@lru_cache(maxsize=100_000)
def paid_back(figures: tuple[int | None, ...], terms: Terms, lane: str, currency: str) -> int:
    """This function will return what the first accepted claim of an order pays back; `figures` are by `FIGURES`."""
    paid, bought, claimed, goods, discounts, shipping = figures
    if not paid:
        paid = 0
    count = bought or 1
    line = Line(
        id="1", product_id="", sku="", name="", quantity=count, unit_price_minor=paid // count, price_minor=paid
    )
    given = discounts or 0
    rest = replace(
        line,
        id="2",
        quantity=1,
        unit_price_minor=max((goods or paid) - paid, 0) + given,
        price_minor=None,
        discount_minor=given,
    )
    order = Order(
        number="", currency=currency, lines=(line, rest), shipping=(Shipping(id="S", price_minor=shipping or 0),)
    )
    if goods is None:  # nobody can say what remains of the order
        terms = replace(terms, clawback_free_from_minor=None)
    ask = Ask(units=(Units(line_id="1", quantity=min(claimed or count, count)),), lane=lane)
    return quote_refund(order, ask, terms).total_minor


def _asked_by(clause: Clause) -> Iterator[str]:
    for test in tests_of(clause):
        yield from facts_in(test)
    if clause.counter:
        yield clause.counter


def _told(value: Any, kind: Kind) -> Any:
    """The value of a column as the engine knows it."""
    if kind is Kind.MARKS:
        return frozenset(filter(None, value.split("|")))
    return NOT_COME if kind is Kind.MOMENT and value == NOT_YET else value


def _few(countries: Iterable[str]) -> str:
    """The first of some countries, and how many there are beside them."""
    named = sorted(countries)
    left = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f" and {left} more" if left > 0 else "")


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(quoted_text, sorted(texts)))
