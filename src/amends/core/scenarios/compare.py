"""What differs between a decision and what a case expects of it. Only what the case says is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from amends.core.dates import Deadline, datetime_of, parse_instant
from amends.core.engine.verdict import AGAINST, Decision, Ground, Outcome, Verdict
from amends.core.errors import AmendsError
from amends.core.money import format_amount, parse_amount
from amends.core.policy.model import TermsOf
from amends.core.policy.named_terms import AMOUNTS, named_terms
from amends.core.policy.tree import Policy
from amends.core.scenarios.model import REMEDIES, DueExpected, ExpectOf, VerdictExpected

NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise than expected."""

    about: str  # the remedy, or `lane`, `due`, `money`
    what: str
    expected: str
    got: str
    clauses: tuple[str, ...] = ()  # the clauses that made it so


def differences(decision: Decision, expect: ExpectOf, policy: Policy) -> Iterator[Difference]:
    """This function will return everything in which the decision is not what is expected."""
    if expect.lane is not None and decision.lanes != (expect.lane,):
        yield Difference("lane", "lane", expect.lane, ", ".join(decision.lanes))
    for remedy in REMEDIES:
        wanted = getattr(expect, remedy)
        if wanted is not None:
            wanted = wanted if isinstance(wanted, VerdictExpected) else VerdictExpected(outcome=wanted)
            yield from _of_verdict(decision, remedy, wanted, policy)
    for clause, until in expect.closes.items():
        got = _until(decision.closings.get(clause), until, policy)
        if got != until:
            yield Difference("closes", f"`{clause}`", until, got, (clause,))
    for what, promised in expect.due.items():
        yield from _of_due(decision, what, promised, policy)


def _of_verdict(decision: Decision, remedy: str, wanted: VerdictExpected, policy: Policy) -> Iterator[Difference]:
    verdict = decision.verdicts.get(remedy)
    if verdict is None:
        if wanted.outcome != NOT_OFFERED:
            yield Difference(remedy, "outcome", str(wanted.outcome or "a verdict"), NOT_OFFERED)
        return
    for what, expected, got in _compared(decision, verdict, wanted, policy):
        if expected != got:
            yield Difference(remedy, what, expected, got, verdict.clauses)


def _compared(
    decision: Decision, verdict: Verdict, wanted: VerdictExpected, policy: Policy
) -> Iterator[tuple[str, str, str]]:
    if wanted.outcome is not None:
        yield "outcome", wanted.outcome, outcome_of(verdict)
    if wanted.clauses is not None:
        missing = [name for name in wanted.clauses if name not in verdict.clauses]
        yield "clauses", _listed(wanted.clauses), _listed(verdict.clauses if missing else wanted.clauses)
    if wanted.without is not None:
        named = [name for name in wanted.without if name in verdict.clauses]
        yield (
            "clauses",
            f"without {_listed(wanted.without)}",
            f"{'with' if named else 'without'} {_listed(named or wanted.without)}",
        )
    if wanted.against is not None:
        against = sorted({one.clause for one in verdict.reasons if one.ground in AGAINST})
        yield "against", _listed(sorted(wanted.against)), _listed(against)
    for clause, ground in wanted.because.items():
        grounds = [one.ground.value for one in verdict.reasons if one.clause == clause]
        yield f"the part of `{clause}`", ground, ground if ground in grounds else _listed(grounds)
    if wanted.silent is not None:
        silent = any(one.ground is Ground.SILENT for one in verdict.reasons)
        yield "silent", _word(wanted.silent), _word(silent)
    if wanted.until is not None:
        yield "until", wanted.until, _until(decision.open_until(verdict.remedy), wanted.until, policy)
    if wanted.terms is not None:
        for name, expected in said_terms(wanted.terms, policy.shop.currency).items():
            got = getattr(verdict.terms, name)
            yield f"terms, {name.removesuffix('_minor')}", _shown(name, expected, policy), _shown(name, got, policy)
    if wanted.missing is not None:
        yield "missing", _listed(sorted(wanted.missing)), _listed(sorted(decision.missing(verdict.remedy)))
    if wanted.advice is not None:
        yield "advice", _listed(sorted(wanted.advice)), _listed(sorted(verdict.advice))


def outcome_of(verdict: Verdict) -> str:
    """This function will return the outcome in the words of a scenario: what is not offered to anyone is told apart."""
    refused_by_nobody = any(one.ground is Ground.NOT_OFFERED for one in verdict.reasons)
    return NOT_OFFERED if verdict.outcome is Outcome.REFUSED and refused_by_nobody else verdict.outcome.value


def _of_due(decision: Decision, what: str, wanted: str | DueExpected | None, policy: Policy) -> Iterator[Difference]:
    found = [due for due in decision.promises if due.what == what]
    if wanted is None:
        if found:
            yield Difference("due", what, "nothing", _deadline(found[0].deadline, policy), (found[0].clause,))
        return
    by = wanted.by if isinstance(wanted, DueExpected) else wanted
    if isinstance(wanted, DueExpected) and wanted.clause is not None:
        found = [due for due in found if due.clause == wanted.clause]
    got = [_until(due.deadline, by, policy) for due in found]
    if by not in got:
        clauses = tuple(due.clause for due in found if due.clause)
        yield Difference("due", what, by, " or ".join(got) or "nothing", clauses)


def said_terms(said: TermsOf, currency: str) -> Mapping[str, Any]:
    """This function will return the terms that are said, under the names and in the units that the money has."""
    unsaid = [key for key in said.model_fields_set if getattr(said, key) is None]
    nothing = {f"{key}_minor" if key in AMOUNTS else key: None for key in unsaid}
    return nothing | dict(named_terms(said, lambda amount, _: parse_amount(str(amount), currency)))


def _until(deadline: Deadline | None, wanted: str, policy: Policy) -> str:
    """The deadline in the form in which it is expected: the same text where it is the same, else as it is."""
    if deadline is None:
        return "none"
    try:
        if "T" in wanted:
            same = parse_instant(wanted, policy.shop.zone) == deadline.closes_at
        else:
            same = deadline.last_day == date.fromisoformat(wanted).toordinal()
    except (AmendsError, ValueError):
        same = False
    return wanted if same else _deadline(deadline, policy)


def _deadline(deadline: Deadline, policy: Policy) -> str:
    if deadline.last_day is not None:
        return date.fromordinal(deadline.last_day).isoformat()
    return datetime_of(deadline.closes_at, policy.shop.zone).replace(tzinfo=None).isoformat()


def _shown(name: str, value: Any, policy: Policy) -> str:
    if name.endswith("_minor") and value is not None:
        return format_amount(value, policy.shop.currency)
    return _word(value) if isinstance(value, bool) else str(value)


def _word(value: bool) -> str:
    return "true" if value else "false"


def _listed(names: Any) -> str:
    return ", ".join(names) or "none"
