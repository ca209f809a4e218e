"""`amends receipt`: a decision derived again from its receipt alone, without the shop, a database or a network."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from amends.cli.decide import fact_in_file
from amends.cli.plain import plain
from amends.core.dates import datetime_of
from amends.core.engine.documents import as_document
from amends.core.engine.stored import facts_from
from amends.core.engine.verdict import AGAINST, Decision, Ground, Outcome, Verdict
from amends.core.errors import AmendsError
from amends.core.receipts import MOST_BYTES, Receipt, ReceiptInvalid, amount_text, derive, differences, policy_in
from amends.laws.kept import floor_from, is_known_here
from amends.usecases.sign_receipt import open_receipt

SAME, ANOTHER, UNREADABLE = 0, 1, 2
OF_ALL = ("to_pay", "refund", "credit")  # parts that are often all there is


class KeyDiffers(AmendsError):
    """The receipt is signed, but not with the key that was given."""

    code = "key_differs"


@click.group()
def command() -> None:
    """Derive a decision again from its receipt, offline: policy, law, facts and moment are all in it."""


@command.command(short_help="Check that a receipt is unchanged and follows.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--key", default="", help="The public key that the shop publishes; else nobody knows who signed.")
def check(files: tuple[Path, ...], key: str) -> None:
    """Check receipts: that nobody has changed them, and that what they tell follows from what they hold.

    Leaves with 0 where all of it follows, 1 where a receipt says something else than what follows, and 2 where a file
    is no receipt, was changed after it was signed, or was signed with another key.
    """
    worst = SAME
    for file in files:
        try:
            receipt = _opened(file, key)
            decision = derive(receipt, floor_from)
            found = list(differences(receipt, decision))
        except AmendsError as error:
            click.echo(plain(f"{file}: {error}"), err=True)
            worst = UNREADABLE
            continue
        for line in (f"{file}: {_heading(receipt)}", *_told(receipt, decision), *_amount(receipt), *found):
            click.echo(plain(line))
        click.echo(click.style(_verdict(found, key), fg="red" if found else "green"))
        worst = max(worst, ANOTHER if found else SAME)
    sys.exit(worst)


@command.command(short_help="Print the policy, law, facts or figures in it.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("part", type=click.Choice(["policy", "law", "facts", "figures"]), default="policy")
def show(file: Path, part: str) -> None:
    """Print what a receipt holds: the POLICY as the shop wrote it, the LAW it stood under, the FACTS, or the FIGURES.

    The facts come as `amends decide --facts` reads them; the figures are those that the amount is worked out from.
    """
    receipt = _opened(file, "")
    if part == "policy":
        click.echo(_as_is(receipt.policy.text), nl=False)
    elif part == "law":
        click.echo(_as_is(receipt.law.text if receipt.law else ""), nl=False)
    elif part == "figures":
        figures = as_document(receipt.figures) if receipt.figures else {}
        click.echo(json.dumps(figures, indent=2, ensure_ascii=False))
    else:
        policy = policy_in(receipt, floor_from)
        for name, value in sorted(facts_from(receipt.facts, policy.vocabulary).items()):
            click.echo(f"{name}: {json.dumps(fact_in_file(name, value, policy), ensure_ascii=False)}")


def _as_is(text: str) -> str:
    """A text word for word, but for what could steer the terminal where it goes to one."""
    return "\n".join(map(plain, text.split("\n"))) if sys.stdout.isatty() else text


def _opened(file: Path, key: str) -> Receipt:
    try:
        with file.open("rb") as opening:
            opened = open_receipt(opening.read(MOST_BYTES + 1))
    except OSError as error:
        why = (error.strerror or "its name is not usable").lower()
        raise ReceiptInvalid(f"the file cannot be read: {why}.") from error
    if key and opened.key != key.strip():
        what = f"it is signed with the key `{opened.key}`, not with `{key.strip()}`."
        raise KeyDiffers(what, hint="Ask the shop for its key, or do not trust this receipt.")
    return opened.receipt


def _heading(receipt: Receipt) -> str:
    policy = policy_in(receipt, floor_from)
    when = datetime_of(receipt.at, policy.shop.zone).strftime("%Y-%m-%d %H:%M:%S")
    law = f", under the law of {receipt.law.country}" if receipt.law else ""
    if receipt.law and not is_known_here(receipt.law, policy.shop):
        law += " as the receipt has it, which is not what this version of Amends knows"
    case = f", case {receipt.case}" if receipt.case else ""
    ahead = ", which has not come yet" if receipt.at > time.time_ns() // 1_000 else ""
    return f"{receipt.shop_name}{case}, policy {policy.version}{law}, decided at {when}{ahead}"


def _told(receipt: Receipt, decision: Decision) -> Iterator[str]:
    for name, verdict in decision.verdicts.items():
        if verdict.on_offer or verdict.clauses:
            asked = "  (asked for)" if name == receipt.remedy else ""
            yield f"  {name}: {verdict.outcome.value}, {', '.join(_deciding(verdict)) or 'no clause'}{asked}"


def _amount(receipt: Receipt) -> Iterator[str]:
    figures = receipt.figures
    if figures is None:
        return
    name, whole = ("amount" if figures.amount_minor >= 0 else "to pay"), abs(figures.amount_minor)
    rows = [(part, minor) for part, minor in (figures.parts or {}).items() if part not in OF_ALL or minor != whole]
    made_of = ", ".join(f"{part.replace('_', ' ')} {amount_text(figures, minor)}" for part, minor in rows)
    yield f"  {name}: {amount_text(figures, whole)}{made_of and f' ({made_of})'}"


def _deciding(verdict: Verdict) -> tuple[str, ...]:
    """Of a refusal only what speaks against it, and why that applies, as `amends decide` tells it."""
    if verdict.outcome is not Outcome.REFUSED:
        return verdict.clauses
    against = [one.clause for one in verdict.reasons if one.ground in AGAINST]
    classified = [one.clause for one in verdict.reasons if one.ground is Ground.CLASSIFIED]
    return tuple(dict.fromkeys((*against, *classified)))


def _verdict(found: list[str], key: str) -> str:
    if found:
        return "It does not follow."
    return "It follows." if key else "It follows. Who signed it is not known; give the shop's key with `--key`."
