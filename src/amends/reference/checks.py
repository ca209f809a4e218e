"""The page of the checks: what each finds, in its own words, with an example that it is run on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date

from amends.core.checks.every import CHECKS
from amends.core.checks.finding import Check, Finding, Subject
from amends.core.dates import Calendar
from amends.core.policy.load import load_policy
from amends.core.regions.possible import IN_HAND, LAWS, ORDER_OF_THINGS
from amends.reference.check_examples import EXAMPLES, OPENING, POSSIBLE

HEAD = """\
amends: 1
shop: {id: my-shop, name: My Shop, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2026-01-01
answers_within: {hours: 24}
post_within: {days: 14}
"""
TODAY = date(2026, 11, 1).toordinal()
CALENDAR = Calendar(frozenset(), date(2000, 1, 1).toordinal(), date(2060, 12, 31).toordinal())


def checks_page() -> str:
    """This function will return the page of all checks."""
    return "\n".join([OPENING, *(line for check in CHECKS for line in _section(check)), *_laws()]) + "\n"


def _section(check: Check) -> Iterator[str]:
    code = check.__name__
    yield f"## {code}"
    yield (sys.modules[check.__module__].__doc__ or "").strip()
    yield ""
    written = EXAMPLES.get(code)
    if written is None:
        return
    yield f"```yaml\n{written.rstrip()}\n```"
    found, command = example_of(check, written)
    yield f"> {found.message} {found.hint}"
    yield ""
    if command:
        yield f"```sh\n{command}\n```\n"


def example_of(check: Check, written: str) -> tuple[Finding, str]:
    """This function will return what the check finds in its example, and the command that shows it, if one does."""
    head = HEAD.replace("starts: 2026-01-01\n", "") if "\nstarts: " in f"\n{written}" else HEAD
    policy = load_policy(head + written, CALENDAR)
    found = next(iter(check(Subject(policy, TODAY))))
    return found, found.witness.command(policy, "policy.yaml") if found.witness else ""


def _laws() -> Iterator[str]:
    yield POSSIBLE
    yield from (f"- {law.says}" for law in LAWS)
    yield f"- {IN_HAND}"
    yield ""
    yield "Whatever of these has happened, happened in this order:"
    yield ", ".join(f"`{name}`" for name in ORDER_OF_THINGS) + "."
