"""Generated policies over the whole language, and claims that fall on their edges."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from amends.core.dates import NOT_YET, Calendar, Instant, parse_instant
from amends.core.engine.closings import deadlines_in, turns_of
from amends.core.engine.standings import tests_of
from amends.core.facts import Facts
from amends.core.policy.floors import law_in
from amends.core.policy.load import load_policy
from amends.core.policy.tree import (
    AllOf,
    AnyOf,
    Clause,
    Condition,
    Effect,
    Not,
    Op,
    Policy,
    Test,
)

CALENDAR = Calendar(
    frozenset(date(year, month, day).toordinal() for year in (2023, 2024) for month, day in ((1, 1), (7, 4), (12, 25))),
    date(2023, 1, 1).toordinal(),
    date(2027, 12, 31).toordinal(),
)
ZONES = ("America/New_York", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata")
LANES = ("change_of_mind", "fault", "guarantee")
REMEDIES = ("refund", "exchange", "repair")
REASONS = ("changed_mind", "defective", "tarnished", "stone_loose", "not_received")
# Clock changes in both halves of the world, year ends, a leap day, and ordinary days.
DAYS = ("2023-03-12", "2023-11-05", "2023-12-31", "2024-02-28", "2024-02-29", "2024-03-31", "2024-04-07", "2024-05-15")
TIMES = ("00:00:00", "00:00:00.000001", "02:30:00", "12:00:00", "23:59:59.999999")
SECOND = 1_000_000


def lists(each: SearchStrategy[Any], most: int) -> SearchStrategy[list[Any]]:
    """This function will return lists of one or more different things."""
    return st.lists(each, min_size=1, max_size=most, unique_by=repr)


def _spans(units: dict[str, tuple[int, ...]]) -> SearchStrategy[dict[str, int]]:
    return st.sampled_from([{unit: amount} for unit, amounts in units.items() for amount in amounts])


SPANS = _spans({"hours": (0, 2, 48), "days": (0, 1, 30), "business_days": (0, 2), "months": (1, 12), "years": (1, 4)})
SHORT = {"happened": st.just("happened"), "not_yet": st.just("not_yet")}
ANCHORS = st.sampled_from(("order", "shipment", "delivery", "return_receipt", "asked", "production"))
SAME_MOMENT = {"asked": "asked", "return_receipt": "goods_back"}
MOMENTS = ("order.placed_at", "parcel.shipped_at", "return.received_at", "claim.asked_at")
ENTRIES: SearchStrategy[dict[str, Any]] = st.one_of(
    st.sampled_from(
        [
            {"condition.worn": False},
            {"condition.undamaged": True},
            {"claim.photo": True},
            {"item.category": "earring"},
            {"item.category": ["ring", "earring"]},
            {"item.category": {"not": "ring"}},
            {"item.marks": {"has": ["final_sale", "gift_card"]}},
            {"item.marks": {"lacks": "final_sale"}},
            {"item.price": {"over": "40.00"}},
            {"item.price": {"at_least": "40.00", "under": "75.00"}},
            {"claim.size_error_mm": {"at_most": {"fact": "item.size_tolerance_mm"}}},
            {"claim.size_error_mm": {"over": {"fact": "item.size_tolerance_mm"}}},
            {"claim.size_error_mm": {"is": "0.5"}},
            {"used.line.resize": {"under": 1}},
            {"claim.by": "gift_recipient"},
            {"claim.reason": ["defective", "tarnished"]},
            {"parcel.customs_reminders": {"at_least": 2}},
        ]
    ),
    st.builds(
        lambda name, form, span: {name: {form: span}},
        st.sampled_from(MOMENTS),
        st.sampled_from(("within", "longer_ago_than")),
        SPANS,
    ),
    st.builds(lambda name, state: {name: state}, st.sampled_from(MOMENTS), st.sampled_from(("happened", "not_yet"))),
    st.builds(
        lambda name, first, last: {name: {"from": min(first, last), "to": max(first, last)}},
        st.sampled_from(MOMENTS),
        st.sampled_from(DAYS),
        st.sampled_from(DAYS),
    ),
)


def _merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: value for part in parts for name, value in part.items()}


CONDITIONS: SearchStrategy[dict[str, Any]] = st.recursive(
    lists(ENTRIES, 2).map(_merged),
    lambda inner: st.builds(
        lambda word, parts, beside: {**beside, word: parts},
        st.sampled_from(("any", "all", "none")),
        lists(inner, 2),
        st.one_of(st.just({}), ENTRIES),
    ),
    max_leaves=3,
)
TERMS: SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"return_postage": "shop", "return_label": "prepaid"},
        {"return_postage": "customer", "refund_shipping": "pro_rata"},
        {"restocking_percent": 15, "fee": "5.00", "fee_per": "return"},
        {"restocking_percent": 10, "refund_to": "credit", "credit_bonus_percent": 5},
        {"clawback": {"free_from": "75.00", "rate": "6.00"}},
        {"labour": "shop", "materials": "customer", "quote_first": True},
    ]
)


@st.composite
def windows(draw: DrawFn) -> dict[str, Any]:
    """Some time from an anchor, in which something must happen."""
    anchor = draw(ANCHORS)
    event = draw(st.sampled_from(("asked", "asked", "asked", "goods_sent", "goods_back")))
    if event == SAME_MOMENT.get(anchor):  # the language refuses a window that opens with its own event
        event = "goods_sent"
    return {**draw(SPANS), "of": anchor, "event": event}


Groups = tuple[tuple[str, ...], ...]  # ids of clauses with windows, by the event that the windows wait for


@st.composite
def _particulars(
    draw: DrawFn, effect: str, remedies: list[str], with_windows: tuple[tuple[str, ...], ...]
) -> dict[str, Any]:
    """What only one effect has."""
    match effect:
        case "limit":
            per, times = draw(st.sampled_from(("order", "line"))), draw(st.integers(1, 2))
            return {"limit": {"remedies": remedies, "times": times, "per": per, "counting": "exchange"}}
        case "promise":
            within = {**draw(SPANS), "of": draw(ANCHORS)}
            return {"promise": {"what": draw(st.sampled_from(("answer", "refund", "label"))), "within": within}}
        case "classify":
            reasons = draw(lists(st.sampled_from(REASONS), 2))
            return {"classify": {"reasons": reasons, "lane": draw(st.sampled_from(LANES))}}
        case "extend":
            # The language lengthens windows together only where they wait for the same event.
            longer = draw(lists(st.sampled_from(draw(st.sampled_from(with_windows))), 2))
            return {"extend": {"clauses": longer, "seasons": draw(lists(seasons(), 2))}}
    return {}


EFFECTS = (*("accept",) * 3, "refuse", *("require",) * 2, "terms", "limit", "advise", "promise", "classify")


@st.composite
def clauses(draw: DrawFn, number: int, with_windows: Groups) -> dict[str, Any]:
    """One clause with any effect."""
    lanes = draw(st.one_of(st.just("all"), lists(st.sampled_from(LANES), 2)))
    clause: dict[str, Any] = {"id": f"K{number}", "says": f"Sentence {number}.", "lanes": lanes}
    if draw(st.booleans()):
        clause["when"] = draw(CONDITIONS)
    if draw(st.integers(0, 5)) == 0:
        clause["unless"] = [{"id": f"K{number}.except", "says": "Except then.", "when": draw(CONDITIONS)}]
    if draw(st.integers(0, 9)) == 0:
        clause["ordered_from"] = draw(st.sampled_from(DAYS))
    effect = draw(st.sampled_from(EFFECTS + (("extend", "extend") if with_windows else ())))
    remedies = draw(lists(st.sampled_from(REMEDIES), 2))
    if effect in ("accept", "refuse", "require", "terms", "advise"):
        clause[effect] = remedies
    if effect in ("accept", "require") and draw(st.booleans()):
        clause["within"] = draw(windows())
    if (effect == "require" and "within" not in clause) or (effect == "accept" and draw(st.booleans())):
        clause["provided"] = draw(CONDITIONS)
    if effect in ("accept", "require", "limit") and draw(st.integers(0, 2)) == 0:
        clause["otherwise"] = "refer"
    if effect == "terms" or (effect == "accept" and draw(st.booleans())):
        clause["set"] = draw(TERMS)
    clause.update(draw(_particulars(effect, remedies, with_windows)))
    if effect == "classify":
        del clause["lanes"]
    return clause


@st.composite
def seasons(draw: DrawFn) -> dict[str, str]:
    """Ordered between two days, open until a third."""
    first, last, until = sorted(draw(st.lists(st.sampled_from((*DAYS, "2024-08-01")), min_size=3, max_size=3)))
    return {"ordered_from": first, "ordered_to": last, "open_until": until}


@st.composite
def written_policies(draw: DrawFn, *, most: int = 7) -> str:
    """A policy as the text of a file (JSON is YAML)."""
    written: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, most))):
        with_windows: dict[str, tuple[str, ...]] = {}  # by the event that they wait for
        for one in written:
            if "within" in one:
                event = one["within"].get("event", "asked")
                with_windows[event] = (*with_windows.get(event, ()), one["id"])
        written.append(draw(clauses(number, tuple(with_windows.values()))))
    shop = {"id": "shop", "name": "Shop", "country": "US", "zone": draw(st.sampled_from(ZONES)), "currency": "USD"}
    return json.dumps(
        {
            "amends": 1,
            "shop": shop,
            "version": "1",
            "starts": "2000-01-01",
            "answers_within": draw(SPANS),
            "post_within": {"days": 14},
            "clauses": written,
        }
    )


def policies(*, most: int = 7) -> SearchStrategy[Policy]:
    """Policies that came through the loader, some of them with clauses that only a tree can hold."""
    return written_policies(most=most).map(lambda text: load_policy(text, CALENDAR)).flatmap(_with_bare_trees)


def _with_bare_trees(policy: Policy) -> SearchStrategy[Policy]:
    return st.lists(bare_clauses(), max_size=2, unique_by=lambda one: one.id).map(
        lambda more: replace(policy, clauses=(*policy.clauses, *more))
    )


BARE_TESTS: SearchStrategy[Condition] = st.sampled_from(
    [
        AllOf(()),
        AnyOf(()),
        Not(AllOf(())),
        Test("condition.worn", Op.IS, (True,)),
        Test("condition.worn", Op.IS, (True, False)),
        Test("item.marks", Op.HAS, ("final_sale",)),
        Test("claim.reason", Op.IS, ("defective", "worn")),
        Test("order.placed_at", Op.DAYS, (738_000, 738_950)),
        Test("item.price", Op.AT_MOST, 4000),
    ]
)
BARE_CONDITIONS = st.recursive(
    BARE_TESTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=5,
)


@st.composite
def bare_clauses(draw: DrawFn) -> Clause:
    """A clause as a tree, with conditions of any shape."""
    name = draw(st.sampled_from(("T1", "T2")))
    effect = draw(st.sampled_from((Effect.ACCEPT, Effect.REFUSE, Effect.REQUIRE)))
    return Clause(
        id=name,
        says=f"Sentence {name}.",
        effect=effect,
        lanes=frozenset(draw(lists(st.sampled_from(LANES), 3))),
        remedies=frozenset(draw(lists(st.sampled_from(REMEDIES), 3))),
        when=draw(BARE_CONDITIONS),
        provided=draw(BARE_CONDITIONS) if effect is not Effect.REFUSE else AllOf(()),
        refers=draw(st.booleans()),
    )


def moments(zone: ZoneInfo) -> SearchStrategy[Instant]:
    """Instants on the edges of the days that matter."""
    days, times = st.sampled_from(DAYS), st.sampled_from(TIMES)
    return st.builds(lambda day, time: parse_instant(f"{day}T{time}", zone), days, times)


def maybe(each: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """The value more often than nothing."""
    return st.one_of(each, each, each, each, st.none())


@st.composite
def facts_for(draw: DrawFn, policy: Policy) -> dict[str, Any]:
    """What is known of one claim: each fact is there, unknown or not yet."""
    zone = policy.shop.zone
    moment = st.one_of(moments(zone), moments(zone), moments(zone), st.just(NOT_YET))
    drawn = {
        "claim.reason": maybe(st.sampled_from(REASONS)),
        "claim.by": maybe(st.sampled_from(("buyer", "gift_recipient"))),
        "claim.photo": maybe(st.booleans()),
        "claim.size_error_mm": maybe(st.sampled_from([Decimal("0.5"), Decimal("0.50001"), Decimal("0.6")])),
        "item.size_tolerance_mm": maybe(st.sampled_from([Decimal("0.5"), Decimal("0.6")])),
        "condition.worn": maybe(st.booleans()),
        "condition.undamaged": maybe(st.booleans()),
        "order.buyer": st.sampled_from((None, None, None, "consumer", "business")),
        "item.category": maybe(st.sampled_from(("ring", "earring", "gift_card"))),
        "item.marks": maybe(st.frozensets(st.sampled_from(("final_sale", "gift_card", "sample_sale")))),
        "item.price": maybe(st.sampled_from((3999, 4000, 4001, 7499, 7500))),
        "order.placed_at": maybe(moment),
        "order.production_started_at": maybe(moment),
        "parcel.shipped_at": maybe(moment),
        "parcel.delivered_at": maybe(moment),
        "return.sent_at": maybe(moment),
        "return.received_at": maybe(moment),
        "used.order.exchange": maybe(st.integers(0, 2)),
        "used.line.resize": maybe(st.integers(0, 1)),
        "parcel.customs_reminders": maybe(st.integers(0, 3)),
    }
    found = {name: draw(value) for name, value in drawn.items()}
    return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True)
class Case:
    """One claim under one policy."""

    policy: Policy
    facts: Facts
    at: Instant


@st.composite
def claims(draw: DrawFn, policy: Policy) -> Case:
    """A claim whose instant lies on, just before or just after something that turns, or anywhere."""
    facts = draw(facts_for(policy))
    later = parse_instant("2024-06-01T12:00:00", policy.shop.zone)
    turns = []
    for side in filter(None, (policy, law_in(policy))):
        tests = [test for clause in side.clauses for test in tests_of(clause)]
        found = turns_of(tests, side, facts, later, deadlines_in(side, facts, later))
        turns += [turn.closes_at for turn in found]
    known = [value for value in facts.values() if type(value) is int and value > SECOND]
    sound = [turn for turn in turns if turn >= max(known, default=0)]  # what is asked before it happened makes no sense
    sensible = st.sampled_from([*sound, later])
    edges = st.one_of(sensible, sensible, st.sampled_from([*turns, *known, later]))
    at = draw(edges) + draw(st.sampled_from((0, 0, 1, 1, -1, SECOND, -SECOND)))
    if draw(st.integers(0, 3)) == 0:
        facts["claim.asked_at"] = draw(st.one_of(edges, st.just(NOT_YET)))
    return Case(policy, facts, at)


def cases(*, most: int = 7) -> SearchStrategy[Case]:
    """A policy and a claim under it."""
    return policies(most=most).flatmap(claims)
