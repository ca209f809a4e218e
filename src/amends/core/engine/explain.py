"""A decision in plain words: for each remedy the answer first, then the reasons, terms, dates, questions and ways.

Pure: everything said follows from the policy, the decision and the language, which is handed in. The sentences stand in
the language's words, the clauses' own sentences in the policy; nothing is worded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from amends.core.dates import Deadline
from amends.core.engine.closings import ASKED
from amends.core.engine.explained import Dated, Explained, Lawful, Named, Question
from amends.core.engine.language import ENGLISH, Words
from amends.core.engine.termsheet import terms_in_words
from amends.core.engine.truth import NO, TruthOf, event_of, holds, truth_in
from amends.core.engine.verdict import AGAINST, Change, Decision, Due, Ground, Outcome, Reason, Verdict
from amends.core.engine.wording import (
    deadline_in_words,
    instant_in_figures,
    moment_in_words,
    moment_of,
    moments_of,
    parts_of,
    span_in_words,
    times_in_words,
)
from amends.core.policy.floors import law_in, protects
from amends.core.policy.tree import AllOf, AnyOf, Clause, Condition, Not, Policy, Test
from amends.core.refunds.terms import UNSAID
from amends.core.vocabulary import NOTHING_TO_SEND

BACK_TO_US = ("refund", "store_credit", "exchange")  # remedies for which the piece is sent back
PROMISED = {
    "refund": ("refund", "cancel", "partial_refund", "price_adjustment"),
    "instructions": (*BACK_TO_US, "repair"),
    "label": (*BACK_TO_US, "repair"),
    "resend": ("resend",),
    "quote": ("repair", "remake"),
    "repair": ("repair",),
}


def explain(policy: Policy, decision: Decision, words: Words = ENGLISH) -> dict[str, Explained]:
    """This function will return every remedy that is on offer, explained; what nobody is granted is not listed.

    `policy` may be the one that decided as it is told in another language (`language.told_in`).
    """
    return {
        remedy: explain_remedy(policy, decision, remedy, words)
        for remedy, verdict in decision.verdicts.items()
        if verdict.on_offer
    }


def explain_remedy(policy: Policy, decision: Decision, remedy: str, words: Words = ENGLISH) -> Explained:
    """This function will explain the answer for one remedy, also where it was asked for by name and is not on offer."""
    verdict = decision.verdicts.get(remedy) or _not_offered(remedy)
    return Explaining(policy, decision, verdict, words).explained()


def _not_offered(remedy: str) -> Verdict:
    reasons = (Reason("", Ground.NOT_OFFERED),)
    return Verdict(remedy, Outcome.REFUSED, on_offer=False, reasons=reasons, terms=UNSAID, possible=frozenset())


class Explaining:
    """One remedy being explained. How dates are written can be overridden: `wire` leaves places for them."""

    def __init__(self, policy: Policy, decision: Decision, verdict: Verdict, words: Words = ENGLISH) -> None:
        self.policy = policy
        self.words = words
        self.decision = decision
        self.verdict = verdict
        self.label, self.do = words.remedies[verdict.remedy]
        self.truth: TruthOf = truth_in(policy, decision.facts, decision.at)
        self.accepted = verdict.outcome is Outcome.ACCEPTED
        self.hopeful = Outcome.ACCEPTED in verdict.possible and verdict.outcome is not Outcome.REFUSED

    def date(self, deadline: Deadline) -> str:
        """This function will write a deadline in words."""
        return deadline_in_words(deadline, self.policy, self.words)

    def figures(self, deadline: Deadline) -> str:
        """This function will write the last instant of a deadline in figures."""
        return instant_in_figures(deadline, self.policy)

    def when(self, event: str, *, exact: bool) -> str:
        """This function will write when an event happened: the day, or the minute too."""
        found = event_of(event, self.policy, self.decision.facts, self.decision.at)
        return "" if found is None else moment_in_words(found, self.policy, self.words, exact=exact)

    def instead(self) -> Iterator[str]:
        """This function will yield what can be done instead, with its date; mere help comes last."""
        for other in sorted(self.decision.open_remedies, key=lambda one: one == "explain"):
            if other != self.verdict.remedy:
                until = self.decision.open_until(other)
                do = self.words.remedies[other][1]
                yield (
                    self.words.say("instead", do=do)
                    if until is None
                    else self.words.say("instead_until", do=do, date=self.date(until))
                )

    def explained(self) -> Explained:
        """This function will return the remedy, explained."""
        verdict = self.verdict
        return Explained(
            remedy=verdict.remedy,
            label=self.label,
            outcome=verdict.outcome.value,
            answer=self.answer(),
            reasons=tuple(self.reasons()),
            terms=tuple(self.terms()),
            dates=tuple(self.dates()),
            questions=tuple(self.questions()),
            ways=tuple(dict.fromkeys(self.way(way) for way in verdict.ways)) if not self.accepted else (),
            instead=() if self.accepted else tuple(self.instead()),
            advice=tuple(self.advice()),
        )

    def answer(self) -> str:
        """This function will return the sentence that stands first: yes, no or not yet, with its date."""
        if self.accepted:
            until = self.decision.open_until(self.verdict.remedy)
            if until is None:
                return self.words.say("accepted", do=self.do)
            return self.words.say("accepted_until", do=self.do, date=self.date(until))
        if self.verdict.outcome is Outcome.REFUSED:
            return self.refusal()
        if self.asks_customer():
            return self.words.say("ask_first", do=self.do)
        due = next((due for due in self.decision.promises if due.what == "answer"), None)
        if due is None:
            return self.words.say("referred", do=self.do)
        return self.words.say("referred_until", do=self.do, date=self.date(due.deadline))

    def refusal(self) -> str:
        """This function will return the refusing sentence, which names lateness where that alone is in the way."""
        grounds = {reason.ground for reason in self.verdict.reasons}
        if Ground.NOT_OFFERED in grounds:
            return self.words.say("not_offered", label=self.words.lowered(self.label))
        against = grounds & AGAINST
        only = against.pop() if len(against) == 1 else None
        sentence = {Ground.TOO_LATE: "too_late", Ground.NOT_BEGUN: "not_begun"}.get(only or Ground.REFUSES, "refused")
        return self.words.say(sentence, do=self.do)

    def asks_customer(self) -> bool:
        """This function will say whether the customer could settle it by answering a question."""
        return any(question.yours for question in self.questions())

    def reasons(self) -> Iterator[Named]:
        """This function will yield the reasons, what stands against it first; refused, only that and why it applies."""
        refused = self.verdict.outcome is Outcome.REFUSED
        named = [reason for reason in self.verdict.reasons if reason.clause and reason.ground not in AGAINST]
        # Who calls it a fault has to read why the rules for faults are not those that answer.
        told = [reason for reason in named if reason.ground is Ground.CLASSIFIED or not refused]
        against = [reason for reason in self.verdict.reasons if reason.clause and reason.ground in AGAINST]
        yield from map(self.named, (*against, *told))

    def terms(self) -> Iterable[str]:
        """This function will return the terms where they are settled: with the lane open, nobody knows them yet."""
        if self.hopeful and len(self.decision.lanes) == 1:
            verdict = self.verdict
            return terms_in_words(
                verdict.remedy, verdict.terms, self.policy, self.words, goods_back=self.comes_back,
                other_goods=self.decision.lanes != ("delivery",),
            )  # fmt: skip
        return ()

    @property
    def comes_back(self) -> bool:
        """This property will say whether the goods can come back: what never came has no way back to speak of."""
        return self.decision.facts.get("claim.reason") not in NOTHING_TO_SEND

    def named(self, reason: Reason) -> Named:
        """This function will return the reason with its clause's sentence and what it comes to here."""
        clause = self.policy.clause(reason.clause)
        return Named(reason.clause, reason.ground.value, clause.says, self.detail(reason, clause), lawful(clause))

    @cached_property
    def legal(self) -> TruthOf:
        """This property will hold how the tests of the law's clauses are answered."""
        law = law_in(self.policy) if protects(self.policy, self.decision.facts) else None
        return self.truth if law is None else truth_in(law, self.decision.facts, self.decision.at)

    def truth_of(self, clause: Clause) -> TruthOf:
        """This function will return how the tests of a clause are answered: the law has days of its own."""
        return self.truth if clause.article is None else self.legal

    def detail(self, reason: Reason, clause: Clause) -> str:
        """This function will say what the reason comes to in this case, or nothing."""
        match reason.ground:
            case Ground.TOO_LATE:
                return self.too_late(clause)
            case Ground.NOT_BEGUN if clause.within is not None:
                moment = moments_of(clause.within.anchor, self.policy, self.words)
                not_yet = moment_of(clause.within.anchor, self.policy, self.words, happened=False)
                return self.words.say("counts_from", not_yet=not_yet, **moment)
            case Ground.CONDITION_MISSED:
                return self.words.say("now", parts=self.words.say("and").join(self.failing(reason.missed, clause)))
            case Ground.YIELDS:
                laws = (self.policy.clause(one).article for one in reason.to)
                said = dict.fromkeys(f"{law.article} ({law.rule})" for law in laws if law is not None)
                return self.words.say("yields", laws=self.words.say("and").join(said))
            case Ground.LENGTHENED:
                longer = (
                    self.decision.closings[one] for one in sorted(clause.extends) if one in self.decision.closings
                )
                return next((self.words.say("longer_until", date=self.date(one)) for one in longer), "")
            case Ground.USED_UP:
                return self.words.say(
                    "used", times=times_in_words(self.decision.facts.get(clause.counter) or 0, self.words)
                )
            case Ground.ACCEPTS | Ground.MET if clause.id in self.decision.closings:
                closing = self.decision.closings[clause.id]
                return self.words.say("open_until", date=self.date(closing))
        return ""

    def too_late(self, clause: Clause) -> str:
        """This function will say until when it was in time, and when it happened."""
        closing = self.decision.closings.get(clause.id)
        if clause.within is None or closing is None:
            return ""
        event = self.words.events.get(clause.within.event, self.words.events[ASKED])[1]
        when = self.when(clause.within.event, exact=closing.last_day is None)
        return self.words.say("was_until", date=self.date(closing), event=event, when=when)

    def failing(self, conditions: Iterable[Condition], clause: Clause) -> list[str]:
        """This function will say what is so now, in the words of the parts that do not hold."""
        found: dict[str, None] = {}
        for condition in conditions:
            for part in _failing(condition, self.truth_of(clause), so=True):
                found.update(dict.fromkeys(parts_of(part, self.policy, self.words)))
        return list(found)

    def dates(self) -> Iterator[Dated]:
        """This function will yield the dates that somebody must keep."""
        remedy, policy = self.verdict.remedy, self.policy
        until = self.decision.open_until(remedy)
        if until is not None:
            yield Dated("you", "ask", self.words.say("ask_by", date=self.date(until)), self.figures(until))
        if self.accepted and remedy in BACK_TO_US and self.comes_back:
            sentence = "post_within_by_law" if self.is_by_law else "post_within"
            yield Dated("you", "post", self.words.say(sentence, span=span_in_words(policy.post_within, self.words)), "")
        for due in self.first_promises():
            answering = due.what == "answer" and self.verdict.outcome is Outcome.REFERRED
            if answering or (self.accepted and remedy in PROMISED.get(due.what, ())):
                date = self.date(due.deadline)
                yield Dated("we", due.what, self.words.promises[due.what].format(date=date), self.figures(due.deadline))

    @property
    def is_by_law(self) -> bool:
        """This property will say whether a law accepts it: then there is nothing that the shop has to agree to."""
        accepting = (one.clause for one in self.verdict.reasons if one.ground is Ground.ACCEPTS and one.clause)
        return any(self.policy.clause(one).article is not None for one in accepting)

    def first_promises(self) -> Iterator[Due]:
        """This function will yield the promises; of several for the same thing, one a law's, the first alone."""
        lawful = {due.what for due in self.decision.promises if due.clause and self.policy.clause(due.clause).article}
        told: set[str] = set()
        for due in self.decision.promises:  # with a law's among them they stand in order of time
            if due.what not in lawful & told:
                yield due
            told.add(due.what)

    def questions(self) -> Iterator[Question]:
        """This function will yield what is missing: what the customer can tell and what the shop has to look up."""
        wrong = any(reason.ground is Ground.WRONG for reason in self.verdict.reasons)
        for name in self.verdict.doubts:
            fact = self.policy.vocabulary.find(name)
            if self.decision.facts.get(name) is not None:
                if wrong:  # else it is only compared with something that is missing
                    yield Question(name, self.words.say("makes_no_sense", about=fact.about), yours=False)
            elif fact.ask or name in self.words.questions:
                yield Question(name, fact.ask or self.words.questions[name], yours=True)
            else:
                yield Question(name, self.words.say("look_up", about=fact.about), yours=False)

    def way(self, way: tuple[Change, ...]) -> str:
        """This function will write one way to another answer: all the changes that it takes."""
        parts = dict.fromkeys(part for change in way for part in self.change(change))
        laws = [law.article for law in (self.policy.clause(one.clause).article for one in way) if law is not None]
        if laws:
            said = self.words.say("and").join(dict.fromkeys(laws))
            return self.words.say("way_by_law", do=self.do, parts=self.words.say("and_also").join(parts), laws=said)
        return self.words.say("way", do=self.do, parts=self.words.say("and_also").join(parts))

    def change(self, change: Change) -> list[str]:
        """This function will write what would have had to be so."""
        clause = self.policy.clause(change.clause)
        if change.wanted is None:
            return [self.words.lanes[change.lane][1]]
        if change.ground is Ground.TOO_LATE and clause.within is not None:
            closing = self.decision.closings.get(clause.id)
            if closing is not None:
                event = clause.within.event
                if event == ASKED:
                    return [self.words.say("asked_by", date=self.date(closing))]
                return [self.words.say("sent_by", event=self.words.events[event][0], date=self.date(closing))]
            moment = moments_of(clause.within.anchor, self.policy, self.words)
            return [self.words.say("asked_in", span=span_in_words(clause.within, self.words), **moment)]
        if change.ground is Ground.NOT_BEGUN and clause.within is not None:
            return [moment_of(clause.within.anchor, self.policy, self.words)]
        return parts_of(still_open(change.wanted, self.truth_of(clause)), self.policy, self.words)

    def advice(self) -> Iterator[Named]:
        """This function will yield the advice that goes with what is not refused, and what the law may give beside."""
        for clause_id in self.verdict.advice:
            clause = self.policy.clause(clause_id)
            if clause.article is not None and clause.article.status == "unverified":
                detail = self.words.say("unverified", law=clause.article.article)
                yield Named(clause_id, "advises", clause.says, detail, lawful(clause))
            elif self.verdict.outcome is not Outcome.REFUSED:
                yield Named(clause_id, "advises", clause.says, "", lawful(clause))


def lawful(clause: Clause) -> Lawful | None:
    """This function will return where the law says it; nothing of a shop's own clause."""
    law = clause.article
    return None if law is None else Lawful(law.rule, law.article, law.source, law.status)


def _failing(condition: Condition, truth: TruthOf, *, so: bool) -> Iterator[Condition]:
    """What is so instead: the opposites of the parts that keep a condition from being so."""
    match condition:
        case Not(part):
            yield from _failing(part, truth, so=not so)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                if holds(part if so else Not(part), truth) is NO:
                    yield from _failing(part, truth, so=so)
        case Test():
            yield Not(condition) if so else condition


def still_open(condition: Condition, truth: TruthOf) -> Condition:
    """This function will return those parts of a condition that do not hold already."""
    if isinstance(condition, AllOf):
        return AllOf(tuple(part for part in condition.parts if holds(part, truth).value != "yes"))
    return condition
