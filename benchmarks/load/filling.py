"""Filling the shop: orders and cases by the hundred thousand, copied by the database from a few real ones.

A pattern is a real order, and a real case on it that was brought into a state by the use cases; its rows are copied
with other numbers. What was filled in has everything that lists, searches and pages read, but no events: those are
chained by hash, one after the other, and a case that a page is asked for in the measurement is opened for real.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from amends.core.cases.commands import Approve, Inspect, Receive, Record, Withdraw
from amends.core.cases.money_events import PayoutDone
from amends.core.cases.values import Pay
from amends.core.claims import Claim
from amends.core.dates import Instant, local_day
from amends.core.engine.verdict import Outcome
from amends.core.orders import Order
from amends.examples import orders_for
from amends.records.cases import CaseRow
from amends.records.orders import order_row, order_with, save_orders
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import act_on_case
from amends.usecases.open_case import Form, open_case
from amends.usecases.read_order import read_order
from amends.usecases.weigh_claim import Ask, weigh_claim

MARK = "9473829"  # stands for a number of seven digits in a pattern
UNWORN = {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}
PLAIN = "changed_mind"
MOST_PATTERNS = 24
_TABLES = ("case", "caseitem", "promise", "timer")
OPEN_SHARE = 20  # one case in so many is still open
# One row for each number, from the pattern whose turn it is; `columns` put the number where the mark stands.
ORDERS = """
INSERT INTO records_order ({names}) SELECT {columns}
FROM generate_series(%(first)s::int, %(end)s::int) n JOIN load_order p ON p.place = n %% %(patterns)s
"""
# Open cases are due from three days ago on, one after the other; the others were opened over the last two years.
ROWS = """
INSERT INTO records_{table} ({names}) SELECT {columns}
FROM generate_series(%(first)s::int, %(end)s::int) n
JOIN load_{table} p ON p.place = n %% %(patterns)s
    AND p.is_open = (n / %(patterns)s %% %(share)s = 0)
    AND p.variant = n / %(patterns)s / %(share)s %% CASE WHEN p.is_open THEN %(open)s ELSE %(over)s END
"""
_CHANGES = {
    ("case", "opened_at"): "now() - interval '2 years' + n * (interval '2 years' / %(last)s)",
    ("case", "act_by"): "CASE WHEN p.is_open THEN now() + n * (interval '20 days' / %(last)s) - interval '3 days' END",
    ("timer", "at"): "now() + interval '1 day' + n * (interval '20 days' / %(last)s)",
}
_TEXTS = {"text", "character varying", "jsonb"}
WORDS = """
INSERT INTO records_caseword (shop_id, word, case_number, kind)
SELECT p.shop_id, replace(p.word, %(mark)s, lpad(n::text, 7, '0')), 'R-' || lpad(n::text, 7, '0'), p.kind
FROM generate_series(%(first)s::int, %(end)s::int) n
JOIN load_caseword p ON p.place = n %% %(patterns)s AND p.is_open AND p.variant = 0
"""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The orders to copy, each with the piece that a return is agreed to for, and its reason."""

    orders: tuple[Order, ...]
    pieces: tuple[str, ...]

    def piece_of(self, number: int) -> str:
        """This function will return the piece of the order with that number that a return is agreed to for."""
        return self.pieces[number % len(self.pieces)]


def number_of(number: int) -> str:
    """This function will return the order's number."""
    return f"WR-{number:07}"


def find_patterns(shop: ShopRow, at: Instant) -> Patterns:
    """This function will return the shop's sample orders of which a piece may be sent back without asking a person."""
    found = []
    for order in orders_for(shop.id, local_day(at, shop.zone), at):
        piece_id = "" if order.gift_code else _piece_of(shop, order.number, at)
        if piece_id:
            found.append((_as_pattern(order), piece_id))
    return Patterns(*(tuple(one) for one in zip(*found[:MOST_PATTERNS], strict=True)))


def patterns_kept(shop: ShopRow, last: int, count: int, at: Instant) -> Patterns:
    """This function will return the patterns of a shop that is filled, by its last orders, which nobody has used yet.

    Sample orders and policies may have changed since it was filled.
    """
    orders, pieces = [], []
    for number in sorted(range(last - count + 1, last + 1), key=lambda one: one % count):
        order, piece_id = order_with(shop.id, number_of(number)), _piece_of(shop, number_of(number), at)
        assert order is not None
        assert piece_id, f"nothing of {number_of(number)} can be sent back any more: fill another home"
        own = f"{number:07}"
        parcels = tuple(replace(one, tracking=one.tracking.replace(own, MARK)) for one in order.parcels)
        orders.append(replace(order, number=f"WR-{MARK}", email=order.email.replace(own, MARK), parcels=parcels))
        pieces.append(piece_id)
    return Patterns(tuple(orders), tuple(pieces))


def _piece_of(shop: ShopRow, number: str, at: Instant) -> str:
    in_hand = read_order(shop, number)
    if in_hand is None or in_hand.cases:
        return ""
    for piece_id in in_hand.pieces:
        option = weigh_claim(in_hand, piece_id, _claim(PLAIN, at), at).option("refund")
        if option is not None and option.outcome is Outcome.ACCEPTED and not option.missing and option.refund:
            return str(piece_id)
    return ""


def _claim(reason: str, at: Instant) -> Claim:
    return Claim(reason=reason, asked_at=at, answers=UNWORN)


def _as_pattern(order: Order) -> Order:
    parcels = tuple(
        replace(one, tracking=f"LD{MARK}{place}" if one.tracking else "") for place, one in enumerate(order.parcels)
    )
    return replace(order, number=f"WR-{MARK}", email=f"c{MARK}.{order.email}", parcels=parcels)


def fill(shop: ShopRow, patterns: Patterns, first: int, last: int, cases: int, at: Instant) -> None:
    """This function will fill the shop with the orders of these numbers, and with cases on so many, from 1 on."""
    given: dict[str, Any] = {"mark": MARK, "patterns": len(patterns.orders), "share": OPEN_SHARE}
    with connection.cursor() as cursor:
        for table in ("order", *_TABLES, "caseword"):
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.load_{table}")
            made = f"CREATE TEMP TABLE load_{table} AS SELECT 0 AS place, false AS is_open, 0 AS variant, r.*"
            cursor.execute(f"{made} FROM records_{table} r WITH NO DATA")
        for place, order in enumerate(patterns.orders):
            _put_by(cursor, "order", place, 0, _row_of(shop.id, order), is_open=False)
        _in_steps(cursor, _with_columns(cursor, ORDERS, "order"), given, first, last)
        if cases:
            _fill_cases(shop, patterns, cursor, given, cases, at)
        cursor.execute("ANALYZE")


def _put_by(cursor: Any, table: str, place: int, variant: int, body: str, *, is_open: bool) -> None:
    cursor.execute(
        f"INSERT INTO load_{table} SELECT %s, %s, %s, (jsonb_populate_record(NULL::records_{table}, %s::jsonb)).*",
        [place, is_open, variant, body],
    )


def _with_columns(cursor: Any, statement: str, table: str) -> str:
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position",
        [f"records_{table}"],
    )
    names, columns = [], []
    for name, kind in cursor.fetchall():
        names.append(f'"{name}"')
        text = f"""replace(p."{name}"::text, %(mark)s, lpad(n::text, 7, '0'))::{kind}"""
        columns.append(_CHANGES.get((table, name), text if kind in _TEXTS else f'p."{name}"'))
    return statement.format(table=table, names=", ".join(names), columns=", ".join(columns))


def _row_of(shop_id: str, order: Order) -> str:
    row = order_row(shop_id, order)
    columns = (
        "shop_id", "number", "number_key", "email_key", "postcode_key", "gift_key", "gift", "placed_at", "document"
    )  # fmt: skip
    return json.dumps({name: getattr(row, name) for name in columns}, default=str)


def _fill_cases(
    shop: ShopRow, patterns: Patterns, cursor: Any, given: Mapping[str, Any], cases: int, at: Instant
) -> None:
    for place, (order, piece_id) in enumerate(zip(patterns.orders, patterns.pieces, strict=True)):
        for is_open, ways in ((True, OPEN), (False, OVER)):
            for variant, way in enumerate(ways):
                for table, body in _captured(shop, order, piece_id, way, at):
                    _put_by(cursor, table, place, variant, body, is_open=is_open)
    given = {**given, "open": len(OPEN), "over": len(OVER)}
    for table in _TABLES:
        print(f"filling: {table}", flush=True)
        _in_steps(cursor, _with_columns(cursor, ROWS, table), given, 1, cases)
    print("filling: words", flush=True)
    _in_steps(cursor, WORDS, given, 1, cases)


def _in_steps(cursor: Any, statement: str, given: Mapping[str, Any], first: int, last: int, step: int = 50_000) -> None:
    for begin in range(first, last + 1, step):
        end = min(last, begin + step - 1)
        if last - first > step:
            print(f"  {end:,} of {last:,}", flush=True)
        cursor.execute(statement, {**given, "first": begin, "end": end, "last": last})


def _captured(shop: ShopRow, order: Order, piece_id: str, way: Sequence[str], at: Instant) -> list[tuple[str, str]]:
    """This function will bring a real case about the order as far as the way says, and return its rows; none stays."""
    with transaction.atomic():
        save_orders(shop.id, [order])
        row = opened(shop, order.number, piece_id, "of a pattern", at)
        for step in way:
            row = _STEPS[step](shop, row, at)
        found = []
        with connection.cursor() as cursor:
            for table in (*_TABLES, "caseword"):
                where = "number" if table == "case" else "case_number"
                cursor.execute(
                    f"SELECT to_jsonb(r)::text FROM records_{table} r WHERE shop_id = %s AND {where} = %s",  # noqa: S608
                    [shop.id, row.number],
                )
                found += [(table, body) for (body,) in cursor.fetchall()]
        transaction.set_rollback(True)
    plain = row.number.replace("-", "")
    return [
        (of, body.replace(row.number, f"R-{MARK}").replace(plain, f"R{MARK}").replace(row.form_key, f"form {MARK}"))
        for of, body in found
    ]


def opened(shop: ShopRow, number: str, piece_id: str, key: str, at: Instant) -> CaseRow:
    """This function will open a return about the piece by the use case."""
    ask = Ask(piece_id=piece_id, claim=_claim(PLAIN, at), remedy="refund")
    return open_case(shop, number, Form(key=key, asks=(ask,), seal=None), at, b"of the load program")


def _received(shop: ShopRow, row: CaseRow, at: Instant) -> CaseRow:
    return act_on_case(shop, row.number, Receive(items=("1",)), at=at, by="member")


def _inspected(shop: ShopRow, row: CaseRow, at: Instant) -> CaseRow:
    return act_on_case(shop, row.number, Inspect(item="1", accepted=1, grounds=()), at=at, by="member")


def _approved(shop: ShopRow, row: CaseRow, at: Instant) -> CaseRow:
    amount = row.item("1").item.answer.give_minor
    pay = Pay(id=f"{row.number}.p1", payment_id="", amount_minor=amount, by_hand=True)
    return act_on_case(shop, row.number, Approve(item="1", person="member", pays=(pay,)), at=at, by="member")


def _paid(shop: ShopRow, row: CaseRow, at: Instant) -> CaseRow:
    done = Record(event=PayoutDone(item="1", pay=f"{row.number}.p1", ref="by hand"))
    return act_on_case(shop, row.number, done, at=at, by="member")


def _withdrawn(shop: ShopRow, row: CaseRow, at: Instant) -> CaseRow:
    return act_on_case(shop, row.number, Withdraw(item="1"), at=at, by="customer")


_STEPS = {
    "receive": _received, "inspect": _inspected, "approve": _approved, "pay": _paid, "withdraw": _withdrawn,
}  # fmt: skip
OPEN: tuple[tuple[str, ...], ...] = ((), ("receive",), ("receive", "inspect"))
OVER: tuple[tuple[str, ...], ...] = (("receive", "inspect", "approve", "pay"), ("withdraw",))
