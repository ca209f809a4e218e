"""The law and the shop's policy, each decided by itself, as one answer: in the customer's favour.

For one remedy, the first row that applies decides:

1. the law gives nothing here: the shop's answer, unchanged;
2. the law accepts: accepted, on the better of both in every term that the law speaks of, and on the shop's in the
   others; where the shop does not accept, on the law's alone;
3. whether the law gives it is open (a judgement, a missing fact), and the shop accepts on terms at least as good:
   the shop's answer;
4. else: referred.

Laws: no answer and no terms are worse for the customer than those of either side alone, but for row 4, where a person
looks before less is taken than the law may give; every clause of the shop that goes behind the law is named with the
clauses that go before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from amends.core.engine.verdict import AGAINST, Change, Due, Ground, Outcome, Reason, Verdict
from amends.core.engine.ways import shortest
from amends.core.policy.floors import is_sure
from amends.core.policy.tree import Effect, Policy
from amends.core.refunds.terms import BETTER, UNSAID, Terms, better

ACCEPTED, REFUSED, REFERRED = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.REFERRED
SETTING = (Effect.ACCEPT, Effect.TERMS)
BOUND = (Ground.ACCEPTS, Ground.TERMS)  # the clauses that set terms
NOTHING = frozenset({REFUSED})


def merged(policy: Policy, law: Verdict, shop: Verdict) -> Verdict:
    """This function will return one verdict from the law's and the shop's; `policy` has the clauses of both."""
    plain = merged_plainly(policy, law, shop)
    return plain if plain.possible == {ACCEPTED} else replace(plain, ways=merged_ways(law, shop))


def merged_ways(law: Verdict, shop: Verdict) -> tuple[tuple[Change, ...], ...]:
    """This function will return the shortest ways to be accepted, by either."""
    return shortest((*shop.ways, *law.ways))


def merged_plainly(policy: Policy, law: Verdict, shop: Verdict) -> Verdict:
    """This function will return the same without its ways, which take longest to find."""
    advice = tuple(sorted({*law.advice, *shop.advice}))
    spoken = spoken_in(policy, law.remedy)
    as_good = _united(spoken, law, shop) == shop.terms
    if gives_nothing(law) or (law.outcome is not ACCEPTED and shop.outcome is ACCEPTED and as_good):
        return _like(shop, shop.reasons, shop.terms, advice, shop.doubts)
    if law.outcome is ACCEPTED:
        united = _united(spoken, law, shop)
        terms = united if shop.outcome is ACCEPTED else law.terms
        # Accepted as it is; but where the shop, once it knew more, might give better terms, that can be asked.
        more = ACCEPTED in shop.possible and better(law.terms, united) != law.terms
        granting = (one for one in law.reasons if one.ground not in AGAINST)  # another right that was missed is none
        reasons = in_order((*granting, *_yielding(policy, law, shop, terms)))
        return _like(law, reasons, terms, advice, shop.doubts if more else ())
    named = (one for one in shop.reasons if one.clause or one.ground in (Ground.UNKNOWN, Ground.WRONG))
    doubts = tuple(sorted({*law.doubts, *shop.doubts}))
    return Verdict(
        remedy=law.remedy,
        outcome=REFERRED,
        on_offer=True,
        reasons=in_order((*law.reasons, *named)),
        terms=_united(spoken, law, shop) if ACCEPTED in shop.possible else law.terms,
        possible=frozenset(_possible(law, shop, as_good=as_good, is_open=bool(doubts))),
        doubts=doubts,
        advice=advice,
    )


def _like(
    verdict: Verdict, reasons: tuple[Reason, ...], terms: Terms, advice: tuple[str, ...], doubts: tuple[str, ...]
) -> Verdict:
    return Verdict(
        remedy=verdict.remedy, outcome=verdict.outcome, on_offer=verdict.on_offer, reasons=reasons, terms=terms,
        possible=verdict.possible, doubts=doubts, advice=advice,
    )  # fmt: skip


def gives_nothing(law: Verdict) -> bool:
    """This function will say whether the law has nothing for this claim and remedy, whatever is still unknown."""
    return law.possible == NOTHING


def merged_all(policy: Policy, law: Mapping[str, Verdict], shop: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """This function will return the verdicts for every remedy that the law or the shop names."""
    return {
        remedy: merged(policy, law[remedy], shop.get(remedy) or unnamed(remedy)) if remedy in law else shop[remedy]
        for remedy in sorted({*law, *shop})
    }


def unnamed(remedy: str) -> Verdict:
    """This function will return the verdict of a side that names the remedy nowhere."""
    reasons = (Reason("", Ground.NOT_OFFERED),)
    return Verdict(remedy, REFUSED, on_offer=False, reasons=reasons, terms=UNSAID, possible=NOTHING)


def merged_promises(law: Iterable[Due], shop: Iterable[Due], verdicts: Iterable[Verdict]) -> tuple[Due, ...]:
    """This function will return what both promise, the earlier first; what the law does not give it does not date."""
    own, legal = tuple(shop), () if all(gives_nothing(one) for one in verdicts) else tuple(law)
    if not legal:
        return own
    return tuple(sorted((*own, *legal), key=lambda due: (due.what, due.deadline.closes_at, due.clause)))


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """This function will return the reasons sorted, so that the order of clauses in the file never shows."""
    grounds = list(Ground)
    placed = {(grounds.index(one.ground), one.clause): one for one in reasons}
    return tuple(placed[place] for place in sorted(placed))


def spoken_in(policy: Policy, remedy: str) -> frozenset[str]:
    """This function will return the terms of the remedy that the law says something about, whomever it says it to."""
    clauses = () if policy.floor is None else policy.floor.clauses
    speaking = (one for one in clauses if one.effect in SETTING and remedy in one.remedies and is_sure(one))
    return frozenset(name for one in speaking for name in one.terms)


def _united(spoken: frozenset[str], law: Verdict, shop: Verdict) -> Terms:
    both = better(law.terms, shop.terms)
    return replace(shop.terms, **{name: getattr(both, name) for name in sorted(spoken)})


def _possible(law: Verdict, shop: Verdict, *, as_good: bool, is_open: bool) -> Iterator[Outcome]:
    for legal, own in product(law.possible, shop.possible):
        if legal is REFUSED:
            yield own
        elif legal is ACCEPTED:
            yield ACCEPTED
        else:  # a judgement
            if own is not ACCEPTED or is_open or not as_good:
                yield REFERRED
            if own is ACCEPTED and (is_open or as_good):
                yield ACCEPTED


def _yielding(policy: Policy, law: Verdict, shop: Verdict, terms: Terms) -> Iterator[Reason]:
    """The shop's reasons where the law accepts: what agrees with it, and what goes behind it."""
    accepting = tuple(one.clause for one in law.reasons if one.ground is Ground.ACCEPTS)
    agrees = shop.outcome is ACCEPTED
    for one in shop.reasons:
        if not one.clause:
            continue
        if not agrees:
            if one.ground in (*AGAINST, Ground.CLASSIFIED):
                yield Reason(one.clause, Ground.YIELDS, one.says, to=accepting)
            continue
        lost = _lost(policy, one, shop.terms, terms)
        if lost:
            before = tuple(_setting(policy, law, lost)) or accepting
            yield Reason(one.clause, Ground.YIELDS, one.says, to=before)
        if not lost or one.ground is not Ground.TERMS:
            yield one


def _lost(policy: Policy, reason: Reason, own: Terms, terms: Terms) -> frozenset[str]:
    """The terms that the clause sets and that the law made better."""
    if reason.ground not in BOUND:
        return frozenset()
    said = policy.clause(reason.clause).terms
    return frozenset(name for name in BETTER if name in said and getattr(own, name) != getattr(terms, name))


def _setting(policy: Policy, law: Verdict, names: frozenset[str]) -> Iterator[str]:
    for one in law.reasons:
        if one.ground in BOUND and not names.isdisjoint(policy.clause(one.clause).terms):
            yield one.clause
