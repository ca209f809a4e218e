"""Files and functions stay small, names say something, and documentation is where it is looked for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from tests.project.sources import PACKAGE, ROOT, name_of, programs, tree_of

LONGEST_FILE, LONGEST_FUNCTION = 400, 60
# They name no subject, so everything ends up in them.
EMPTY_NAMES = {"utils", "common", "helpers", "base", "services", "managers", "misc", "util", "helper"}
NAMED_BY_DJANGO = {PACKAGE / "config" / "postgresql" / "base.py"}  # what a database's module has to be called
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
PROPERTIES = {"property", "cached_property"}
ALL = [*programs(ROOT / "src", ROOT / "tests", ROOT / "benchmarks"), ROOT / "start.py"]


def too_long(path: Path) -> list[str]:
    """This function will name what in the file is longer than it may be."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    found = [f"{path.name}: {lines} lines"] if lines >= LONGEST_FILE else []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, FUNCTION):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length >= LONGEST_FUNCTION:
                found.append(f"{path.name}:{node.lineno} `{node.name}`: {length} lines")
    return found


def undocumented(path: Path) -> list[str]:
    """This function will name the public parts of the file whose docstring is missing or begins otherwise."""
    tree = tree_of(path)
    found = [] if ast.get_docstring(tree) else [f"{path.name}: the module"]
    for node in public_parts(tree):
        said = ast.get_docstring(node) or ""
        what = "property" if decorators(node) & PROPERTIES else "function"
        fits = bool(said) if isinstance(node, ast.ClassDef) else said.startswith(f"This {what} will ")
        if not fits and not is_command_or_override(node):
            found.append(f"{path.name}:{node.lineno} `{node.name}`")
    return found


def public_parts(tree: ast.Module) -> list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """This function will return the public functions and classes of a module, and the public methods of those."""
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")]
    parts = [node for body in bodies for node in body if isinstance(node, (*FUNCTION, ast.ClassDef))]
    return [node for node in parts if not node.name.startswith("_") and node.name != "Meta"]


def unused(path: Path) -> list[str]:
    """This function will name what a module keeps to itself and does not use."""
    tree = tree_of(path)
    read = Counter(word for node in ast.walk(tree) for word in words_read(node))
    own = {name: node for node in tree.body for name in names_of(node) if name[0] == "_" and name[:2] != "__"}
    within = {name: sum(name in words_read(inner) for inner in ast.walk(node)) for name, node in own.items()}
    return [f"{path.name}: `{name}`" for name, count in within.items() if read[name] == count]


def words_read(node: ast.AST) -> set[str]:
    """This function will return the names that a node alone reads; those in a text may be of types."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return {node.id}
    said = node.value if isinstance(node, ast.Constant) else ""
    return set(re.findall(r"\w+", said)) if isinstance(said, str) else set()


def names_of(node: ast.stmt) -> list[str]:
    """This function will return the names that a statement of a module gives."""
    if isinstance(node, (*FUNCTION, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [name.id for one in targets for name in ast.walk(one) if isinstance(name, ast.Name)]


def is_command_or_override(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """This function will say whether the words belong elsewhere: a command's help, an overridden method's base."""
    return bool(decorators(node) & {"command", "group", "override", "overload", "setter"})


def decorators(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """This function will return the last names of the decorators."""
    return {ast.unparse(decorator).split("(")[0].split(".")[-1] for decorator in node.decorator_list}


@pytest.mark.parametrize("path", [path for path in ALL if "migrations" not in path.parts], ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    assert not too_long(path)


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_every_name_names_a_subject(path: Path) -> None:
    names = {*path.relative_to(ROOT).parent.parts} | ({path.stem} if path not in NAMED_BY_DJANGO else set())
    assert not names & EMPTY_NAMES


@pytest.mark.parametrize("path", [path for path in programs(PACKAGE) if "migrations" not in path.parts], ids=name_of)
def test_public_parts_say_what_they_will_do(path: Path) -> None:
    assert not undocumented(path)


def test_what_a_module_keeps_to_itself_is_used_there() -> None:
    assert [name for path in programs(PACKAGE) if "migrations" not in path.parts for name in unused(path)] == []


def test_a_file_and_a_function_that_are_too_long_are_found(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("def grows():\n" + "    pass\n" * (LONGEST_FUNCTION - 1) + "\n" * LONGEST_FILE)
    assert too_long(path) == ["long.py: 460 lines", "long.py:1 `grows`: 60 lines"]


def test_a_missing_docstring_is_found(tmp_path: Path) -> None:
    path = tmp_path / "silent.py"
    path.write_text('class Loud:\n    """Said."""\n    def quiet(self):\n        """Does it."""\n\ndef _own(): ...\n')
    assert undocumented(path) == ["silent.py: the module", "silent.py:3 `quiet`"]


def test_a_property_that_is_said_to_be_a_function_is_found(tmp_path: Path) -> None:
    path = tmp_path / "called.py"
    path.write_text('"""Said."""\n@property\ndef size():\n    """This function will return it."""\n')
    assert undocumented(path) == ["called.py:3 `size`"]


def test_a_name_that_nobody_uses_is_found(tmp_path: Path) -> None:
    path = tmp_path / "kept.py"
    path.write_text(
        '_USED, _LEFT = 1, 2\ndef _again(): return _again, _USED\nclass _Kind: ...\ndef asked(a: "_Kind"): ...\n'
    )
    assert unused(path) == ["kept.py: `_LEFT`", "kept.py: `_again`"]
