"""Checking a policy file: what keeps it from being read, or else what is probably not meant, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from yaml import YAMLError

from amends.core.checks.every import TO_COME, findings_of
from amends.core.checks.finding import LEVELS, Finding, Subject
from amends.core.checks.translation import translation
from amends.core.engine.shop_texts import read_shop_texts
from amends.core.errors import AmendsError, Place, PolicyInvalid
from amends.core.orders import Product
from amends.core.policy.load import load_policy
from amends.core.policy.source import Source, read_yaml
from amends.core.policy.tree import Policy
from amends.core.policy.versions import VersionsClash, ordered
from amends.core.regions.witness import Unconfirmed
from amends.examples.catalogue import products_in
from amends.laws.statutes import statutes
from amends.usecases.read_policy import calendar_for, languages_beside, read_text

CATALOGUE, SHOP = "catalogue.yaml", "shop.yaml"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file: problems where it cannot be read, else findings with their places."""

    file: str
    policy: Policy | None
    problems: tuple[AmendsError, ...]
    findings: tuple[tuple[Place, Finding], ...]
    unconfirmed: int = 0  # findings that the engine did not agree with: left out, and a fault of ours
    is_replaced: bool = False  # by a later version, so that no order falls under it any more


def check_policy(path: str | Path, today: date, law: tuple[str, ...] = (), *, is_replaced: bool = False) -> Report:
    """This function will read the policy and run every check as of that day, and hold it against those places' laws.

    Of a version that another one has replaced, nothing is told about orders to come.
    """
    file = str(path)
    try:
        text = read_text(path)
        policy = load_policy(text, calendar_for, file)
    except PolicyInvalid as error:
        return Report(file, None, error.problems, ())
    unconfirmed: list[Unconfirmed] = []
    products = _products(Path(path).parent)
    placed = findings_in(text, policy, file, today, unconfirmed, products, () if is_replaced else law)
    to_come = {one.__name__ for one in TO_COME} if is_replaced else set()
    placed = [one for one in placed if one[1].code not in to_come]
    try:
        placed += _in_other_languages(path, policy)
    except PolicyInvalid as error:
        return Report(file, policy, error.problems, tuple(placed), len(unconfirmed), is_replaced)
    return Report(file, policy, (), tuple(placed), len(unconfirmed), is_replaced)


def replaced_in(paths: Iterable[Path], today: date) -> frozenset[Path]:
    """This function will return the files of versions that another one of these has replaced by that day."""
    starts: dict[str, list[tuple[date, Path]]] = {}
    for path in paths:
        with suppress(PolicyInvalid, KeyError, TypeError, ValueError):  # what cannot be read is told where it is read
            data = read_yaml(read_text(path), str(path)).data
            start = date.fromisoformat(str(data["starts"]))
            if start <= today:
                starts.setdefault(str(data["shop"]["id"]), []).append((start, path))
    return frozenset(path for versions in starts.values() for start, path in versions if start < max(versions)[0])


def findings_in(
    text: str,
    policy: Policy,
    file: str,
    today: date,
    unconfirmed: list[Unconfirmed] | None = None,
    products: tuple[Product, ...] = (),
    law: tuple[str, ...] = (),
) -> list[tuple[Place, Finding]]:
    """This function will return what is probably not meant in a policy that was read from the text, by line.

    What the engine does not agree with is left out, and added to `unconfirmed`. `products` is the shop's catalogue,
    `law` the places whose law it is held against.
    """
    source = read_yaml(text, file, kept=True)  # what is wrong with the text itself was told when the policy was read
    legal = statutes(policy, law, today.toordinal())
    subject = Subject(policy, today.toordinal(), [] if unconfirmed is None else unconfirmed, products, legal)
    return in_order(_placed(one, source, file) for one in findings_of(subject))


def in_order(placed: Iterable[tuple[Place, Finding]]) -> list[tuple[Place, Finding]]:
    """This function will sort findings: the worst first, those of one weight by their lines."""
    return sorted(placed, key=lambda one: (LEVELS.index(one[1].level), one[0].line, one[0].column, one[1].code))


def _products(folder: Path) -> tuple[Product, ...]:
    """The catalogue beside the policy; one that cannot be read is told where it is read for itself."""
    if not all((folder / name).is_file() for name in (CATALOGUE, SHOP)):
        return ()
    try:
        return products_in(folder)
    except (AmendsError, YAMLError, OSError, KeyError, TypeError, ValueError):
        return ()


def _in_other_languages(path: str | Path, policy: Policy) -> Iterator[tuple[Place, Finding]]:
    for language, file in languages_beside(path).items():
        texts, source = read_shop_texts(read_text(file), str(file))
        found = [(source.place(one.field, str(file)), one) for one in translation(policy, texts, language)]
        yield from sorted(found, key=lambda one: (one[0].line, one[0].column, one[1].code, one[1].message))


def clashes(reports: Iterable[Report]) -> Iterator[tuple[Place, Finding]]:
    """This function will return what keeps the policies of one shop from being versions of each other."""
    shops: dict[str, list[Report]] = {}
    for report in reports:
        if report.policy is not None:
            shops.setdefault(report.policy.shop.id, []).append(report)
    for files in shops.values():
        try:
            ordered(one.policy for one in files if one.policy is not None)
        except VersionsClash as error:
            yield Place(files[-1].file), Finding("versions_clash", error.what, error.hint)


def _placed(finding: Finding, source: Source, file: str) -> tuple[Place, Finding]:
    also = tuple(replace(one, place=_place(one.clause, (), source, file)) for one in finding.also)
    return _place(finding.clause, finding.field, source, file), replace(finding, also=also) if also else finding


def _place(clause: str, field: tuple[str | int, ...], source: Source, file: str) -> Place:
    if not clause:
        return source.place(field, file)
    clauses: list[Any] = source.data["clauses"]
    place = next(place for place, one in enumerate(clauses) if one["id"] == clause)
    return source.place(("clauses", place, *field), file)
