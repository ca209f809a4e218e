"""`amends decide`: every remedy for one claim in one table, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from msgspec import to_builtins
from rich.text import Text

from amends.cli.claim import Asked, asked, claim_options, fact_as_written
from amends.cli.given import policy_path, terminal
from amends.cli.tables import tell_table
from amends.core.dates import Deadline, Instant, datetime_of
from amends.core.engine.decide import compile_policy
from amends.core.engine.explain import explain_remedy
from amends.core.engine.explained import Explained, Named
from amends.core.engine.verdict import Decision, Ground, Outcome
from amends.core.facts import Kind
from amends.core.money import format_amount
from amends.core.policy.tree import Policy
from amends.core.refunds.terms import Terms

COLOURS = {"accepted": "green", "refused": "red", "referred": "yellow"}
YIELDS = Ground.YIELDS.value


@click.command()
@claim_options
@click.option("--receipt", "receipt_file", type=click.Path(path_type=Path), help="Write a receipt of it to this file.")
def command(policy: str, receipt_file: Path | None, *, as_json: bool, **said: Any) -> None:
    """Decide a claim under a policy.

    POLICY is a policy file, a folder with `policy.yaml`, or an example shop: piercing, silver, bespoke.

    \b
    amends decide silver --fact claim.reason=changed_mind --fact item.category=earring
    amends decide policy.yaml --facts claim.yaml --at 2026-04-14T23:59:59
    amends decide policy.yaml --facts claim.yaml --receipt claim.receipt
    """
    claim = asked(policy, **said)
    decision = compile_policy(claim.policy).decide(claim.facts, claim.at)
    if receipt_file is not None:
        from amends.cli.receipt_of_claim import write_receipt_of  # noqa: PLC0415 - loads what signs, which few need

        write_receipt_of(claim, decision, policy_path(policy), receipt_file)
    if as_json:
        click.echo(json.dumps(decision_document(claim, decision), indent=2, ensure_ascii=False))
        return
    console = terminal()
    console.print(Text(heading(claim.policy, decision)))
    tell_table(console, ("remedy", "answer", "until", "because of"), _rows(claim, decision), ("until",))
    for line in _missing(claim, decision):
        console.print(Text(line), soft_wrap=True)


def heading(policy: Policy, decision: Decision) -> str:
    """This function will say whose policy decided, which version of it, and when."""
    when = datetime_of(decision.at, policy.shop.zone).strftime("%Y-%m-%d %H:%M:%S")
    law = f" under the law of {policy.floor.name.partition(' ')[0]}" if policy.floor else ""
    return f"{policy.shop.name}, policy {policy.version}{law}, decided at {when} ({policy.shop.zone.key})"


def remedies_shown(claim: Asked, decision: Decision) -> list[str]:
    """This function will return the remedies to tell of: the one asked for, or all on offer, open ones first."""
    if claim.remedy is not None:
        return [claim.remedy]
    order = [Outcome.ACCEPTED, Outcome.REFERRED, Outcome.REFUSED]
    offered = [name for name, verdict in decision.verdicts.items() if verdict.on_offer or verdict.clauses]
    return sorted(offered, key=lambda name: (order.index(decision.verdicts[name].outcome), name))


def _rows(claim: Asked, decision: Decision) -> Iterator[tuple[str | Text, ...]]:
    for remedy in remedies_shown(claim, decision):
        told = explain_remedy(claim.told.policy, decision, remedy, claim.told.words)
        until = decision.open_until(remedy)
        outcome = Text(told.outcome, style=COLOURS[told.outcome])
        because = ", ".join(_because(told)) or _silence(decision, remedy)
        yield remedy, outcome, _written(until, claim.policy) if until else "", because


def _because(told: Explained) -> list[str]:
    if told.outcome == "refused":  # what stands against it, and why it applies
        return list(dict.fromkeys(one.clause for one in told.reasons))
    deciding = [one.clause for one in told.reasons if one.ground != YIELDS]
    yielding = [f"not {one.clause}" for one in told.reasons if one.ground == YIELDS and one.clause not in deciding]
    return list(dict.fromkeys((*deciding, *yielding)))


def _silence(decision: Decision, remedy: str) -> str:
    verdict = decision.verdicts.get(remedy)
    grounds = {reason.ground for reason in verdict.reasons} if verdict else {Ground.NOT_OFFERED}
    if Ground.NOT_OFFERED in grounds:
        return "nobody is offered this"
    return "facts are missing" if Ground.UNKNOWN in grounds else "no clause speaks of it"


def _missing(claim: Asked, decision: Decision) -> list[str]:
    shown = [name for name in remedies_shown(claim, decision) if name in decision.verdicts]
    names = dict.fromkeys(name for remedy in shown for name in decision.missing(remedy))
    return [f"Missing: {', '.join(names)}"] if names else []


def decision_document(claim: Asked, decision: Decision) -> dict[str, Any]:
    """This function will return the decision as JSON can hold it: outcomes, clauses, sentences, terms and dates."""
    policy = claim.policy
    return {
        "policy": {"shop": policy.shop.id, "version": policy.version, "hash": decision.policy_hash},
        **({"law": policy.floor.name} if policy.floor else {}),
        "at": _iso(decision.at, policy),
        "lanes": list(decision.lanes),
        "facts": {name: fact_in_file(name, claim.facts[name], policy) for name in sorted(claim.facts)},
        "remedies": {name: _remedy(claim, decision, name) for name in remedies_shown(claim, decision)},
        "promises": [
            {"what": due.what, "clause": due.clause or None, **_deadline(due.deadline, policy)}
            for due in decision.promises
        ],
    }


def _remedy(claim: Asked, decision: Decision, remedy: str) -> dict[str, Any]:
    told = explain_remedy(claim.told.policy, decision, remedy, claim.told.words)
    verdict = decision.verdicts.get(remedy)
    until = decision.open_until(remedy)
    return {
        "outcome": told.outcome,
        "answer": told.answer,
        "reasons": [
            {"clause": one.clause, "ground": one.ground, "says": one.says, "detail": one.detail, **_article(one)}
            for one in told.reasons
        ],
        "until": _deadline(until, claim.policy) if until else None,
        "terms": _terms(verdict.terms) if verdict and verdict.outcome is Outcome.ACCEPTED else None,
        "missing": list(decision.missing(remedy)) if verdict else [],
        "ways": list(told.ways),
        "instead": list(told.instead),
        "advice": [{"clause": one.clause, "says": one.says, **_article(one)} for one in told.advice],
    }


def _article(one: Named) -> dict[str, Any]:
    """Where the law says it; nothing of a clause of the shop."""
    return {"law": to_builtins(one.law)} if one.law is not None else {}


def _terms(terms: Terms) -> dict[str, Any]:
    values = {spec.name: getattr(terms, spec.name) for spec in fields(Terms)}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def fact_in_file(name: str, value: Any, policy: Policy) -> Any:
    """This function will say a fact as a file of facts does: amounts in major units, moments in the shop's own time."""
    kind = policy.vocabulary.find(name).kind
    if kind is Kind.MONEY:
        value = format_amount(value, policy.shop.currency)
    return fact_as_written(_iso(value, policy) if kind is Kind.MOMENT and isinstance(value, int) else value)


def _iso(instant: Instant, policy: Policy) -> str:
    return datetime_of(instant, policy.shop.zone).isoformat()


def _deadline(deadline: Deadline, policy: Policy) -> dict[str, Any]:
    day = None if deadline.last_day is None else date.fromordinal(deadline.last_day).isoformat()
    return {"last_day": day, "closes_at": _iso(deadline.closes_at, policy)}


def _written(deadline: Deadline, policy: Policy) -> str:
    if deadline.last_day is not None:
        return date.fromordinal(deadline.last_day).isoformat()
    return datetime_of(deadline.closes_at, policy.shop.zone).strftime("%Y-%m-%d %H:%M:%S")
