"""The code of an error names that error alone: interfaces map it, and it outlives the name of the class."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.project.sources import PACKAGE, programs, tree_of


def codes_in(path: Path) -> dict[str, str]:
    """This function will return the codes that the classes of a module have, by class."""
    found = {}
    for node in (one for one in ast.walk(tree_of(path)) if isinstance(one, ast.ClassDef)):
        for line in node.body:
            match line:
                case ast.Assign([ast.Name("code")], ast.Constant(str(code))):
                    found[f"{path}:{node.name}"] = code
    return found


def shared(paths: list[Path]) -> dict[str, list[str]]:
    """This function will return the codes that several errors have."""
    owners = defaultdict(list)
    for path in paths:
        for owner, code in codes_in(path).items():
            owners[code].append(owner)
    return {code: names for code, names in owners.items() if len(names) > 1}


def test_no_two_errors_have_one_code() -> None:
    paths = programs(PACKAGE)
    assert shared(paths) == {}
    assert sum(len(codes_in(path)) for path in paths) > 100


def test_two_errors_with_one_code_are_found(tmp_path: Path) -> None:
    path = tmp_path / "errors.py"
    path.write_text('class A(Error):\n    code = "taken"\n\nclass B(Error):\n    code = "taken"\n')
    assert shared([path]) == {"taken": [f"{path}:A", f"{path}:B"]}
