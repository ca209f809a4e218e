"""`python -m benchmarks`: how fast policies load and claims are decided, beside zen-engine; writes `docs/speed.md`."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import zen
from benchmarks.claims import CALENDAR, Claim, claims, policy, policy_text, requests
from benchmarks.large import decide_order, five_hundred_clauses, order
from benchmarks.measure import each, importing, megabytes, milliseconds, once
from benchmarks.zen_graph import FORMS, REMEDIES, context, graph

from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.explain import explain
from amends.core.engine.wire import Wire
from amends.core.policy.load import load_policy

COUNT = 3_000
PAGE = Path(__file__).parents[1] / "docs" / "speed.md"
Row = tuple[str, str, str]


def main() -> None:
    """This function will measure everything, print the page and write it."""
    page = "\n".join(_page(policy_rows(), beside_zen(), large_rows()))
    print(page)
    if "--print" not in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")


def policy_rows() -> list[Row]:
    """This function will measure what is done once: importing, loading, compiling."""
    text = policy_text()
    loaded = policy()
    used, kept = megabytes(lambda: _ready(text))
    return [
        (
            "load the policy of 20 clauses from its file",
            f"{milliseconds(lambda: load_policy(text, CALENDAR)):.1f} ms",
            "50 ms",
        ),
        ("compile it", f"{milliseconds(lambda: compile_policy(loaded)):.1f} ms", ""),
        ("memory of the loaded, compiled policy", f"{used:.2f} MB", "5 MB"),
        ("the same after 3,000 different claims", f"{_after_claims(kept):.1f} MB", "5 MB"),
        ("`import amends.core`", f"{importing('amends.core'):.0f} ms", "150 ms"),
        ("`import` of the engine as well", f"{importing('amends.core.engine.decide'):.0f} ms", ""),
        (
            "`import` of the policy loader as well",
            f"{importing('amends.core.engine.decide, amends.core.policy.load'):.0f} ms",
            "",
        ),
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
    some = contexts[:300]
    plain = {form: each(one.evaluate, some) for form, one in graphs.items()}
    traced = {
        form: each(lambda facts, one=one: one.evaluate(facts, {"trace": True}), some) for form, one in graphs.items()
    }
    best, best_traced = min(plain.values()), min(traced.values())
    zen_rows = [(form, f"{plain[form]:.0f} µs", f"{traced[form]:.0f} µs") for form in FORMS]
    return _ours(decider, asked, best, best_traced), zen_rows


def _ours(decider: Decider, asked: list[Claim], best: float, traced: float) -> list[Row]:
    of = decider.policy
    in_json = requests(of, asked)
    fresh = compile_policy(of)
    cold = once(lambda claim: fresh.decide(*claim), asked)
    again = each(lambda claim: decider.decide(*claim), asked)
    dates = each(lambda claim: decider.decide(*claim).dates(), asked)
    told = each(lambda claim: explain(of, decider.decide(*claim)), asked[:500], 3)
    wire = Wire(compile_policy(of))
    json_cold = once(wire.decide, in_json)
    json_again = each(wire.decide, in_json)
    measured = {
        "decide: all remedies, all reasons with their texts, terms, what is missing, ways": again,
        "the same, every situation met for the first time or not (first pass)": cold,
        "with every deadline and promise": dates,
        "JSON bytes to an explained decision in JSON bytes": json_again,
        "the same, first pass": json_cold,
        "explain as values, without the memory of answers": told,
    }
    return [(what, f"{took:.1f} µs", f"{best / took:.1f} / {traced / took:.1f}") for what, took in measured.items()]


def compare(decider: Decider, one: zen.ZenDecision, asked: list[Claim], contexts: list[object], form: str) -> None:
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
    asked = claims(loaded, 500)
    for facts, at in asked:
        decider.decide(facts, at)
    small = compile_policy(policy())
    placed = asked[0][1]
    lines = {count: milliseconds(lambda count=count: _order(small, count, placed), 3) for count in (500, 5_000)}
    return [
        ("load 500 clauses", f"{milliseconds(lambda: load_policy(text, CALENDAR), 3):.0f} ms", ""),
        ("compile them", f"{milliseconds(lambda: compile_policy(loaded), 3):.0f} ms", ""),
        ("memory, loaded and compiled", f"{megabytes(lambda: _ready(text))[0]:.1f} MB", ""),
        ("decide a claim under them", f"{each(lambda claim: decider.decide(*claim), asked, 3):.0f} µs", ""),
        ("decide an order of 500 lines, all remedies of each", f"{lines[500]:.0f} ms", ""),
        ("decide an order of 5,000 lines", f"{lines[5_000]:.0f} ms", f"{lines[5_000] / lines[500]:.1f} times as long"),
    ]


def _order(decider: Decider, count: int, placed: int) -> int:
    return decide_order(decider, order(count, placed), placed + 10 * 86_400_000_000)


def _page(once_only: list[Row], both: tuple[list[Row], list[Row]], large: list[Row]) -> Iterator[str]:
    ours, theirs = both
    yield "# How fast it is"
    yield ""
    yield f"Measured by `python -m benchmarks` on {os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
    yield f"Python {platform.python_version()}, zen-engine {_version()}. Processor time, the best of several rounds; the"
    yield "machine did other work meanwhile, so look at the ratios, which come from one run, and not at the times."
    yield ""
    yield "## Beside zen-engine"
    yield ""
    yield f"The policy of `benchmarks/policy.yaml` (20 clauses, 5 remedies) and {COUNT:,} different claims in which every"
    yield "fact is known. Both give, for every remedy, the outcome and all reasons with their sentences, and agree on"
    yield "500 claims before anything is measured. zen is given dates ready counted, and is not asked for terms, deadlines,"
    yield "promises, missing facts or ways; its graph is written in three forms, and the ratios are taken from the best."
    yield ""
    yield from _table(("amends", "a claim", "times as fast as zen, without / with trace"), ours)
    yield from _table(("zen-engine, form of the graph", "without trace", "with trace"), theirs)
    yield "A first pass meets many situations for the first time: the definition works each out, and the fast engine"
    yield "remembers it. A shop's real claims repeat situations far more than these, which are drawn at random."
    yield ""
    yield "## Loading"
    yield ""
    yield from _table(("", "", "at most"), once_only)
    yield "## Large policies and orders"
    yield ""
    yield from _table(("", "", ""), large)


def _table(head: Row, rows: list[Row]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---|---|---|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _version() -> str:
    return version("zen-engine")


if __name__ == "__main__":
    main()
