"""What the law costs: the same claims decided without one, and under those of two countries.

`python -m benchmarks.under_law` writes the section of `docs/speed.md`; the aim is at most twice as long as without.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from benchmarks.claims import Claim, claims, policy
from benchmarks.measure import each

from amends.core.engine.decide import Decider, compile_policy
from amends.core.policy.floors import under
from amends.laws import floor_for

DAY = date(2026, 8, 3).toordinal()
COUNT = 400  # few enough situations that nothing is forgotten
SECTION = """\
## Under a law

{count} claims, all met before, under the 20 clauses above: the shop's clauses and the law's are each decided by
themselves, and each pair of their answers is made one once. A claim is looked up by a key that tells apart whatever
either side decides otherwise, and is made much more quickly than the truths of all clauses one by one. The aim is at
most twice as long as without a law. With dates, what the law closes and promises is worked out as well, which for the
law of the Union misses the aim by a little.

| law | a claim | times as long | with dates | times as long |
|---|---|---|---|---|"""


def section() -> Iterator[str]:
    """This function will measure, and return the lines of the section."""
    own = policy()
    asked = claims(own, COUNT)
    yield SECTION.format(count=COUNT)
    base: tuple[float, float] | None = None
    for country in ("", "US", "DE"):
        floor = floor_for(country, "", DAY, own.shop) if country else None
        decider = compile_policy(under(own, floor))
        plain = each(partial(_decided, decider), asked)
        dated = each(partial(_dated, decider), asked)
        base = base or (plain, dated)
        name = f"{country}, clauses: {len(floor.clauses)}" if floor else "none"
        yield f"| {name} | {plain:.1f} µs | {plain / base[0]:.1f} | {dated:.0f} µs | {dated / base[1]:.1f} |"
    yield ""


def _decided(decider: Decider, claim: Claim) -> object:
    return decider.decide(*claim)


def _dated(decider: Decider, claim: Claim) -> object:
    return decider.decide(*claim).dates()


if __name__ == "__main__":
    print("\n".join(section()))
