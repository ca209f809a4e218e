"""Which pages are generated, and where they lie."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from amends.core.policy.schema import policy_schema
from amends.core.scenarios.schema import scenarios_schema
from amends.reference.checks import checks_page
from amends.reference.language import language_page
from amends.reference.lifecycle import lifecycle_page

SCHEMAS = ("docs/policy.schema.json", "src/amends/examples/policy.schema.json")


def generated(root: Path) -> Mapping[str, str]:
    """This function will return the text of every generated page by its path in the checkout."""
    schema = json.dumps(policy_schema(), indent=1, ensure_ascii=False) + "\n"
    return {
        **dict.fromkeys(SCHEMAS, schema),
        "docs/scenarios.schema.json": json.dumps(scenarios_schema(), indent=2, ensure_ascii=False) + "\n",
        "docs/checks.md": checks_page(),
        "docs/language.md": language_page(root / "docs" / "recipes"),
        "docs/lifecycle.md": lifecycle_page(),
    }


def write_pages(root: Path) -> Iterator[str]:
    """This function will write every generated page into the checkout and name each."""
    for path, text in generated(root).items():
        (root / path).write_text(text, encoding="utf-8")
        yield path
