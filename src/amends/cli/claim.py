"""What `amends decide` and `amends explain` are told on the command line: a policy, the facts of a claim, a moment."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from amends.cli.given import policy_path
from amends.core.claims import Claim, facts_about, pieces_of
from amends.core.dates import NOT_YET, SECOND, Instant, local_day, parse_instant
from amends.core.engine.language import Told, told_in
from amends.core.errors import AmendsError, OrderInvalid, Place, PolicyInvalid, did_you_mean
from amends.core.facts import read_value
from amends.core.orders import Order
from amends.core.policy.floors import under
from amends.core.policy.source import read_yaml
from amends.core.policy.tree import Policy
from amends.core.scenarios.prepare import flat
from amends.core.scenarios.read import path_of_fact
from amends.core.vocabulary import REMEDIES
from amends.languages import codes, language_named
from amends.laws import floor_for, floor_texts
from amends.usecases.read_policy import read_policy, read_text, texts_beside

STANDARD_INPUT = "-"
_COUNTRY = re.compile("[A-Z]{2}")


class FactsInvalid(AmendsError):
    """What is said about a claim cannot be read."""

    code = "facts_invalid"


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim as it was put on the command line."""

    policy: Policy
    facts: Mapping[str, Any]
    at: Instant
    remedy: str | None
    told: Told  # the policy in the language of whoever reads


language_option = click.option(
    "--language", metavar="CODE", default="en", show_default=True, help="The language to tell it in, such as `de`."
)


def claim_options(command: Callable[..., None]) -> Callable[..., None]:
    """This function will add what both commands are told: the policy, facts, order, moment and remedy."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Write the answer as JSON."),
        language_option,
        click.option("--without-law", is_flag=True, help="Only what the shop's own clauses say, whatever the country."),
        click.option("--remedy", metavar="NAME", help="Only this remedy, such as `refund`."),
        click.option("--at", metavar="TIME", help="When it is decided, in the shop's own time; now, unless given."),
        click.option("--line", metavar="ID", help="The line of the order; the only one, unless given."),
        click.option(
            "--order", "order_file", type=click.Path(path_type=Path), help="A file with the order (JSON, CSV)."
        ),
        click.option("--fact", "single", multiple=True, metavar="NAME=VALUE", help="One fact; again for more."),
        click.option("--facts", "file", metavar="FILE", help="Facts as YAML or JSON; `-` reads standard input."),
        click.argument("policy"),
    ):
        command = option(command)
    return command


def asked(policy: str, *, file: str | None, single: tuple[str, ...], **more: Any) -> Asked:
    """This function will read everything that was said about the claim, or raise with what is wrong in it."""
    found = read_policy(policy_path(policy))
    facts: dict[str, Any] = {}
    if more["order_file"] is not None:
        facts.update(_of_order(more["order_file"], more["line"], found))
    if file is not None:
        facts.update(_of_file(file, found))
    for pair in single:
        facts.update(_of_pair(pair, found))
    if not facts:
        hint = "Give `--facts FILE` or `--fact claim.reason=changed_mind`; `--help` shows more."
        raise FactsInvalid("nothing is said about the claim.", hint=hint)
    at = parse_instant(more["at"], found.shop.zone) if more["at"] else _now()
    known = {name: value for name, value in facts.items() if value is not None}
    if isinstance(region := known.get("order.region"), str):  # `US-CA`, as ISO 3166-2 has it, is `CA`
        known["order.region"] = region.removeprefix(f"{known.get('order.country')}-")
    if not more["without_law"]:
        found = under(found, floor_for(*law_of_claim(found, known, at), found.shop))
    return Asked(found, known, at, _remedy(more["remedy"]), told_as(found, policy_path(policy), more["language"]))


def told_as(policy: Policy, path: Path, code: str) -> Told:
    """This function will return the policy as it is told in that language, with the texts that lie beside its file."""
    found = language_named(code)
    if found.code != code:
        hint = did_you_mean(code, codes()) or f"There are {', '.join(f'`{one}`' for one in codes())}."
        raise FactsInvalid(f"there is no language `{code}`.", hint=hint)
    law = floor_texts(policy.floor.name[:2], code) if policy.floor else None
    return told_in(policy, found.words, texts_beside(path, code), law)


def _remedy(said: str | None) -> str | None:
    if said is None or said in REMEDIES:
        return said
    hint = did_you_mean(said, REMEDIES) or f"There are {', '.join(f'`{one}`' for one in REMEDIES)}."
    raise FactsInvalid(f"there is no remedy `{said}`.", hint=hint)


def law_of_claim(policy: Policy, facts: Mapping[str, Any], at: Instant) -> tuple[str, str, int]:
    """This function will say whose law it is: the country and region told of, and the day of the order or of asking."""
    country, region = _place(facts, "order.country", "DE"), _place(facts, "order.region", "CA")
    placed = facts.get("order.placed_at")
    return country, region, local_day(placed if isinstance(placed, int) else at, policy.shop.zone)


def _place(facts: Mapping[str, Any], name: str, such_as: str) -> str:
    said = facts.get(name, "")
    if not isinstance(said, str):
        return ""
    if said and not _COUNTRY.fullmatch(said):  # else an order to `de` would stand on no law, and nobody see why
        what = f"`{name}` is two capital letters, not `{said}`."
        raise FactsInvalid(what, hint=f"Write it as in `{name}={such_as}`.")
    return said


def _now() -> Instant:
    return int(time.time()) * SECOND


def _of_file(file: str, policy: Policy) -> dict[str, Any]:
    name = "standard input" if file == STANDARD_INPUT else file
    text = sys.stdin.read() if file == STANDARD_INPUT else read_text(file)
    try:
        source = read_yaml(text, name)
    except PolicyInvalid as error:
        raise FactsInvalid(
            error.problems[0].what, place=error.problems[0].place, hint=error.problems[0].hint
        ) from error
    if source.problems:
        path, problem = source.problems[0]
        raise FactsInvalid(problem.what, place=source.place(path, name), hint=problem.hint)
    if not isinstance(source.data, dict):
        hint = "Write each as `claim.reason: changed_mind`."
        raise FactsInvalid("facts are a mapping of names to values.", place=Place(name), hint=hint)
    facts = {}
    for fact, value in flat(source.data):
        place = source.place(path_of_fact(source.data, fact), name)
        facts.update(_read(fact, value, policy, Place(name, place.line, place.column)))
    return facts


def _of_pair(pair: str, policy: Policy) -> dict[str, Any]:
    name, sign, text = pair.partition("=")
    if not sign:
        raise FactsInvalid(f"`{pair}` says nothing.", hint="Write it as `--fact item.category=ring`.")
    try:
        value = read_yaml(text, "").data
    except PolicyInvalid:
        value = text
    return _read(name.strip(), text if isinstance(value, dict) else value, policy, Place(field="--fact"))


def _read(name: str, value: Any, policy: Policy, place: Place) -> dict[str, Any]:
    try:
        fact = policy.vocabulary.find(name)
        return {name: None if value is None else read_value(fact, value, policy.shop.zone, policy.shop.currency)}
    except AmendsError as error:
        raise FactsInvalid(error.what, place=place, hint=error.hint) from error


def _of_order(path: Path, line: str | None, policy: Policy) -> dict[str, Any]:
    order = _order(path, policy)
    pieces = [piece for piece in pieces_of(order) if line in (None, piece.line.id, piece.id)]
    if len(pieces) == 1:
        return facts_about(order, pieces[0], Claim(), policy.vocabulary)
    ids = [piece.id for piece in pieces_of(order)]
    known = ", ".join(f"`{one}`" for one in ids)
    if line is None or pieces:
        raise OrderInvalid(
            "the order has several pieces.", place=Place(str(path)), hint=f"Say `--line` with one of {known}."
        )
    hint = did_you_mean(line, ids) or f"It has {known}."
    raise OrderInvalid(f"the order has no line `{line}`.", place=Place(str(path)), hint=hint)


def _order(path: Path, policy: Policy) -> Order:
    from amends.imports.files import How, opened  # noqa: PLC0415 - only where an order is given
    from amends.imports.mapping import preset  # noqa: PLC0415
    from amends.imports.orders import ReadOrder  # noqa: PLC0415

    how = How(mapping=preset("default"), currency=policy.shop.currency, zone=policy.shop.zone, kind="orders")
    orders: list[Order] = []
    with opened(path, how) as (_, values):
        for _, value in values:
            if isinstance(value, AmendsError):
                raise value
            if isinstance(value, ReadOrder):
                orders.append(value.order)
    if len(orders) != 1:
        count = "no order" if not orders else f"{len(orders)} orders"
        raise OrderInvalid(f"the file has {count}.", place=Place(str(path)), hint="Give a file with one order.")
    return orders[0]


def fact_as_written(value: Any) -> Any:
    """This function will return a fact's value as JSON can hold it."""
    if value is NOT_YET:
        return "not_yet"
    if isinstance(value, frozenset):
        return sorted(value)
    return value if isinstance(value, bool | int | str) else str(value)
