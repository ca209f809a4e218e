"""What a finding says, as data (in English): each text by its name, so that staff read it in their own language.

A value may be a text again. Law: a finding keeps what it says as name and values, and is told anew in any language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, Literal

from amends.core.policy.tree import Condition
from amends.core.regions.describe import Common

TEXTS: Final[Mapping[str, str]] = {
    "and": "{first} and {last}",
    "or": "{first} or {last}",
    "less.in_lane": "in the lane {lane}, {said}",
    "less.refuses": "{clauses} refuses {remedies}, which the law of {places} gives.",
    "less.refuses.many": "{clauses} refuse {remedies}, which the law of {places} gives.",
    "less.held": "{clauses} refuses {remedies}, which the law of {places} gives; the money may wait.",
    "less.held.many": "{clauses} refuse {remedies}, which the law of {places} gives; the money may wait.",
    "less.person": "{clauses} refuses {remedies}, which the law of {places} leaves to a person.",
    "less.person.many": "{clauses} refuse {remedies}, which the law of {places} leaves to a person.",
    "less.ends": "{clauses} ends sooner than the law of {places} does.",
    "less.ends.many": "{clauses} end sooner than the law of {places} does.",
    "less.begins": "{clauses} begins later than the law of {places} does.",
    "less.begins.many": "{clauses} begin later than the law of {places} does.",
    "less.asks": "{clauses} asks for more than the law of {places} does.",
    "less.asks.many": "{clauses} ask for more than the law of {places} does.",
    "less.sets": "{set} worse than the law of {places} does.",
    "less.sets.one": "{clause} sets {terms}",
    "less.untold": "{set} worse than the law of {places} does where the buyer was not told of it before the purchase.",
    "less.duty": "{clauses} offends against the law of {places}.",
    "less.duty.many": "{clauses} offend against the law of {places}.",
    "less.whole": "the law of {places} has a duty for a policy like this one as a whole.",
    "less.set_aside": "There it is set aside; say so in its sentence, or change it.",
    "less.looked_at": "There a person looks instead; say so in its sentence, or change it.",
    "less.told_before": "Tell it before the purchase; where that was not done, it is set aside.",
    "no_season": "a present bought on {bought} cannot be brought back on {back}: the policy knows no season.",
    "no_season.do": "Where presents may come back after the holidays, let a clause say so (`extend`, `seasons`).",
    "contradiction.grants": "{clause} grants {remedy} to claims to which {other} refuses it.",
    "contradiction.do": (
        "Name the exception in the one that yields (`unless`), or let them speak of different claims "
        "(`when`)."
    ),
    "contradiction.terms": "{clause} and {other} set `{term}` differently for the same claims; `{holds}` holds.",
    "contradiction.terms.do": "Let one clause say it.",
    "contradiction.grants.more": "{clause} grants {remedy} to claims to which {other} refuses it, as do {more}.",
    "contradiction.grants.others": (
        "{clause} grants {remedy} to claims to which {other} refuses it, as do {more} and {count} "
        "others."
    ),
    "dead_clause.never": "no claim fits {clause}.",
    "dead_clause.governs": "wherever {clause} speaks, nothing is granted that it could govern.",
    "dead_clause.nobody": "what {clause} grants, nobody can get: what is required can never all be so.",
    "dead_clause.refused": "what {clause} grants is always refused by other clauses.",
    "dead_clause.do": "Check its conditions against each other and against what a real order can be, or take it out.",
    "exception_unused": "the exception {exception} never fits a claim that {clause} is about.",
    "exception_unused.do": "Check its condition against that of the clause, or take it out.",
    "gap.grants": "no clause grants or refuses {remedies} in the lane {lane}.",
    "gap.grants.where": "no clause grants or refuses {remedies} in the lane {lane} where {where}.",
    "gap.speaks": "no clause speaks of claims in the lane {lane}.",
    "gap.speaks.where": "no clause speaks of claims in the lane {lane} where {where}.",
    "gap.do": "A person has to answer each of these claims. Add a clause that grants something, or one that refuses.",
    "loophole.gains": "bought for {paid}, and {gain} are gained: {steps}.",
    "loophole.avoids": "bought for {paid}, and {gain} more come back than at once: {steps}.",
    "loophole.bonus": "bought for {paid}, the bonus is had on itself, {gain} each time: {steps}.",
    "loophole.gains.do": (
        "Let the customer pay what the new piece costs more, or limit the exchange to the same "
        "product."
    ),
    "loophole.avoids.do": "Set the same terms for every way in which it can come back, whatever goes back at once.",
    "loophole.swapped.do": (
        "Keep what the new piece costs less (`price_fall: kept`), or limit the exchange to the same product."
    ),
    "loophole.bonus.do": (
        "Leave the bonus out, give it only where `order.payment_methods` lacks `gift_card`, or have it given by a "
        "person."
    ),
    "loophole.step": "{number}. {remedy} of {what}: {got}",
    "loophole.step.for": "{number}. {remedy} of {what} for a piece of {price}: {got}",
    "loophole.step.recipient": "{number}. the present's recipient: {remedy} of {what}: {got}",
    "loophole.step.recipient.for": (
        "{number}. the present's recipient: {remedy} of {what} for a piece of {price}: "
        "{got}"
    ),
    "loophole.all": "everything left",
    "loophole.back": "{money} back",
    "loophole.to_pay": "{money} to pay",
    "loophole.credit": "{money} as credit",
    "loophole.nothing": "nothing back",
    "needs_unknown_fact": "no product of the catalogue tells {fact}, which {clause} asks about.",
    "needs_unknown_fact.do": "Give the products the attribute {attribute}, or the fact a value for its absence.",
    "never_known": "nobody tells {fact}, which {clause} asks about.",
    "never_known.do": "Give it a question (`ask`), a value for its absence (`absent`), or a name under `item.`.",
    "never_speaks": "{clause} is for orders placed before this version starts, on {day}.",
    "never_speaks.do": "Take it out, or check the days.",
    "never_speaks.season": "a season of {clause} is for orders placed before this version starts, on {day}.",
    "never_speaks.season.do": "Take the season out.",
    "nothing_to_govern": "no clause accepts what {clause} speaks of in its lanes, so it never matters.",
    "nothing_to_govern.do": "Check its lanes and remedies, or add the clause that accepts.",
    "promise_impossible": "what {clause} promises can be due before the customer asks for it.",
    "promise_impossible.do": "Count from what the promise waits for: `asked`, or `return_receipt`.",
    "season_over": "the last season of {clause} ended on {day}.",
    "season_over.do": "Add this year's season, and keep the old line while orders from it can still be asked about.",
    "season_over.another": (
        "{others} has this year's season. Take the old line out when no order from it can be asked about any more."
    ),
    "season_without_effect": "the season never lengthens {clause}: that is open beyond {day} for all of its orders.",
    "season_without_effect.do": "Check the day.",
    "sentence_differs": "the sentence of {clause} says {says}, the rule {rule}.",
    "sentence_differs.do": "Let both say the same.",
    "shadowed.one": "{clause} changes nothing: {others} decides all of it already.",
    "shadowed.many": "{clause} changes nothing: {others} decide all of it already.",
    "shadowed.all": "{clause} changes nothing: the others decide all of it already.",
    "shadowed.do": "Take it out, or give it something of its own to say.",
    "starts_far_ahead": "this version starts on {day}, more than a year from now.",
    "starts_far_ahead.do": "Check the year; until then no order falls under it.",
    "unused.fact": "no clause asks about the fact {fact}.",
    "unused.question": "there is a question for {fact}, but no clause asks about it.",
    "unused.do": "Take it out.",
    "window_impossible": "nobody can ever be in time for {clause}: its window is closed before its claims can be made.",
    "window_impossible.do": (
        "Count from something later (`of`), give it longer, or check what must have happened "
        "before."
    ),
    "window_never_open": "the window of {clause} opens with {anchor}, after what must happen in it.",
    "window_never_open.do": (
        "Count from `order`, `shipment` or `delivery`, or say `event: goods_sent` or `event: "
        "goods_back`."
    ),
    "places.all": "{law} ({count} countries and territories)",
    "places.most": "{law} ({count} countries, not {others})",
    "eu": "the EU and the EEA",
}  # fmt: skip


class Said(str):
    """A text in English that knows its name and its values."""

    __slots__ = ("name", "values")
    name: str
    values: Mapping[str, Any]


class Named(str):
    """A word of the file that people have a name for: a lane or a remedy."""

    __slots__ = ("kind", "word")
    kind: Literal["lane", "remedy"]
    word: str


class OfLaw(str):
    """Sentences that a law's file says, one after the other, each with its place and its name in that file."""

    __slots__ = ("sentences",)
    sentences: tuple[Sentence, ...]


Sentence = tuple[str, str, str]  # such as `DE`, `EU-W-02-do`, and the sentence in English


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts one after the other, each as a part of a list that may be long."""

    between: str  # the name of a text that holds two, or what stands between them in every language
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """How to say things in one language: the texts, conditions of the policy, and the names of lanes and remedies."""

    texts: Mapping[str, str]
    condition: Callable[[Condition], str] | None = None
    name: Callable[[Named], str] | None = None
    law: Callable[[str, str, str], str] | None = None

    def said(self, text: str) -> str:
        """This function will return what was said in this language; a plain text as it is."""
        if isinstance(text, Common) and self.condition is not None:
            return self.condition(text.condition)
        if isinstance(text, Named) and self.name is not None:
            return self.name(text)
        if isinstance(text, OfLaw) and self.law is not None:
            return " ".join(self.law(*one) for one in text.sentences)
        return self.filled(text.name, text.values) if isinstance(text, Said) else str(text)

    def filled(self, name: str, values: Mapping[str, Any]) -> str:
        """This function will return one of the texts with its values filled in."""
        return self.texts[name].format(**{key: self._value(value) for key, value in values.items()})

    def _value(self, value: Any) -> str:
        if isinstance(value, tuple):
            return ", ".join(map(self._value, value))
        if isinstance(value, Joined):
            each = [self._value(one) for one in value.texts]
            if not each or value.between not in self.texts:
                return value.between.join(each)
            return reduce(lambda first, last: self.texts[value.between].format(first=first, last=last), each)
        return self.said(value) if isinstance(value, str) else str(value)


ENGLISH: Final = Telling(TEXTS)


def say(name: str, **values: Any) -> Said:
    """This function will return one of the texts with its values filled in."""
    said = Said(ENGLISH.filled(name, values))
    said.name = name
    said.values = values
    return said


def listed(values: Iterable[str], word: str = "and") -> str:
    """This function will join texts as a sentence does: `a, b and c`."""
    every = tuple(values)
    return every[0] if len(every) == 1 else say(word, first=every[:-1], last=every[-1]) if every else ""


def quoted(names: Iterable[str], word: str = "and") -> str:
    """This function will join the names of clauses, each marked as a word of the file."""
    return listed((f"`{one}`" for one in names), word)


def remedies_named(names: Iterable[str], word: str = "and") -> str:
    """This function will join the names of remedies."""
    return listed((_named("remedy", one) for one in names), word)


def lane_named(name: str) -> Named:
    """This function will return the name of a lane."""
    return _named("lane", name)


def of_law(place: str, name: str, english: str) -> OfLaw:
    """This function will return a sentence of the law of a place."""
    return _of_law(((place, name, english),))


def one_after_other(texts: Iterable[str]) -> OfLaw:
    """This function will return sentences of laws one after the other."""
    every = (one.sentences if isinstance(one, OfLaw) else (("", "", one),) for one in texts)
    return _of_law(tuple(sentence for sentences in every for sentence in sentences))


def _of_law(sentences: tuple[Sentence, ...]) -> OfLaw:
    said = OfLaw(" ".join(english for _, _, english in sentences))
    said.sentences = sentences
    return said


def _named(kind: Literal["lane", "remedy"], word: str) -> Named:
    said = Named(f"`{word}`")
    said.kind, said.word = kind, word
    return said
