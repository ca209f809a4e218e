"""The same twenty clauses as a graph for GoRules' zen-engine, in three idiomatic forms.

`rows`: a decision table that collects every clause that speaks, one formula a row; then one node that gives each
remedy its rows, and one that reads the outcome off them. `columns`: the same with a column for each fact. `formulas`:
expression nodes alone. All give, for every remedy, the outcome and all reasons with their sentences.

Dates are given to zen ready counted, as numbers of days and hours, which spares it the calendar. Unknown facts, terms,
deadlines, promises and ways are not asked of it at all.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

from amends.core.dates import NOT_YET, Instant, local_day
from amends.core.facts import Facts
from amends.core.policy.tree import Clause, Policy

GOODS = ("refund", "exchange", "store_credit")
MIND, FAULT, GUARANTEE = "lane == 'change_of_mind'", "lane == 'fault'", "lane == 'guarantee'"
BOTH = "lane in ['change_of_mind', 'fault']"
# clause, effect, remedies, and when its row is collected
ROWS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("window", "accept", GOODS, BOTH),
    ("window", "missed", GOODS, f"{BOTH} and (shipped_days == null or shipped_days > 35)"),
    ("condition", "missed", GOODS, f"{MIND} and (worn or used or not packaging)"),
    ("hygiene", "refuse", GOODS, f"{MIND} and category == 'earring'"),
    ("made-for-you", "refuse", GOODS, f"{MIND} and (personalised or custom)"),
    ("gift-cards", "refuse", GOODS, "category == 'gift_card'"),
    ("final-sale", "refuse", GOODS, f"{MIND} and 'final_sale' in marks"),
    ("discounted", "refuse", ("refund",), f"{MIND} and discounted"),
    ("one-exchange", "missed", ("exchange",), f"{MIND} and exchanges >= 1"),
    ("tarnish", "classified", (*GOODS, "cancel", "repair"), "reason == 'tarnished' and material == 'silver'"),
    ("cancelling", "accept", ("cancel",), MIND),
    ("cancelling", "missed", ("cancel",), f"{MIND} and order_hours > 2"),
    ("posted", "refuse", ("cancel",), "shipped_days != null"),
    ("guarantee", "accept", ("repair",), GUARANTEE),
    ("guarantee", "missed", ("repair",), f"{GUARANTEE} and (delivered_days == null or delivered_days > 365)"),
    ("accidents", "refuse", ("repair",), f"{GUARANTEE} and cause in ['accident', 'customer']"),
    ("photo", "unproved", ("refund", "exchange"), f"{FAULT} and not photo"),
    ("way-back", "terms", GOODS, MIND),
    ("way-back-faults", "terms", ("refund", "exchange"), FAULT),
    ("free-shipping", "terms", ("refund",), MIND),
    ("new-postage", "terms", ("exchange",), MIND),
    ("tracked", "advice", GOODS, "price > 4000"),
    ("answer", "promise", (*GOODS, "cancel", "repair"), "true"),
)
# The same rows as cells of a table with a column for each fact.
COLUMNS = {
    "lane": "lane", "category": "category", "made": "personalised or custom", "final": "'final_sale' in marks",
    "discounted": "discounted", "exchanges": "exchanges", "order_hours": "order_hours", "shipped_days": "shipped_days",
    "tarnished": "reason == 'tarnished' and material == 'silver'", "delivered_days": "delivered_days",
    "cause": "cause", "photo": "photo", "price": "price", "unfit": "worn or used or not packaging",
}  # fmt: skip
_MIND, _FAULT, _GUARANTEE = {"lane": "'change_of_mind'"}, {"lane": "'fault'"}, {"lane": "'guarantee'"}
_BOTH = {"lane": "'change_of_mind','fault'"}
CELLS: tuple[dict[str, str], ...] = (
    _BOTH,
    {**_BOTH, "shipped_days": "null, > 35"},
    {**_MIND, "unfit": "true"},
    {**_MIND, "category": "'earring'"},
    {**_MIND, "made": "true"},
    {"category": "'gift_card'"},
    {**_MIND, "final": "true"},
    {**_MIND, "discounted": "true"},
    {**_MIND, "exchanges": ">= 1"},
    {"tarnished": "true"},
    _MIND,
    {**_MIND, "order_hours": "> 2"},
    {"shipped_days": "!= null"},
    _GUARANTEE,
    {**_GUARANTEE, "delivered_days": "null, > 365"},
    {**_GUARANTEE, "cause": "'accident','customer'"},
    {**_FAULT, "photo": "false"},
    _MIND,
    _FAULT,
    _MIND,
    _MIND,
    {"price": "> 4000"},
    {},
)
REMEDIES = ("cancel", "exchange", "refund", "repair", "store_credit")
LANE = (
    "reason == 'tarnished' and material == 'silver' ? 'change_of_mind' : "
    "reason in ['defective', 'tarnished', 'damaged_on_arrival'] ? 'fault' : "
    "reason in ['stone_loose', 'bent'] ? 'guarantee' : 'change_of_mind'"
)


FORMS = ("rows", "columns", "formulas")


def graph(policy: Policy, form: str) -> str:
    """This function will return the graph as JSON in one of the forms."""
    start = {"id": "in", "type": "inputNode", "name": "request", "position": {"x": 0, "y": 0}}
    end = {"id": "out", "type": "outputNode", "name": "answer", "position": {"x": 3, "y": 0}}
    lane = _expressions("lane", {"lane": LANE}, passes=True)
    middle = _by_expressions(policy) if form == "formulas" else _by_table(policy, columns=form == "columns")
    nodes = [start, lane, *middle, end]
    edges = [
        {"id": f"e{place}", "sourceId": one["id"], "targetId": other["id"], "type": "edge"}
        for place, (one, other) in enumerate(itertools.pairwise(nodes))
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


def _says(policy: Policy, clause_id: str) -> str:
    clause: Clause = policy.clause(clause_id)
    return clause.says


def _by_table(policy: Policy, *, columns: bool) -> list[dict[str, Any]]:
    fields = COLUMNS if columns else {"when": ""}
    rules = [
        {
            "_id": f"r{place}",
            **({name: cells.get(name, "") for name in COLUMNS} if columns else {"when": when}),
            "clause": json.dumps(clause),
            "effect": json.dumps(effect),
            "says": json.dumps(_says(policy, clause)),
            "remedies": json.dumps(list(remedies)),
        }
        for place, ((clause, effect, remedies, when), cells) in enumerate(zip(ROWS, CELLS, strict=True))
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": name, "name": name, "field": field} for name, field in fields.items()],
        "outputs": [{"id": name, "name": name, "field": name} for name in ("clause", "effect", "says", "remedies")],
        "rules": rules,
        "passThrough": False,
        "outputPath": "rows",
    }
    place = {"x": 1, "y": 0}
    table = {"id": "clauses", "type": "decisionTableNode", "name": "clauses", "position": place, "content": content}
    mine = {f"{remedy}.reasons": f"filter(rows, '{remedy}' in #.remedies)" for remedy in REMEDIES}
    outcomes = {
        f"{remedy}.outcome": _outcome(lambda effect, of=remedy: f"some({of}.reasons, #.effect == '{effect}')")
        for remedy in REMEDIES
    }
    return [table, _expressions("reasons", mine, passes=False), _expressions("outcomes", outcomes, passes=True)]


def _outcome(has: Any) -> str:
    return (
        f"{has('refuse')} ? 'refused' : {has('accept')} ? ({has('missed')} ? 'refused' : "
        f"{has('unproved')} ? 'referred' : 'accepted') : 'referred'"
    )


def _by_expressions(policy: Policy) -> list[dict[str, Any]]:
    holds = {f"k{place}": when for place, (_, _, _, when) in enumerate(ROWS)}
    answer: dict[str, str] = {}
    for remedy in REMEDIES:
        mine = [(place, row) for place, row in enumerate(ROWS) if remedy in row[2]]
        reasons = ", ".join(
            f"k{place} ? {{clause: {json.dumps(row[0])}, effect: {json.dumps(row[1])}, "
            f"says: {json.dumps(_says(policy, row[0]))}}} : null"
            for place, row in mine
        )
        answer[f"{remedy}.reasons"] = f"filter([{reasons}], # != null)"

        def has(effect: str, mine: Any = mine) -> str:
            each = [f"k{place}" for place, row in mine if row[1] == effect]
            return f"({' or '.join(each)})" if each else "false"

        answer[f"{remedy}.outcome"] = _outcome(has)
    return [_expressions("clauses", holds, passes=True), _expressions("outcomes", answer, passes=False)]


def _expressions(name: str, formulas: dict[str, str], *, passes: bool) -> dict[str, Any]:
    each = [
        {"id": f"{name}-{place}", "key": key, "value": value} for place, (key, value) in enumerate(formulas.items())
    ]
    content = {"expressions": each, "passThrough": passes}
    return {"id": name, "type": "expressionNode", "name": name, "position": {"x": 2, "y": 0}, "content": content}


def context(policy: Policy, facts: Facts, at: Instant) -> dict[str, Any]:
    """This function will return the claim as zen is given it: a flat dict with dates counted."""
    zone = policy.shop.zone

    def days(name: str) -> int | None:
        moment = facts.get(name, NOT_YET)
        return None if moment is NOT_YET else local_day(at, zone) - local_day(moment, zone)

    return {
        "reason": facts["claim.reason"],
        "category": facts["item.category"],
        "material": facts["item.material"],
        "marks": sorted(facts["item.marks"]),
        "personalised": facts["item.personalised"],
        "custom": facts["item.custom"],
        "discounted": facts["item.discounted"],
        "price": facts["item.price"],
        "worn": facts["condition.worn"],
        "used": facts["condition.used"],
        "packaging": facts["condition.original_packaging"],
        "photo": facts["claim.photo"],
        "cause": facts["claim.cause"],
        "exchanges": facts["used.order.exchange"],
        "shipped_days": days("parcel.shipped_at"),
        "delivered_days": days("parcel.delivered_at"),
        "order_hours": (at - facts["order.placed_at"]) / 3_600_000_000,
    }
