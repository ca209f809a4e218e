"""Checking a shop's file of sizes: what keeps it from being read, or what does not go together with its catalogue."""

from __future__ import annotations

from pathlib import Path

from amends.core.checks.finding import Finding
from amends.core.sizes.findings import findings
from amends.core.sizes.rules import FILE, RulesInvalid, read_rules
from amends.examples.catalogue import products_in
from amends.usecases.check_policy import Report
from amends.usecases.read_policy import read_text

CATALOGUE = "catalogue.yaml"


def is_sizes(path: Path) -> bool:
    """This function will say whether the file is one of sizes; its name says so."""
    return path.name == FILE


def check_sizes(path: Path) -> Report:
    """This function will read the sizes, and look at them beside the catalogue of the same folder where it has one."""
    file = str(path)
    try:
        rules = read_rules(read_text(path), file)
    except RulesInvalid as error:
        return Report(file, None, error.problems, ())
    if not (path.parent / CATALOGUE).is_file():
        return Report(file, None, (), ())
    found = findings(rules, products_in(path.parent), file)
    return Report(file, None, (), tuple((one.place, Finding(one.code, one.message, one.hint)) for one in found))
