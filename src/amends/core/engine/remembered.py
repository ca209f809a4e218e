"""The verdicts for one remedy, remembered by the truths that they follow from; and their ways, worked out late.

Every remedy has a memory of its own, because it depends on few conditions and so meets the same few situations again
and again. Ways to another answer cost more than the answer itself, and are asked for of refusals alone.

Laws: what is remembered equals `spec.verdict_of`; bounded memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from operator import itemgetter
from typing import Any

from amends.core.engine import spec
from amends.core.engine.compile import Answers, Questions
from amends.core.engine.standings import tests_of
from amends.core.engine.truth import TruthOf
from amends.core.engine.verdict import Change, Outcome, Verdict
from amends.core.engine.ways import ways_to
from amends.core.policy.tree import Op

MOST_VERDICTS = 1_000  # remembered of a remedy
UNKNOWN = 1  # how a generated function writes what nobody knows: a place in `TRUTHS`
TIMED = (Op.WITHIN, Op.SEASON, Op.DAYS)
Ways = tuple[tuple[Change, ...], ...]


def _picker(places: Collection[int]) -> Callable[[Answers], Answers]:
    if len(places) > 1:
        return itemgetter(*sorted(places))
    return lambda answers: tuple(answers[place] for place in places)


class RemedyMemory:
    """The verdicts for one remedy, remembered by the truths of the conditions that have a part in them."""

    def __init__(self, remedy: str, questions: Questions) -> None:
        self.remedy = remedy
        clauses = tuple(spec.about(questions.policy, remedy))
        self.policy = replace(questions.policy, clauses=clauses)
        places = {0}.union(*(questions.conditions_of[clause.id] for clause in clauses))
        tests = [test for clause in clauses for test in tests_of(clause)]
        self.timed = tuple(dict.fromkeys(test for test in tests if test.op in TIMED))
        self.conditions = _picker(places)
        self.tests = _picker({questions.tests[test] for test in tests})
        self.known: dict[object, Verdict] = {}
        self._parts: dict[object, Any] = {}  # no more than there are clauses with their grounds, and terms

    def verdict(
        self, conditions: Answers, tests: Answers, reason: str | None, lanes: spec.Lanes, truth: TruthOf
    ) -> Verdict:
        """This function will return the verdict, from memory where the same truths were met before."""
        known = self.conditions(conditions)
        # which facts are missing follows from the tests, not from the conditions
        key = (known, self.tests(tests)) if UNKNOWN in known else known
        found = self.known.get(key)
        if found is None:

            def ways() -> Ways:
                if len(lanes) == 1:
                    return ways_to(self.policy, next(iter(lanes)), self.remedy, truth)
                return spec.verdict_of(self.policy, self.remedy, reason, lanes, truth, sound=True).ways

            plain = spec.verdict_of(self.policy, self.remedy, reason, lanes, truth, sound=True, with_ways=False)
            if len(self.known) >= MOST_VERDICTS:
                self.known.clear()
            self.known[key] = found = LateWays(plain, self._parts, ways)
        return found


class LateWays(Verdict):
    """A verdict whose ways are worked out when somebody asks for them, by the definition, and once."""

    __slots__ = ("_find", "_found")
    _find: Callable[[], Ways] | None
    _found: Ways

    def __init__(self, verdict: Verdict, parts: dict[object, Any], find: Callable[[], Ways]) -> None:
        # Made of parts that other verdicts have too, so that many of them take little memory.
        keep = parts.setdefault
        put = object.__setattr__
        put(self, "remedy", verdict.remedy)
        put(self, "outcome", verdict.outcome)
        put(self, "on_offer", verdict.on_offer)
        put(self, "reasons", tuple([keep((one.clause, one.ground), one) for one in verdict.reasons]))
        put(self, "terms", keep(verdict.terms, verdict.terms))
        put(self, "possible", keep(verdict.possible, verdict.possible))
        put(self, "doubts", verdict.doubts)
        put(self, "advice", verdict.advice)
        put(self, "_find", find if verdict.possible != {Outcome.ACCEPTED} else None)
        put(self, "_found", ())

    @property
    def ways(self) -> Ways:
        """This property will hold the ways."""
        find = self._find
        if find is not None:
            object.__setattr__(self, "_found", find())
            object.__setattr__(self, "_find", None)
        return self._found
