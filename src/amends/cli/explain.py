"""`amends explain`: a decision as a page to read, with the clauses quoted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from amends.cli.claim import asked, claim_options
from amends.cli.decide import COLOURS, decision_document, heading, remedies_shown
from amends.cli.given import terminal
from amends.core.engine.decide import compile_policy
from amends.core.engine.explain import explain_remedy
from amends.core.engine.explained import Explained, Named

INDENT = (0, 0, 0, 2)
DEEPER = (0, 0, 0, 4)


@click.command()
@claim_options
def command(policy: str, as_json: bool, **said: Any) -> None:
    """Show a decision with its reasons, as a page.

    POLICY is a policy file, a folder with `policy.yaml`, or an example shop: piercing, silver, bespoke.

    \b
    amends explain silver --fact claim.reason=changed_mind --fact item.category=earring
    """
    claim = asked(policy, **said)
    decision = compile_policy(claim.policy).decide(claim.facts, claim.at)
    if as_json:
        click.echo(json.dumps(decision_document(claim, decision), indent=2, ensure_ascii=False))
        return
    console = terminal()
    console.print(Text(heading(claim.policy, decision), style="bold"))
    told = [
        explain_remedy(claim.told.policy, decision, name, claim.told.words) for name in remedies_shown(claim, decision)
    ]
    for one in told:
        show(one, console)


def show(told: Explained, console: Console) -> None:
    """This function will print one remedy: the answer, then what it rests on, then what comes of it."""
    console.print()
    title = Text.assemble((told.label, "bold"), "  ", (told.outcome, COLOURS[told.outcome]))
    console.print(title)
    console.print(Padding(Text(told.answer), INDENT, expand=False))
    _named("", told.reasons, console)
    _listed("On these terms", told.terms, console)
    _listed("Dates", (one.says for one in told.dates), console)
    _listed("Still to be said", (one.says for one in told.questions), console)
    _named("Good to know", told.advice, console)
    if told.outcome != "accepted":
        _listed("What would change it", told.ways, console)
        _listed("What is open instead", told.instead, console)


def _named(title: str, clauses: Iterable[Named], console: Console) -> None:
    lines = [
        Text.assemble((one.clause, "cyan"), "  ", one.says, (f"  {one.detail}", "dim"), (_article(one), "dim"))
        for one in clauses
    ]
    if lines and title:
        console.print(Padding(Text(title, style="dim"), INDENT, expand=False))
    for line in lines:
        console.print(Padding(line, DEEPER, expand=False))


def _article(one: Named) -> str:
    return f"  {one.law.article}" if one.law is not None and one.law.article not in one.detail else ""


def _listed(title: str, lines: Iterable[str], console: Console) -> None:
    each = list(lines)
    if each:
        console.print(Padding(Text(title, style="dim"), INDENT, expand=False))
        for line in each:
            console.print(Padding(Text(line), DEEPER, expand=False))
