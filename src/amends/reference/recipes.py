"""The recipes: small policies in `docs/recipes`, each with scenarios that tests run, as a section of the reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from amends.core.scenarios.read import read_scenarios

ORDER = (
    "window-per-remedy", "two-stage-deadline", "seasons", "exact-hours", "business-days",
    "metal-and-carat", "altered-or-resized", "cause-of-damage", "exceptions", "own-reasons",
    "once-only", "limits-and-clawback", "fees", "who-pays-which-leg", "a-person-decides",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipe:
    """One recipe: what it shows, the part of its policy that matters, and what was tried."""

    name: str
    title: str
    text: str
    policy: str
    cases: tuple[str, ...]


def recipes_in(folder: Path) -> tuple[Recipe, ...]:
    """This function will read the recipes of the folder in the order of the reference."""
    return tuple(_recipe(folder / name) for name in ORDER)


def _recipe(folder: Path) -> Recipe:
    lines = (folder / "policy.yaml").read_text(encoding="utf-8").splitlines()
    comment = [line.removeprefix("#").strip() for line in lines[1:] if line.startswith("#")]  # after that for editors
    rest = [line for line in lines if not line.startswith("#")]
    head = next(place for place, line in enumerate(rest) if line.startswith("post_within"))
    cases = read_scenarios((folder / "scenarios" / "cases.yaml").read_text(encoding="utf-8"), folder.name)
    names = tuple(case.name for case in cases.written.cases)
    return Recipe(folder.name, comment[0], "\n".join(comment[2:]), "\n".join(rest[head + 1 :]), names)


def recipes_section(folder: Path) -> Iterator[str]:
    """This function will return the recipes as a section in Markdown."""
    yield "## Recipes\n"
    yield (
        "Each is a policy of its own in `docs/recipes`, with scenarios that the tests run; "
        "`amends test docs/recipes/<name>` runs them too. Left out here is the head of the file.\n"
    )
    for recipe in recipes_in(folder):
        yield f"### {recipe.title}\n"
        yield recipe.text + "\n"
        yield "```yaml"
        yield recipe.policy
        yield "```\n"
        yield f"Tried ([`{recipe.name}`](recipes/{recipe.name}/scenarios/cases.yaml)): {'; '.join(recipe.cases)}.\n"
