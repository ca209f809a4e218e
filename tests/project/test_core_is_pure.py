"""The core gets everything as arguments: it reads no clock, no file and no chance, and it never counts in floats.

The import contracts see whole packages; these tests see the single call. A line that has to differ says why:
`# exact: ...` for a division that stays exact, `# no amount: ...` for a float that never meets money or a date,
`# late: ...` for an import inside a function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.project.sources import CORE, name_of, programs

# What lets the outside world in, or knows the time.
OUTSIDE = set(
    "asyncio glob io logging multiprocessing os pathlib random secrets shutil socket sqlite3 subprocess sys tempfile "
    "threading time urllib uuid".split()
)
CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp", "localtime", "monotonic", "perf_counter"}
CALLS = {"open", "print", "input", "float", "eval", "__import__", "breakpoint"}
EXACT = {"Fraction", "Decimal"}


def impurities(text: str) -> list[str]:
    """This function will name each line of a program that the core may not hold."""
    lines = text.splitlines()
    found = []
    for node, is_inside in walk(ast.parse(text), is_inside=False):
        fault = fault_of(node, is_inside, lines[getattr(node, "lineno", 1) - 1] if lines else "")
        if fault:
            found.append(f"line {getattr(node, 'lineno', 0)}: {fault}")
    return found


def walk(node: ast.AST, *, is_inside: bool) -> Iterator[tuple[ast.AST, bool]]:
    """This function will yield every node with whether it stands inside a function."""
    for child in ast.iter_child_nodes(node):
        yield child, is_inside
        yield from walk(child, is_inside=is_inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def fault_of(node: ast.AST, is_inside: bool, line: str) -> str:
    """This function will say what is wrong with the node, or nothing."""
    match node:
        case ast.Import() | ast.ImportFrom():
            return fault_of_import(node, is_inside, line)
        case ast.Constant(value=float() | complex()) if "# no amount: " not in line:
            return "a float"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()) if not is_exact(node) and "# exact: " not in line:
            return "a division that may give a float"
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            return f"a call of `{name}`"
        case ast.Attribute(attr=name) if name in CLOCKS:
            return f"the clock, `{name}`"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="json"), attr="load" | "loads")):
            words = {word.arg for word in node.keywords}
            return "" if "parse_float" in words else "JSON read into floats"
    return ""


def fault_of_import(node: ast.Import | ast.ImportFrom, is_inside: bool, line: str) -> str:
    """This function will say what is wrong with the import, or nothing."""
    modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for name in modules:
        if name.split(".")[0] in OUTSIDE:
            return f"the outside world, `{name}`"
    return "an import inside a function" if is_inside and "# late: " not in line else ""


def is_exact(node: ast.AST) -> bool:
    """This function will say whether a fraction or a decimal takes part in the division, in sight."""
    return any(isinstance(part, ast.Call) and ast.unparse(part.func) in EXACT for part in ast.walk(node))


@pytest.mark.parametrize("path", programs(CORE), ids=name_of)
def test_the_core_is_pure(path: Path) -> None:
    assert not impurities(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("rate = 0.5", "a float"),
        ("half = total / 2", "a division that may give a float"),
        ("total /= 2", "a division that may give a float"),
        ("amount = float(text)", "a call of `float`"),
        ("at = datetime.now(UTC)", "the clock, `now`"),
        ("at = datetime.datetime.now", "the clock, `now`"),
        ("day = date.today()", "the clock, `today`"),
        ("import time", "the outside world, `time`"),
        ("import os.path", "the outside world, `os.path`"),
        ("from random import choice", "the outside world, `random`"),
        ("text = open(name).read()", "a call of `open`"),
        ("data = json.loads(text)", "JSON read into floats"),
        ("def f():\n    import decimal", "an import inside a function"),
        (
            "class A:\n    def f(self):\n        if self:\n            from decimal import Decimal",
            "an import inside a function",
        ),
    ],
)
def test_each_impurity_is_found(broken: str, fault: str) -> None:
    assert [found.split(": ", 1)[1] for found in impurities(broken)] == [fault]


@pytest.mark.parametrize(
    "fine",
    [
        "half = Fraction(total) / 2",
        "half = total // 2",
        "pieces = whole / 3  # exact: whole is a Fraction",
        "data = json.loads(text, parse_float=Decimal)",
        "def f():\n    import difflib  # late: only a mistake needs it",
        "cutoff = 0.6  # no amount: how alike two words are",
        "is_float = isinstance(value, float)",
    ],
)
def test_what_is_exact_or_reasoned_passes(fine: str) -> None:
    assert not impurities(fine)
