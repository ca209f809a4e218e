"""The single tests that the answers of a query ask for, each worked out once a row, below everything that asks for it.

An engine skips what a CASE does not come to, but works out anew what it comes to twice, and looks at each row's text
where it could look once at a dictionary. A test that is asked twice, or that looks at a text, becomes a column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlglot import exp

from amends.backtest.sql import Sql, column, wrapped

OFTEN = 2


class Atoms:
    """Tests by name; the same test of two policies has one name."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._tests: dict[str, tuple[Sql, bool]] = {}

    def named(self, test: Sql, *, of_text: bool = False) -> Sql:
        """This function will return the column that stands for a test, or the test itself where that is as cheap."""
        plain = test.unnest_operands()[0] if isinstance(test, exp.Not) else test
        if isinstance(plain, exp.Column) or test.find(exp.Column) is None:
            return test
        written = test.sql()
        name = self._names.setdefault(written, f"test_{len(self._names)}")
        self._tests.setdefault(name, (test, of_text))
        return column(name)

    def settled(self, asking: Sequence[Sql]) -> tuple[list[Sql], dict[str, Sql]]:
        """This function will return the expressions with rare tests written out, and the tests that are columns."""
        held = exp.Tuple(expressions=[one.copy() for one in asking])
        found = [one for one in held.find_all(exp.Column) if one.name in self._tests]
        often = Counter(one.name for one in found)
        columns: dict[str, Sql] = {}
        for one in found:
            test, of_text = self._tests[one.name]
            if of_text or often[one.name] >= OFTEN:
                columns[one.name] = test
            else:
                one.replace(wrapped(test.copy()))
        return list(held.expressions), columns
