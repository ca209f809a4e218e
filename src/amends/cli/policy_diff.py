"""`amends policy diff`: what a new version of a policy changes, for whom, with a claim that shows it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from amends.cli.given import policy_path
from amends.cli.plain import plain
from amends.core.changes.clauses import ClauseChange, Difference, Kind, Part
from amends.core.changes.judge import Way
from amends.core.changes.promises import PromiseChange
from amends.core.changes.told import Consequence, Told, tell
from amends.core.engine.language import ENGLISH
from amends.core.engine.wording import span_in_words
from amends.usecases.read_policy import read_policy

SAME, DIFFERENT = 0, 1
WAYS = {Way.WORSE: "Worse for the customer", Way.MIXED: "Better in one thing, worse in another",
        Way.BETTER: "Better for the customer"}  # fmt: skip
COLOURS = {Way.WORSE: "red", Way.MIXED: "yellow", Way.BETTER: "green"}
KINDS = {Kind.ADDED: "new", Kind.TAKEN_OUT: "taken out", Kind.CHANGED: "changed"}
PARTS = {
    Part.ID: "Id", Part.SENTENCE: "Sentence", Part.SECTION: "Section", Part.COUNTED_FROM: "Counted from",
    Part.REMEDIES: "About", Part.EXTENDS: "Lengthens",
}  # fmt: skip
HEAD = {
    "answer_within": "Answers within", "post_within": "Goods sent back within",
    "free_shipping_from_minor": "Free shipping from", "flat_rate_minor": "Shipping",
    "name": "Name", "country": "Country", "email": "E-mail", "longest_days": "Days until a parcel has arrived",
}  # fmt: skip
PROMISES = {**ENGLISH.page.promises, "post": "time to send the goods back"}


@click.command("diff", short_help="Say what a new version changes, and for whom.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write all of it as JSON.")
def command(old: Path, new: Path, *, as_json: bool) -> None:
    """Say what the policy in NEW changes against the one in OLD, clause by clause and for whom.

    Each is a policy file, a folder with `policy.yaml`, or an example shop.

    \b
    amends policy diff policy.yaml policy-new.yaml

    It is no comparison of texts: every claim that can be is looked at, and each difference comes with one claim that
    `amends decide` answers differently. Leaves with 0 where every claim is answered the same, with 1 where not.
    """
    files = str(policy_path(str(old))), str(policy_path(str(new)))
    told = tell(read_policy(files[0]), read_policy(files[1]))
    if as_json:
        click.echo(json.dumps(document(told, files), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_text(told, files, (str(old), str(new)))))
    sys.exit(DIFFERENT if told.answers_differ else SAME)


def _text(told: Told, files: tuple[str, str], said: tuple[str, str]) -> Iterator[str]:
    yield click.style(f"{told.new.shop.name}: {_names(told, said)}", bold=True)
    if told.head or told.clauses:
        yield from ("", click.style("What it says", bold=True))
    for one in told.head:
        yield f"  {HEAD.get(one.label, one.label)}:{_instead(one)}"
    for change in told.clauses:
        yield from _clause(change)
    if told.unproved:
        yield from ("", click.style(f"For whom it changes something cannot be told: {told.unproved}", fg="yellow"))
    for way, title in WAYS.items():
        found = told.of_way(way.value)
        promises = [one for one in told.promises if one.way is way]
        if found or promises:
            yield from ("", click.style(title, bold=True, fg=COLOURS[way]))
        for consequence in found:
            yield from _consequence(consequence, told, files)
        yield from dict.fromkeys(f"  {_promise(one)}" for one in promises)
    if not told.answers_differ:
        yield from ("", click.style("Every claim is answered the same.", fg="green"))


def _names(told: Told, said: tuple[str, str]) -> str:
    """What is held against what: by the versions, or by the files where both give themselves the same name."""
    if told.new.version != told.old.version:
        return f"version {told.new.version} against version {told.old.version}"
    return f"{plain(said[1])} against {plain(said[0])}, both version {told.new.version}"


def _clause(change: ClauseChange) -> Iterator[str]:
    found = change.after or change.before
    about = f" ({found.rule[0].text})" if found and found.rule else ""
    yield f"  {click.style(change.id, fg='cyan')}{about}  {KINDS[change.kind]}"
    whole = change.after if change.kind is Kind.ADDED else change.before if change.kind is Kind.TAKEN_OUT else None
    if whole is not None:
        yield f"    {whole.says}"
        yield from (click.style(f"    {line.label}: {line.text}", dim=True) for line in whole.rule)
    yield from (f"    {_label(one)}:{_instead(one)}" for one in change.differences)


def _label(one: Difference) -> str:
    return PARTS.get(one.part) or (f"Exception [{one.label}]" if one.part is Part.EXCEPTION else one.label)


def _instead(one: Difference) -> str:
    if one.part is Part.SENTENCE:
        return f"\n      before: {one.before}\n      now:    {one.after}"
    if not one.before:
        return f" {one.after} (new)"
    return f" {one.after} instead of {one.before}" if one.after else f" no more: {one.before}"


def _consequence(one: Consequence, told: Told, files: tuple[str, str]) -> Iterator[str]:
    remedies = ", ".join(ENGLISH.remedies[name][0] for name in one.remedies)
    lanes = ", ".join(ENGLISH.lanes[lane][0].lower() for lane in one.lanes)
    cause = f"  [{one.cause}]" if one.cause else ""
    answer = f"{one.after}, {one.before} before" if one.before != one.after else f"{one.after} on other terms"
    yield f"  {click.style(remedies, bold=True)} ({lanes}): {answer}{click.style(cause, fg='cyan')}"
    yield from (f"    now:    {line}" for line in one.terms_after)
    yield from (f"    before: {line}" for line in one.terms_before)
    yield click.style(f"    For example: {'; '.join(one.example)}", dim=True)
    yield click.style(f"    {one.witness.command(told.new, files[1])}", dim=True)


def _promise(one: PromiseChange) -> str:
    spans = [" or ".join(span_in_words(each, ENGLISH) for each in side) or "not promised"
             for side in (one.after, one.before)]  # fmt: skip
    lane = f" ({ENGLISH.lanes[one.lane][0].lower()})" if one.lane else ""
    return f"{PROMISES.get(one.what, one.what).capitalize()}{lane}: {spans[0]} instead of {spans[1]}"


def document(told: Told, files: tuple[str, str]) -> dict[str, Any]:
    """This function will return all of it as JSON can hold it; each witness with the command for either version."""
    return {
        **{name: {"shop": policy.shop.id, "version": policy.version, "hash": policy.hash,
                  "starts": date.fromordinal(policy.starts).isoformat()}
           for name, policy in (("old", told.old), ("new", told.new))},
        "same_answers": not told.answers_differ,
        "unproved": told.unproved or None,
        "head": [{"name": one.label, "before": one.before, "after": one.after} for one in told.head],
        "clauses": [
            {
                "id": one.id, "change": one.kind.value, "only_words": one.only_words,
                "before": one.before.says if one.before else None, "after": one.after.says if one.after else None,
                "differences": [
                    {"part": each.part.value, "label": each.label, "before": each.before, "after": each.after}
                    for each in one.differences
                ],
            }
            for one in told.clauses
        ],
        "consequences": [_row(one, told, files) for one in told.consequences],
        "promises": [
            {"what": one.what, "lane": one.lane or None, "way": one.way.value,
             "before": [span_in_words(each, ENGLISH) for each in one.before],
             "after": [span_in_words(each, ENGLISH) for each in one.after]}
            for one in told.promises
        ],
    }  # fmt: skip


def _row(one: Consequence, told: Told, files: tuple[str, str]) -> dict[str, Any]:
    sides = zip((told.old, told.new), files, strict=True)
    return {
        "way": one.way.value, "what": one.what.value, "clause": one.cause or None, "remedies": list(one.remedies),
        "lanes": list(one.lanes), "before": one.before, "after": one.after,
        "terms_before": list(one.terms_before), "terms_after": list(one.terms_after), "example": list(one.example),
        "witness": {
            "facts": one.witness.written(told.new),
            "decide": [one.witness.command(policy, file) for policy, file in sides],
        },
    }  # fmt: skip
