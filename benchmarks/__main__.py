"""`python -m benchmarks`: how fast policies load and claims are decided, beside zen-engine; writes `docs/speed.md`."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import zen
from benchmarks.claims import CALENDAR, Claim, claims, policy, policy_text, requests
from benchmarks.large import decide_order, five_hundred_clauses, order, varied
from benchmarks.measure import each, importing, megabytes, milliseconds, once
from benchmarks.under_law import section
from benchmarks.zen_graph import FORMS, REMEDIES, context, graph

from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.explain import explain
from amends.core.engine.wire import Wire
from amends.core.policy.load import load_policy

COUNT = 3_000
PAGE = Path(__file__).parents[1] / "docs" / "speed.md"
Row = tuple[str, str, str]
Context = dict[str, Any]
HEAD = """\
# How fast it is

Measured by `python -m benchmarks` on {machine}, zen-engine {zen}.
Processor time, the best of several rounds. The machine did other work meanwhile: look at the ratios, which come
from one run, and not at the times.

## Beside zen-engine

The policy of `benchmarks/policy.yaml` (20 clauses, 5 remedies) and {count} different claims in which every fact
is known. Both give, for every remedy, the outcome and all reasons with their sentences, and are seen to agree on
500 of the claims before anything is measured. zen is given dates ready counted, and is not asked for terms,
deadlines, promises, missing facts or ways. Its graph is written in three forms; the ratios are taken from the
fastest.
"""
MET_FIRST = """\
In a first pass many situations are met for the first time: the definition works each out, and the fast engine remembers
it. These claims are drawn at random, each fact by itself; a shop's real ones repeat situations far more. What is
remembered has bounds, so claims of ever new kinds are always decided as in a first pass.

## Loading
"""


def main() -> None:
    """This function will measure everything, print the page and write it."""
    page = "\n".join((*_page(policy_rows(), beside_zen(), large_rows()), *section()))
    print(page)
    if "--print" not in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")


def policy_rows() -> list[Row]:
    """This function will measure what is done once: importing, loading, compiling."""
    text = policy_text()
    loaded = policy()
    used, kept = megabytes(lambda: _ready(text))
    load, ready = milliseconds(lambda: load_policy(text, CALENDAR)), milliseconds(lambda: compile_policy(loaded))
    engine, loader = "amends.core.engine.decide", "amends.core.policy.load"
    return [
        ("load the policy of 20 clauses from its file", f"{load:.1f} ms", "50 ms"),
        ("compile it", f"{ready:.1f} ms", ""),
        ("memory of the loaded, compiled policy", f"{used:.2f} MB", "5 MB"),
        (f"the same after {COUNT:,} different claims", f"{_after_claims(kept):.1f} MB", ""),
        ("`import amends.core`", f"{importing('amends.core'):.0f} ms", "150 ms"),
        ("importing the engine", f"{importing(engine):.0f} ms", "150 ms"),
        ("importing the engine and the loader of policies", f"{importing(f'{engine}, {loader}'):.0f} ms", "150 ms"),
    ]


def _ready(text: str) -> Decider:
    return compile_policy(load_policy(text, CALENDAR))


def _after_claims(decider: object) -> float:
    assert isinstance(decider, Decider)
    asked = claims(decider.policy, COUNT)
    text = policy_text()

    def decided() -> Decider:
        fresh = _ready(text)
        for facts, at in asked:
            fresh.decide(facts, at)
        return fresh

    return megabytes(decided)[0]


def beside_zen() -> tuple[list[Row], list[Row]]:
    """This function will measure both engines on the same claims, after seeing that they agree."""
    of = policy()
    asked = claims(of, COUNT)
    decider = compile_policy(of)
    contexts = [context(of, facts, at) for facts, at in asked]
    engine = zen.ZenEngine()
    graphs = {form: engine.create_decision(graph(of, form)) for form in FORMS}
    for form, one in graphs.items():
        compare(decider, one, asked[:500], contexts, form)
    first = _theirs(graphs, contexts[:200])
    ours = _ours(decider, asked)
    second = _theirs(graphs, contexts[:200])  # again, so that neither has the quieter moments of the machine
    times = {form: (min(first[form][0], second[form][0]), min(first[form][1], second[form][1])) for form in FORMS}
    plain, traced = (min(one[place] for one in times.values()) for place in (0, 1))
    return (
        [(what, f"{took:.1f} µs", f"{plain / took:.1f} / {traced / took:.1f}") for what, took in ours.items()],
        [(form, f"{times[form][0]:.0f} µs", f"{times[form][1]:.0f} µs") for form in FORMS],
    )


def _theirs(graphs: dict[str, zen.ZenDecision], contexts: list[Context]) -> dict[str, tuple[float, float]]:
    return {form: (each(one.evaluate, contexts), each(partial(_traced, one), contexts)) for form, one in graphs.items()}


def _traced(one: zen.ZenDecision, given: Context) -> object:
    return one.evaluate(given, {"trace": True})


def _ours(decider: Decider, asked: list[Claim]) -> dict[str, float]:
    of = decider.policy
    in_json = requests(of, asked)
    fresh = compile_policy(of)
    cold = once(lambda claim: fresh.decide(*claim), asked)
    again = each(lambda claim: decider.decide(*claim), asked)
    dates = each(lambda claim: decider.decide(*claim).dates(), asked)
    told = each(lambda claim: explain(of, decider.decide(*claim)), asked[:500], 3)
    wire = Wire(compile_policy(of))
    usual = asked[:300]  # a shop's day: few enough situations that nothing is forgotten
    day = Wire(compile_policy(of))
    json_day = each(day.decide, requests(of, usual))
    json_cold = once(wire.decide, in_json)
    json_again = each(wire.decide, in_json)
    return {
        "decide: all remedies, all reasons with their texts, terms, what is missing": again,
        "the same, first pass": cold,
        "with every deadline and promise": dates,
        "JSON bytes to an explained decision in JSON bytes": json_again,
        "the same, 300 claims again and again": json_day,
        "the same, first pass of all": json_cold,
        "explain as values, from the words up": told,
    }


def compare(decider: Decider, one: zen.ZenDecision, asked: list[Claim], contexts: Sequence[Context], form: str) -> None:
    """This function will stop where the two engines do not agree on a claim."""
    for (facts, at), given in zip(asked, contexts, strict=False):
        found = one.evaluate(given)["result"]
        verdicts = decider.decide(facts, at).verdicts
        for remedy in REMEDIES:
            if found[remedy]["outcome"] != verdicts[remedy].outcome.value:
                sys.exit(f"zen ({form}) and amends differ on {remedy}: {json.dumps(given)}")


def large_rows() -> list[Row]:
    """This function will measure the policy of 500 clauses and the order of 5,000 lines."""
    text = five_hundred_clauses()
    loaded = load_policy(text, CALENDAR)
    decider = compile_policy(loaded)
    asked = varied(claims(loaded, 500))
    cold = once(lambda claim: decider.decide(*claim), asked)
    again = each(lambda claim: decider.decide(*claim), asked, 3)
    small = compile_policy(policy())
    placed = 1_678_000_000_000_000
    short, long = (milliseconds(partial(_order, small, count, placed), 3) for count in (500, 5_000))
    loading = milliseconds(lambda: load_policy(text, CALENDAR), 3)
    compiling = milliseconds(lambda: compile_policy(loaded), 3)
    return [
        ("load 500 clauses", f"{loading:.0f} ms", ""),
        ("compile them", f"{compiling:.0f} ms", ""),
        ("memory, loaded and compiled", f"{megabytes(lambda: _ready(text))[0]:.1f} MB", ""),
        ("decide a claim under them", f"{again:.0f} µs", f"first pass {cold:.0f} µs"),
        ("decide an order of 500 lines, all remedies of each", f"{short:.0f} ms", ""),
        ("decide an order of 5,000 lines", f"{long:.0f} ms", f"{long / short:.1f} times as long"),
    ]


def _order(decider: Decider, count: int, placed: int) -> int:
    return decide_order(decider, order(count, placed), placed + 10 * 86_400_000_000)


def _page(once_only: list[Row], both: tuple[list[Row], list[Row]], large: list[Row]) -> Iterator[str]:
    ours, theirs = both
    machine = f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), Python {platform.python_version()}"
    yield HEAD.format(machine=machine, zen=version("zen-engine"), count=f"{COUNT:,}")
    yield from _table(("amends", "a claim", "times as fast as zen, without / with trace"), ours)
    yield from _table(("zen-engine, form of the graph", "without trace", "with trace"), theirs)
    yield MET_FIRST
    yield from _table(("", "", "at most"), once_only)
    yield "## Large policies and orders\n"
    yield from _table(("", "", ""), large)


def _table(head: Row, rows: list[Row]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---|---|---|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


if __name__ == "__main__":
    main()
