"""What a new version changes clause by clause, in plain words: the sentence, the time, whom it is about, the terms.

Clauses are matched by their ids; those that are left over by their likeness, so that a clause under a new name is told
as renamed and not as one taken away and one added. The words are those of the policy page, in the language handed in.
Law: two versions that read the same have no change, in whatever order their clauses stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter

from amends.core.engine.language import ENGLISH, Words
from amends.core.engine.page import ABOUT_REMEDIES, Passage, condition_in_words, passage, window_in_words
from amends.core.engine.wording import amount_in_words, moments_of, span_in_words
from amends.core.facts import Fact
from amends.core.policy.tree import Clause, Policy, Window
from amends.core.vocabulary import VOCABULARY

_ALIKE = 140  # of at most 400 points


class Kind(Enum):
    """What became of a clause."""

    ADDED = "added"
    TAKEN_OUT = "taken_out"
    CHANGED = "changed"


class Part(Enum):
    """Which part of a clause is another."""

    ID = "id"
    SENTENCE = "sentence"
    SECTION = "section"
    RULE = "rule"  # a line of its rule, under the label that the page gives it
    SPAN = "span"  # how long a window is
    COUNTED_FROM = "counted_from"
    EVENT = "event"  # what must happen in the window
    EXCEPTION = "exception"
    REMEDIES = "remedies"  # of a clause whose rule does not name them: an advice
    EXTENDS = "extends"  # whose windows a season lengthens
    HEAD = "head"  # what stands at the head of the file


@dataclass(frozen=True, slots=True)
class Difference:
    """One part, as it reads before and after; nothing where it was or is not there."""

    part: Part
    before: str
    after: str
    label: str = ""  # of a line of the rule, in the reader's language


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that is not what it was."""

    kind: Kind
    before: Passage | None
    after: Passage | None
    differences: tuple[Difference, ...] = ()

    @property
    def id(self) -> str:
        """This property will hold the clause's id, the new one where it has two."""
        found = self.after or self.before
        return found.id if found else ""

    @property
    def only_words(self) -> bool:
        """This property will say whether only what people read is another, and nothing that decides."""
        wording = {Part.ID, Part.SENTENCE, Part.SECTION}
        return self.kind is Kind.CHANGED and all(one.part in wording for one in self.differences)


def clause_changes(old: Policy, new: Policy, words: Words = ENGLISH) -> tuple[ClauseChange, ...]:
    """This function will return every clause that differs, in the order of the new file, those taken out at the end."""
    pairs = matched(old, new)
    found = []
    for clause in new.clauses:
        before = pairs.get(clause.id)
        if before is None:
            found.append(ClauseChange(Kind.ADDED, None, passage(clause, new, words)))
            continue
        differences = tuple(_differences(before, clause, old, new, words))
        if differences:
            passages = passage(before, old, words), passage(clause, new, words)
            found.append(ClauseChange(Kind.CHANGED, *passages, differences))
    kept = {one.id for one in pairs.values()}
    gone = (one for one in old.clauses if one.id not in kept)
    return (*found, *(ClauseChange(Kind.TAKEN_OUT, passage(one, old, words), None) for one in gone))


def head_changes(old: Policy, new: Policy, words: Words = ENGLISH) -> tuple[Difference, ...]:
    """This function will return what differs at the head of the files, all of it: who publishes has seen it.

    A shop's own fact is told as the file declares it; what is asked about a fact, as customers are asked.
    """
    found = []
    for name in ("name", "country", "email", "longest_days"):
        was, now = ("" if value is None else str(value) for value in (getattr(one.shop, name) for one in (old, new)))
        found.append(Difference(Part.HEAD, was, now, name))
    for name in ("answer_within", "post_within"):
        was, now = (span_in_words(getattr(one, name), words) for one in (old, new))
        found.append(Difference(Part.HEAD, was, now, name))
    for name in ("free_shipping_from_minor", "flat_rate_minor"):
        amounts = (getattr(one.shop, name) for one in (old, new))
        was, now = ("" if one is None else amount_in_words(one, old, words) for one in amounts)
        found.append(Difference(Part.HEAD, was, now, name))
    for reason in sorted({**old.lane_of_reason, **new.lane_of_reason}):
        lanes = (one.lane_of_reason.get(reason) for one in (old, new))
        was, now = ("" if lane is None else words.lanes[lane][0] for lane in lanes)
        found.append(Difference(Part.HEAD, was, now, reason))
    for name in sorted({**old.vocabulary.facts, **new.vocabulary.facts}):
        facts = [one.vocabulary.facts.get(name) for one in (old, new)]
        for said in (_declared, attrgetter("ask")):
            was, now = ("" if fact is None else said(fact) for fact in facts)
            found.append(Difference(Part.HEAD, was, now, name))
    return tuple(one for one in found if one.before != one.after)


def _declared(fact: Fact) -> str:
    """What a fact is, in the words of the language of policies; of one that every policy has it never differs."""
    if fact.name in VOCABULARY.facts:
        return ""
    values = f": {', '.join(fact.values)}" if fact.values else ""
    absent = "" if fact.absent is None else f"; absent: {fact.absent}"
    return f"{fact.about} ({fact.kind.value}{values}{absent})"


def matched(old: Policy, new: Policy) -> dict[str, Clause]:
    """This function will return, by the id of a clause of the new version, the clause that it was before."""
    known = {one.id: one for one in old.clauses}
    pairs = {one.id: known[one.id] for one in new.clauses if one.id in known}
    left = [one for one in old.clauses if one.id not in pairs]
    fresh = [one for one in new.clauses if one.id not in pairs]
    ranked = sorted(
        ((likeness(before, after), -place, -other) for place, before in enumerate(left) for other, after in
         enumerate(fresh)), reverse=True,
    )  # fmt: skip
    taken: set[int] = set()
    for alike, place, other in ranked:
        before, after = left[-place], fresh[-other]
        if alike >= _ALIKE and -place not in taken and after.id not in pairs:
            pairs[after.id] = before
            taken.add(-place)
    return pairs


def likeness(one: Clause, other: Clause) -> int:
    """This function will say how alike two clauses are: 0 for those of different effects, at most 400."""
    if one.effect is not other.effect:
        return 0
    sentence = _shared(frozenset(one.says.lower().split()), frozenset(other.says.lower().split()))
    scope = _shared(one.remedies, other.remedies) + _shared(one.lanes, other.lanes)
    return 2 * sentence + scope // 2 + (100 if one.when == other.when else 0)


def _shared(one: frozenset[str], other: frozenset[str]) -> int:
    """In percent."""
    return 100 * len(one & other) // len(one | other) if one | other else 100


def _differences(before: Clause, after: Clause, old: Policy, new: Policy, words: Words) -> Iterator[Difference]:
    was, now = passage(before, old, words), passage(after, new, words)
    if was.id != now.id:
        yield Difference(Part.ID, was.id, now.id)
    if was.says != now.says:
        yield Difference(Part.SENTENCE, was.says, now.says)
    if before.section != after.section:
        yield Difference(Part.SECTION, before.section, after.section)
    window = list(_windows(before, after, old, new, words))
    yield from window
    skip = words.page.labels["within"] if window else ""
    labels = dict.fromkeys(line.label for line in (*was.rule, *now.rule))
    for label in labels:
        if label == skip:
            continue
        first = [line.text for line in was.rule if line.label == label]
        second = [line.text for line in now.rule if line.label == label]
        if sorted(first) != sorted(second):
            gone = [text for text in first if text not in second]
            come = [text for text in second if text not in first]
            yield Difference(Part.RULE, _joined(gone, words), _joined(come, words), label)
    yield from _unsaid(before, after, words)
    yield from _exceptions(before, after, old, new, words)


def _unsaid(before: Clause, after: Clause, words: Words) -> Iterator[Difference]:
    """What decides and stands in no line of the page."""
    if before.remedies != after.remedies and after.effect not in ABOUT_REMEDIES:
        was, now = (", ".join(words.remedies[name][0] for name in sorted(one.remedies)) for one in (before, after))
        yield Difference(Part.REMEDIES, was, now)
    if before.extends != after.extends:
        was, now = (", ".join(sorted(one.extends)) for one in (before, after))
        yield Difference(Part.EXTENDS, was, now)


def _windows(before: Clause, after: Clause, old: Policy, new: Policy, words: Words) -> Iterator[Difference]:
    """A window that both have is told by what is another about it; one that comes or goes is told whole."""
    label = words.page.labels["within"]
    if before.within is None or after.within is None:
        if before.within is not after.within:
            first_said, second_said = _whole(before.within, old, words), _whole(after.within, new, words)
            yield Difference(Part.RULE, first_said, second_said, label)
        return
    first, second = before.within, after.within
    if (first.amount, first.unit) != (second.amount, second.unit):
        yield Difference(Part.SPAN, span_in_words(first, words), span_in_words(second, words), label)
    if first.anchor != second.anchor:
        was = moments_of(first.anchor, old, words)["noun"]
        now = moments_of(second.anchor, new, words)["noun"]
        yield Difference(Part.COUNTED_FROM, was, now, label)
    if first.event != second.event:
        yield Difference(Part.EVENT, _whole(first, old, words), _whole(second, new, words), label)


def _whole(window: Window | None, policy: Policy, words: Words) -> str:
    return "" if window is None else window_in_words(window, policy, words)


def _exceptions(before: Clause, after: Clause, old: Policy, new: Policy, words: Words) -> Iterator[Difference]:
    was = {one.id: (one.says, condition_in_words(one.when, old, words)) for one in before.unless}
    now = {one.id: (one.says, condition_in_words(one.when, new, words)) for one in after.unless}
    for name in dict.fromkeys((*was, *now)):
        if was.get(name) != now.get(name):
            yield Difference(Part.EXCEPTION, _except(was.get(name)), _except(now.get(name)), name)


def _except(said: tuple[str, str] | None) -> str:
    return f"{said[0]} ({said[1]})" if said else ""


def _joined(texts: Sequence[str], words: Words) -> str:
    return words.say("and").join(texts)
