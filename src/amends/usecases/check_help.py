"""Checking the help of a shop: what keeps it from being read, or where it would leave somebody stuck or misled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from amends.core.errors import AmendsError, Place, PolicyInvalid
from amends.core.help.check import help_findings
from amends.core.help.faults import HelpInvalid, HelpText
from amends.core.help.finding import Known
from amends.core.help.read import read_help
from amends.core.policy.tree import Policy
from amends.core.vocabulary import REASONS, VOCABULARY
from amends.examples import SHOPS, folder
from amends.examples.catalogue import products_in
from amends.examples.guides import HELP, pictures_in, texts_in
from amends.usecases.check_policy import Report
from amends.usecases.read_policy import read_policy

POLICY, CATALOGUE, SIZES = "policy.yaml", "catalogue.yaml", "sizes.yaml"


def files_of(path: Path) -> Iterator[Path]:
    """This function will return what there is to check: a file is itself; a shop, or its folder, is all it holds."""
    if path.name in SHOPS and not path.exists() and len(path.parts) == 1:
        path = folder(path.name)
    if path.name == HELP or not path.is_dir():
        yield path
        return
    held = [*sorted(path.glob("policy*.yaml")), path / SIZES, path / HELP]
    there = [one for one in held if one.exists()]
    yield from there or [path]


def is_help(path: Path) -> bool:
    """This function will say whether this is a folder of help."""
    return path.is_dir()


def check_help(path: Path) -> Report:
    """This function will read the guides of a folder, and look at them beside the policy and catalogue next to it."""
    try:
        texts = texts_in(path)
        if not texts:
            hint = f"A shop's folder holds `{POLICY}` and a folder `{HELP}` with guides, such as `{HELP}/care.yaml`."
            problem = HelpText("there is nothing to check here.", place=Place(str(path)), hint=hint)
            return Report(str(path), None, (problem,), ())
        files = read_help(texts)
    except HelpInvalid as error:
        return Report(str(path), None, tuple(_beside(path, one) for one in error.problems), ())
    found = help_findings(files, _known(path))
    placed = tuple((replace(place, file=str(path / place.file)), one) for place, one in found)
    return Report(str(path), None, (), placed)


def _beside(path: Path, problem: AmendsError) -> AmendsError:
    place = replace(problem.place, file=str(path / problem.place.file))
    return HelpText(problem.what, place=place, hint=problem.hint)


def _known(path: Path) -> Known:
    policy = _policy(path.parent / POLICY)
    has_catalogue = (path.parent / CATALOGUE).is_file()
    return Known(
        reasons=tuple(policy.lane_of_reason) if policy else REASONS,
        vocabulary=policy.vocabulary if policy else VOCABULARY,
        clauses=tuple(clause.id for clause in policy.clauses) if policy else None,
        products=products_in(path.parent) if has_catalogue else None,
        pictures=pictures_in(path),
    )


def _policy(path: Path) -> Policy | None:
    """A policy that cannot be read says so in its own report."""
    try:
        return read_policy(path) if path.is_file() else None
    except PolicyInvalid:
        return None
