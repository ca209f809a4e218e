"""Sets of answers to yes-or-no questions as shared diagrams: a binary decision diagram, reduced and ordered.

A set is a number. The same set is always the same number, so two sets are compared by `==`, and a set is empty when it
is `NONE`. Laws: `&`, `|` and "not" of sets, whatever the order in which they are built; no more steps than are allowed,
so neither time nor memory is without end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from amends.core.errors import AmendsError

NONE: Final = 0  # the empty set
ALL: Final = 1
MOST_STEPS = 2_500_000  # for one space of claims
MOST_STEPS_IN_ALL = 5_000_000  # for all that is asked of one policy, which is some seconds
LOOKS: Final = 8
FEW_LOOKS: Final = 3  # where most sets do not meet, looks settle nothing
_END = 1 << 60  # the two ends stand below every question


class TooManySituations(AmendsError):
    """A policy asks so much at once that its situations cannot all be looked at."""

    code = "too_many_situations"


TOO_MANY = "the policy asks more at once than can be looked at whole."
FEWER = "Let clauses speak of different claims (`when`), or part the clause with the longest conditions in two."


class Steps:
    """How many steps of work are still allowed; some of the steps of another where it is given."""

    def __init__(self, most: int, among: Steps | None = None) -> None:
        self.left: int = most if among is None else min(most, among.left)
        self._among = among

    @property
    def allowed(self) -> int:
        """This property will hold how many steps are left."""
        return self.left if self._among is None else min(self.left, self._among.left)

    def take(self, count: int = 1, what: str = TOO_MANY, hint: str = FEWER) -> None:
        """This function will take so many steps, or raise `TooManySituations` where fewer are left."""
        self.left -= count
        if self._among is not None:
            self._among.left -= count
        if self.left < 0 or (self._among is not None and self._among.left < 0):
            raise TooManySituations(what, hint=hint)


class Diagrams:
    """Sets over questions that are numbered from 0; the questions with low numbers stand above the others."""

    def __init__(self, steps: Steps | None = None) -> None:
        self.steps = steps or Steps(MOST_STEPS)
        self._question = [_END, _END]
        self._no = [NONE, ALL]
        self._yes = [NONE, ALL]
        self._known: dict[tuple[int, int, int], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}
        self._joined: tuple[dict[tuple[int, int], int], ...] = ({}, {})  # both, either: by what settles it
        self._looked_at, self._looks, self._turns = NONE, list[dict[int, bool]](), _turns()
        self._counted = 0  # of what is known: steps that have been taken, or that are not allowed

    def node(self, question: int, no: int, yes: int) -> int:
        """This function will return the set that is `yes` where the question is answered so, and `no` where not."""
        if no == yes:
            return no
        key = (question, no, yes)
        found = self._known.get(key)
        if found is None:
            self.steps.take()
            found = self._known[key] = len(self._question)
            self._question.append(question)
            self._no.append(no)
            self._yes.append(yes)
        return found

    def asked(self, question: int) -> int:
        """This function will return the set in which the question is answered with yes."""
        return self.node(question, NONE, ALL)

    def choose(self, which: int, yes: int, no: int) -> int:
        """This function will return `yes` inside the set `which` and `no` outside of it."""
        self.steps.take()
        try:
            return self._choose(which, yes, no)
        except RecursionError:
            raise TooManySituations(TOO_MANY, hint=FEWER) from None

    def _choose(self, which: int, yes: int, no: int) -> int:
        if which == ALL or yes == no:
            return yes
        if which == NONE:
            return no
        if yes == ALL and no == NONE:
            return which
        key = (which, yes, no)
        found = self._chosen.get(key)
        if found is None:
            self.steps.take()
            question = self._question
            top = min(question[which], question[yes], question[no])
            w0, w1 = (self._no[which], self._yes[which]) if question[which] == top else (which, which)
            y0, y1 = (self._no[yes], self._yes[yes]) if question[yes] == top else (yes, yes)
            n0, n1 = (self._no[no], self._yes[no]) if question[no] == top else (no, no)
            found = self.node(top, self._choose(w0, y0, n0), self._choose(w1, y1, n1))
            self._chosen[key] = found
        return found

    def both(self, *sets: int) -> int:
        """This function will return what is in all of the sets."""
        return self._two_by_two(sets, NONE)

    def either(self, *sets: int) -> int:
        """This function will return what is in at least one of the sets."""
        return self._two_by_two(sets, ALL)

    def _two_by_two(self, sets: Sequence[int], end: int) -> int:
        """Small ones are joined with small ones, so that no large one is walked through for each of them.

        `end` is the set that settles it, whatever the others are.
        """
        left, known = list(sets), self._joined[end]
        while len(left) > 1:
            pairs = zip(left[::2], left[1::2], strict=False)
            odd = left[-1:] if len(left) % 2 else []
            before = len(known)
            self._counted = before + self.steps.allowed - self.steps.left
            try:
                left = [self._join(one, other, end, known) for one, other in pairs] + odd
            except RecursionError:
                raise TooManySituations(TOO_MANY, hint=FEWER) from None
            finally:
                self.steps.take(len(left) + len(known) - before)
        return left[0] if left else ALL - end

    def _join(self, one: int, other: int, end: int, known: dict[tuple[int, int], int]) -> int:
        """Both or either of two sets, whose steps are counted by what is known afterwards: most work is done here."""
        if one == other:
            return one
        if one <= ALL:
            return end if one == end else other
        if other <= ALL:
            return end if other == end else one
        key = (one, other) if one < other else (other, one)
        found = known.get(key)
        if found is None:
            top, second = self._question[one], self._question[other]
            if top == second:
                low = self._join(self._no[one], self._no[other], end, known)
                high = self._join(self._yes[one], self._yes[other], end, known)
            elif top < second:
                low = self._join(self._no[one], other, end, known)
                high = self._join(self._yes[one], other, end, known)
            else:
                top = second
                low = self._join(one, self._no[other], end, known)
                high = self._join(one, self._yes[other], end, known)
            found = known[key] = self.node(top, low, high)
            if len(known) - self._counted > self.steps.left:  # which the nodes have been taken from
                raise TooManySituations(TOO_MANY, hint=FEWER)
        return found

    def without(self, one: int, other: int = ALL) -> int:
        """This function will return what is in `other` and not in `one`; with nothing else, all that is not in it."""
        return self.choose(one, NONE, other)

    def within(self, small: int, large: int) -> bool:
        """This function will say whether everything in the first set is in the second."""
        if NONE not in (small, large) and any(not self.holds(large, one) for one in self.looks(small)):
            return False  # one that is not in it settles it, and no set has to be made
        return self.choose(small, large, ALL) == ALL

    def meet(self, one: int, other: int) -> bool:
        """This function will say whether something is in both sets."""
        if NONE in (one, other):
            return False
        if any(self.holds(other, each) for each in self.looks(one, FEW_LOOKS)):
            return True
        return self.both(one, other) != NONE

    def looks(self, one: int, count: int = LOOKS) -> Iterator[dict[int, bool]]:
        """This function will return answers of some claims of a set that is not empty, always the same ones."""
        if self._looked_at != one:  # one set is often held against many others
            self._looked_at, self._looks, self._turns = one, [self.some(one)], _turns()  # the first settles most
        found, turns = self._looks, self._turns
        for place in range(count):
            if place == len(found):
                found.append(self.some(one, turns))
            yield found[place]

    def some(self, one: int, turns: Iterator[bool] | None = None) -> dict[int, bool]:
        """This function will return answers by which a claim is in the set, which must not be empty.

        What they leave open is answered with no; with `turns`, where either answer would do, by the next of these.
        """
        answers: dict[int, bool] = {}
        while one > ALL:
            no, yes = self._no[one], self._yes[one]
            answer = no == NONE or (yes != NONE and turns is not None and next(turns))
            answers[self._question[one]] = answer
            one = yes if answer else no
        return answers

    def holds(self, one: int, answers: Mapping[int, bool]) -> bool:
        """This function will say whether these answers lie in the set; where there is none it is no."""
        while one > ALL:
            one = self._yes[one] if answers.get(self._question[one], False) else self._no[one]
        return one == ALL

    def given(self, one: int, answers: Mapping[int, bool]) -> int:
        """This function will return the set as it is once these questions are answered."""
        known: dict[int, int] = {}

        def walk(at: int) -> int:
            if at <= ALL:
                return at
            found = known.get(at)
            if found is None:
                question = self._question[at]
                if question in answers:
                    found = walk(self._yes[at] if answers[question] else self._no[at])
                else:
                    found = self.node(question, walk(self._no[at]), walk(self._yes[at]))
                known[at] = found
            return found

        try:
            found = walk(one)
        except RecursionError:
            raise TooManySituations(TOO_MANY, hint=FEWER) from None
        self.steps.take(1 + len(known) // 2)
        return found

    def followed(self, one: int, answers: Mapping[int, bool], end: int) -> int:
        """This function will return what is left of the set after these answers to its uppermost questions.

        Questions before `end` without an answer get the first that leaves anything.
        """
        while self._question[one] < end:
            question, yes, no = self._question[one], self._yes[one], self._no[one]
            one = yes if answers.get(question, no == NONE) else no
        return one

    def listed(self, rows: Iterable[Sequence[bool]], questions: int | Sequence[int]) -> int:
        """This function will return the set of these rows of answers to the questions named, or to those from one on.

        Questions that are named stand in ascending order.
        """
        unique = sorted(set(map(tuple, rows)))
        width = len(unique[0]) if unique else 0
        numbers = range(questions, questions + width) if isinstance(questions, int) else questions

        def build(low: int, high: int, place: int) -> int:
            if low == high:
                return NONE
            if place == len(unique[low]):
                return ALL
            split = low
            while split < high and not unique[split][place]:
                split += 1
            return self.node(numbers[place], build(low, split, place + 1), build(split, high, place + 1))

        try:
            return build(0, len(unique), 0)
        except RecursionError:
            raise TooManySituations(TOO_MANY, hint=FEWER) from None

    def rows(self, one: int, count: int) -> Iterator[tuple[bool, ...]]:
        """This function will return every row of answers in the set, to the questions from 0 to `count`."""
        if one == NONE:
            return
        stack: list[tuple[int, tuple[bool, ...]]] = [(one, ())]
        while stack:
            at, row = stack.pop()
            if len(row) == count:
                yield row
                continue
            here = self._question[at] == len(row)
            for answer, then in ((True, self._yes[at] if here else at), (False, self._no[at] if here else at)):
                if then != NONE:
                    stack.append((then, (*row, answer)))


def _turns() -> Iterator[bool]:
    """Yes and no as if by chance, and each time the same: the core knows no chance."""
    state = 0
    while True:
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % (1 << 64)  # Knuth's MMIX
        yield state >> 63 == 1
