"""The program comes to each of its modules, but for those that are there for other programs, which a page tells."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from tests.project.sources import PACKAGE, ROOT, programs, tree_of

# Where programs begin: the command line, what is run by itself, and what a web server is given.
BEGINNINGS = ("amends.cli.main", "amends.config.wsgi", "amends.integrations.photos.child")
FOR_OTHERS = {"amends.core.engine.wire", "amends.core.refunds.changes", "amends.core.refunds.returns"}
FOUND_BY_DJANGO = ("apps", "base")  # in a package that the settings name
NAMED = re.compile(r"amends(?:\.\w+)+")


@cache
def modules() -> dict[str, ast.Module]:
    """This function will return the package's modules by name, without migrations."""
    found = {}
    for path in programs(PACKAGE):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if "migrations" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = tree_of(path)
    return found


def named_in(tree: ast.Module) -> Iterator[str]:
    """This function will yield what a module imports, and what of ours it names in a text, as settings do."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for name in NAMED.findall(node.value):
                yield from (name, name.rpartition(".")[0], *(f"{name}.{part}" for part in FOUND_BY_DJANGO))


def reached(trees: Mapping[str, ast.Module], beginnings: Iterable[str]) -> set[str]:
    """This function will return the modules that are come to from the beginnings."""
    found: set[str] = set()
    left = [name for name in beginnings if name in trees]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [one for one in (*named_in(trees[name]), name.rpartition(".")[0]) if one in trees]
    return found


def begun() -> list[str]:
    """This function will return where programs begin."""
    return [*BEGINNINGS, *(name for name in modules() if name.endswith(".__main__"))]


def test_the_program_comes_to_every_module() -> None:
    assert modules().keys() - reached(modules(), [*begun(), *FOR_OTHERS]) == set()


def test_what_is_there_for_others_is_told_and_is_for_nobody_else() -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    programs_there = ast.parse("".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)))
    assert set(named_in(programs_there)) >= FOR_OTHERS
    assert not reached(modules(), begun()) & FOR_OTHERS


def test_a_module_that_nobody_comes_to_is_found() -> None:
    texts = {"a": "import a.b", "a.b": "", "a.c": "from a import b", "a.d": "", "a.e": "NAME = 'amends.x'"}
    assert reached({name: ast.parse(text) for name, text in texts.items()}, ["a", "a.e"]) == {"a", "a.b", "a.e"}
