"""A policy's questions as one function: from the facts to the truth of every test and of every condition.

The function is generated as Python source and compiled once. Nothing that a policy says gets into that source: it is
put together from fixed words and numbered names (`f3`, `c17`), and every name of a fact, every value, every id goes in
through the function's namespace. So no text in a policy, however hostile, can become code.

Truths are small whole numbers chosen for their arithmetic: no 0, unknown 1, yes 3. Then `&` is "both", `|` "either".
What makes no sense is not looked at here: anything odd raises, and the definition decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from amends.core.dates import FIRST_DAY, HOUR, LAST_DAY, NOT_YET, Deadline, Instant, Unit, end_of_day
from amends.core.engine.closings import ASKED
from amends.core.engine.days import UTC_DAY, Days, LatestDays, Span
from amends.core.engine.spec import facts_in, speaks_of
from amends.core.engine.standings import own_tests, tests_of
from amends.core.engine.truth import NO, SENSELESS, UNKNOWN, YES, Truth, closing
from amends.core.errors import FactInvalid
from amends.core.policy.tree import (
    AllOf,
    AnyOf,
    Clause,
    Condition,
    Effect,
    Not,
    Op,
    OpenSeason,
    OtherFact,
    Policy,
    Test,
    Window,
)

TRUTHS: Mapping[int, Truth] = {0: NO, 1: UNKNOWN, 3: YES}
NEGATED = (3, 1, 1, 0)
FIRST_CLASS = 4  # reasons are numbered above all truths
FEW = 8  # parts that are written as one chain
Answers = tuple[int, ...]
Look = Callable[[Callable[[str], Any], Instant], tuple[Answers, Answers]]
COMPARED = {Op.OVER: ">", Op.AT_LEAST: ">=", Op.UNDER: "<", Op.AT_MOST: "<="}
TIMED = (Op.WITHIN, Op.SEASON)
MOMENTS = (Op.HAPPENED, Op.WITHIN, Op.DAYS, Op.SEASON)


EPOCH_DAY = date(1970, 1, 1).toordinal()
EARLIEST = (FIRST_DAY + 1 - EPOCH_DAY) * UTC_DAY  # what lies outside is left to the definition
LATEST = (LAST_DAY - 1 - EPOCH_DAY) * UTC_DAY


class Odd(FactInvalid):
    """Something that the generated function leaves to the definition."""


class Questions:
    """Everything that a policy asks, each question once, and the function that answers all of them.

    `look(facts.get, at)` gives two tuples: the reason's class followed by the truths of the conditions, and the truths
    of the tests.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.tests: dict[Test, int] = {}
        for clause in policy.clauses:
            for test in tests_of(clause):
                self.tests.setdefault(test, len(self.tests))
        self.spans = _spans(policy, self.tests)
        spans, clock = tuple(self.spans) or ((0, Unit.DAYS),), policy.clock
        self.days = Days(policy.shop.zone, policy.calendar, spans)
        zones = () if clock is None else clock.zones
        legal = [Days(zone, policy.calendar, spans, rolls=clock is not None and clock.rolls) for zone in zones]
        self.legal = LatestDays(legal) if legal else None
        self.reasons = reason_classes(policy)
        self.conditions: dict[str, int] = {}  # expression -> its place in the first answer (0 is the reason)
        self.conditions_of = {clause.id: self._places(clause) for clause in policy.clauses}
        self.source, namespace = _Writer(self).written()
        exec(compile(self.source, "<questions of a policy>", "exec"), namespace)  # noqa: S102 - see the module's law
        self.look: Look = namespace["look"]

    def _places(self, clause: Clause) -> frozenset[int]:
        parts: list[Condition] = [clause.scope, clause.provided, *own_tests(clause)]
        texts = (self.expression(part) for part in parts)
        return frozenset(self.conditions.setdefault(text, len(self.conditions) + 1) for text in texts if text != "3")

    def deadline(self, window: Window, anchor: Instant) -> Deadline:
        """This function will return the deadline of one of the policy's windows."""
        if window.unit is Unit.HOURS:
            return closing(window, anchor, self.policy)
        place = self.spans[window.amount, window.unit]
        return (self.legal or self.days).deadline(anchor, place)

    def expression(self, condition: Condition) -> str:
        """This function will return the truth of a condition as an expression over the truths of its tests."""
        match condition:
            case Test():
                return f"t{self.tests[condition]}"
            case AllOf(parts):
                return _joined(" & ", [self.expression(part) for part in parts], "3")
            case AnyOf(parts):
                return _joined(" | ", [self.expression(part) for part in parts], "0")
            case Not(part):
                return f"neg[{self.expression(part)}]"


def timed_answers(questions: Questions, tests: Sequence[Test]) -> Callable[[Callable[[str], Any], Instant], Answers]:
    """This function will return the function that answers these of the tests alone, or raises as `look` does."""
    source, namespace = _Writer(questions).timed(tests)
    exec(compile(source, "<some questions of a policy>", "exec"), namespace)  # noqa: S102 - see the module's law
    found: Callable[[Callable[[str], Any], Instant], Answers] = namespace["look"]
    return found


def _joined(sign: str, parts: list[str], empty: str) -> str:
    """The parts with the sign between them, by halves where they are many: Python reads no chain of any length."""
    if len(parts) <= FEW:
        return empty if not parts else parts[0] if len(parts) == 1 else f"({sign.join(parts)})"
    half = len(parts) // 2
    return f"({_joined(sign, parts[:half], empty)}{sign}{_joined(sign, parts[half:], empty)})"


def reason_classes(policy: Policy) -> dict[str | None, int]:
    """This function will number the reasons so that two with the same number always get the same verdicts."""
    classes: dict[tuple[str, ...], int] = {}
    numbers: dict[str | None, int] = {None: FIRST_CLASS}
    for reason, lane in policy.lane_of_reason.items():
        key = (
            lane,
            *sorted(one.id for one in policy.clauses if one.effect is Effect.CLASSIFY and speaks_of(one, reason)),
        )
        numbers[reason] = classes.setdefault(key, FIRST_CLASS + 1 + len(classes))
    return numbers


def _spans(policy: Policy, tests: Iterable[Test]) -> dict[Span, int]:
    windows = [test.value for test in tests if test.op is Op.WITHIN]
    windows += [clause.promise.within for clause in policy.clauses if clause.promise is not None]
    windows.append(policy.answer_within)
    spans = dict.fromkeys((one.amount, one.unit) for one in windows if one.unit is not Unit.HOURS)
    return {span: place for place, span in enumerate(spans)}


class _Writer:
    """Writes the function `look`. Only this class's own words and numbers become source text."""

    def __init__(self, questions: Questions) -> None:
        self.questions = questions
        self.lines: list[str] = []
        self.values: list[Any] = []
        self.names: dict[str, str] = {}  # fact -> its variable
        self.events: dict[str, str] = {}  # event -> its number

    def written(self) -> tuple[str, dict[str, Any]]:
        """This function will return the source and the namespace that it needs."""
        questions = self.questions
        by_fact = self.loaded(questions.tests)
        reason = self.load("claim.reason")
        body = self.lines
        body.append(f"r = reasons.get({reason})")
        body.append("if r is None: raise Odd('an unknown reason')")
        for fact, tests in by_fact.items():
            body.extend(self.about(self.names[fact], tests))
        body.extend(f"s{place} = {text}" for text, place in questions.conditions.items())
        first = "".join(f"s{place}, " for place in questions.conditions.values())
        second = "".join(f"t{place}, " for place in questions.tests.values())
        body.append(f"return (r, {first}), ({second})")
        return "def look(get, at):\n" + "".join(f"    {line}\n" for line in body), self.namespace()

    def timed(self, tests: Sequence[Test]) -> tuple[str, dict[str, Any]]:
        """This function will return the source that answers these tests alone, and the namespace that it needs."""
        by_fact = self.loaded(tests)
        body = self.lines
        for fact, about in by_fact.items():
            body.extend(self.about(self.names[fact], about))
        body.append(f"return ({''.join(f't{self.questions.tests[test]}, ' for test in tests)})")
        return "def look(get, at):\n" + "".join(f"    {line}\n" for line in body), self.namespace()

    def loaded(self, tests: Iterable[Test]) -> dict[str, list[Test]]:
        """This function will write how all that the tests need is fetched, and return them by what they are about."""
        by_fact: dict[str, list[Test]] = {}
        for test in tests:
            by_fact.setdefault(test.fact, []).append(test)
            for name in facts_in(test):
                self.load(name)
            if test.op in TIMED:
                self.event(test.value.event)
        return by_fact

    def namespace(self) -> dict[str, Any]:
        """This function will return what the names in the source mean."""
        questions = self.questions
        days = questions.days
        namespace: dict[str, Any] = {
            "reasons": questions.reasons,
            "Odd": Odd,
            "NOT_YET": NOT_YET,
            "neg": NEGATED,
            "DAY": UTC_DAY,
            "LATEST": LATEST,
            "EARLIEST": EARLIEST,
            "LAST_DAY": LAST_DAY,
            "SPANS": len(days.spans),
            "halves": days.halves,
            "learn_halves": days.learn_halves,
            "closes": days.closes,
            "learn": days.learn_closing,
        }
        if questions.legal is not None:
            legal = questions.legal
            namespace |= {"closes": legal.closes, "learn": legal.learn_closing, "midnights": legal.midnights,
                          "learn_midnights": legal.learn_midnights, "STRETCHES": len(legal.zones) + 1}  # fmt: skip
        namespace.update((f"c{place}", value) for place, value in enumerate(self.values))
        return namespace

    def value(self, value: Any) -> str:
        """This function will put a value into the namespace and return its name."""
        self.values.append(value)
        return f"c{len(self.values) - 1}"

    def load(self, name: str) -> str:
        """This function will write how a fact is fetched, once, and return its variable."""
        if name in self.names:
            return self.names[name]
        variable = self.names[name] = f"f{len(self.names)}"
        absent = self.questions.policy.vocabulary.find(name).absent
        self.lines.append(f"{variable} = get({self.value(name)})")
        if name == ASKED:
            self.lines.append(f"if {variable} is None: {variable} = at")
        elif absent is not None:
            self.lines.append(f"if {variable} is None: {variable} = {self.value(absent)}")
        return variable

    def about(self, fact: str, tests: list[Test]) -> Iterator[str]:
        """This function will write the answers of all tests about one fact."""
        truths = [f"t{self.questions.tests[test]}" for test in tests]
        yield f"if {fact} is None: {' = '.join(truths)} = 1"
        if tests[0].op in MOMENTS:
            yield f"elif {fact} is NOT_YET: {' = '.join(truths)} = 0"
        yield "else:"
        if any(self.needs_day(test) for test in tests):
            yield f"    h = halves.get({fact} // DAY) or learn_halves({fact} // DAY)"
            yield f"    d = h[1] if {fact} < h[0] else h[2]"
        if self.questions.legal and any(test.op is Op.WITHIN and test.value.unit is not Unit.HOURS for test in tests):
            passed = " + ".join(f"({fact} >= m[{place}])" for place in range(len(self.questions.legal.zones)))
            yield f"    u = {fact} // DAY"
            yield "    m = midnights.get(u) or learn_midnights(u)"
            yield f"    w = (u * STRETCHES + {passed}) * SPANS"
        for test, truth in zip(tests, truths, strict=True):
            yield from (f"    {line}" for line in self.answer(fact, truth, test))

    def needs_day(self, test: Test) -> bool:
        """This function will say whether a test about a moment asks for its day in the shop's zone."""
        if test.op is Op.WITHIN:
            return self.questions.legal is None
        return test.op in (Op.DAYS, Op.SEASON)

    def answer(self, fact: str, truth: str, test: Test) -> Iterator[str]:
        """This function will write the answer of one test about a fact that is known."""
        match test.op:
            case Op.IS:
                yield f"{truth} = 3 if {fact} in {self.value(test.value)} else 0"
            case Op.HAS:
                yield f"{truth} = 0 if {self.value(frozenset(test.value).isdisjoint)}({fact}) else 3"
            case Op.HAPPENED:
                yield f"{truth} = 3"
            case Op.DAYS:
                first, last = self.value(test.value[0]), self.value(test.value[1])
                yield f"{truth} = 3 if {first} <= d <= {last} else 0"
            case Op.WITHIN:
                yield from self.within(fact, truth, test.value)
            case Op.SEASON:
                yield from self.season(truth, test.value)
            case _ if isinstance(test.value, OtherFact):
                other = self.names[test.value.name]
                yield f"{truth} = 1 if {other} is None else 3 if {fact} {COMPARED[test.op]} {other} else 0"
            case _:
                yield f"{truth} = 3 if {fact} {COMPARED[test.op]} {self.value(test.value)} else 0"

    def event(self, name: str) -> str:
        """This function will write when an event happened and on which day, once, and return its number.

        What has not come is measured as if it came now.
        """
        if name not in self.events:
            number = self.events[name] = str(len(self.events))
            variable = self.load(name)
            self.lines += [
                f"e{number} = at if {variable} is NOT_YET else {variable}",
                f"if e{number} is not None:",
                f"    if e{number} < EARLIEST or e{number} > LATEST: raise Odd('an event that makes no sense')",
            ]
            if self.questions.legal is None:
                self.lines += [
                    f"    h = halves.get(e{number} // DAY) or learn_halves(e{number} // DAY)",
                    f"    g{number} = h[1] if e{number} < h[0] else h[2]",
                ]
        return self.events[name]

    def within(self, fact: str, truth: str, window: Window) -> Iterator[str]:
        """This function will write whether a window's event lies in the window."""
        number = self.events[window.event]
        yield f"if e{number} is None: {truth} = 1"
        yield f"elif e{number} < {fact}: raise Odd('an event that makes no sense')"
        yield "else:"
        if self.questions.legal and window.unit is not Unit.HOURS:
            place = self.value(self.questions.spans[window.amount, window.unit])
            yield f"    x = closes.get(w + {place})"
            yield f"    if x is None: x = learn(w + {place})"
            yield f"    {truth} = 3 if e{number} <= x else 0"
            return
        if window.unit is Unit.DAYS:  # a deadline is the end of a day, so comparing days is enough
            yield f"    x = d + {self.value(window.amount)}"
            yield "    if x > LAST_DAY: raise Odd('too late a date')"
            yield f"    {truth} = 3 if g{number} <= x else 0"
            return
        if window.unit is Unit.HOURS:
            yield f"    x = {fact} + {self.value(window.amount * HOUR)}"
            yield "    if x > LATEST: raise Odd('too late a date')"
        else:
            yield f"    k = d * SPANS + {self.value(self.questions.spans[window.amount, window.unit])}"
            yield "    x = closes.get(k)"
            yield "    if x is None: x = learn(k)"
        yield f"    {truth} = 3 if e{number} <= x else 0"

    def season(self, truth: str, wanted: OpenSeason) -> Iterator[str]:
        """This function will write whether an order fell into a season that is still open."""
        zone = self.questions.policy.shop.zone
        number = self.events[wanted.event]
        some = []
        for season in wanted.seasons:
            first, last = self.value(season.ordered_from), self.value(season.ordered_to)
            end = self.value(_end(season.open_until, zone))
            some.append(f"{first} <= d <= {last} and e{number} <= {end}")
        yield f"if e{number} is None: {truth} = 1"
        yield f"else: {truth} = 3 if {' or '.join(some)} else 0"


def _end(day: int, zone: Any) -> Instant | None:
    try:
        return end_of_day(day, zone)
    except SENSELESS:
        return None  # comparing with it raises, and the definition decides
