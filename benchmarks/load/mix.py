"""What is asked, in which proportions: a shop's day at its busiest, with staff at work.

35 of 100 are public and order pages, 25 cases as customers see them, 15 the desk's list and cases, 10 searches, and 15
write: open a case, write a message, take a parcel in, tell that it was posted.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from itertools import cycle
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.load.client import Call
from benchmarks.load.filling import MARK
from benchmarks.load.visitors import CSRF, Crowd, Customer, signed_in
from django.db import connection

from amends.console.access import Staff
from amends.console.acts import seal
from amends.core.dates import instant_of
from amends.records.cases import CaseRow
from amends.records.members import member_at
from amends.records.models import Member
from amends.usecases.load_sample_staff import sample_address
from amends.usecases.permissions import OWNER, SUPPORT, WAREHOUSE
from amends.usecases.send_message import send_message

# Of 1,000 requests.
SHARES = {
    "public page": 100, "order": 170, "last look": 80, "case": 250,
    "desk: list": 60, "desk: deep page": 20, "desk: filtered": 20, "desk: case": 50,
    "search: number": 60, "search: name": 25, "search: email": 15,
    "open a case": 50, "write a message": 40, "take in a parcel": 30, "tell posted": 30,
}  # fmt: skip
READERS = 200
_PUBLIC = (
    "/{shop}/", "/{shop}/policy", "/{shop}/help/", "/{shop}/find", "/{shop}/gift", "/", "/{shop}/help/posting-it-back/",
)  # fmt: skip
_FILTERS = (
    "part=all&remedy=refund",
    "part=shop&mine=1",
    "part=all&overdue=1",
    "part=over",
    "part=customer&reason=changed_mind",
)
Maker = Callable[[], Call]


def calls(crowd: Crowd, count: int, cases: int, seed: int = 1) -> list[Call]:
    """This function will make everything that is asked, in an order drawn with the seed, and what it is asked about."""
    dice = Random(seed)  # noqa: S311 - a draw that comes out the same every time
    kinds = dice.choices(list(SHARES), list(SHARES.values()), k=count)
    made = _Makers(crowd, cases, dice)
    makers: dict[str, Maker] = {kind: getattr(made, "_".join(kind.replace(":", "").split())) for kind in SHARES}
    found = [makers[kind]() for kind in kinds]
    crowd.save()
    return found


class _Makers:
    """One method for each kind, which returns one call of it."""

    def __init__(self, crowd: Crowd, cases: int, dice: Random) -> None:
        self.crowd, self.shop, self.cases, self.dice = crowd, crowd.shop, cases, dice
        readers = [crowd.with_case(self._talked) for _ in range(READERS)]
        plain = [crowd.plain() for _ in range(READERS)]
        drafts = [crowd.with_draft() for _ in range(READERS // 2)]
        self.readers, self.drafts = cycle(readers), cycle(drafts)
        self.lookers = cycle([*plain, *readers])
        self.staff = [self._staff(role) for role in (OWNER, SUPPORT, WAREHOUSE)]
        self.people = cycle(self.staff)
        self.public: Iterator[str] = cycle(self._public())
        self.deep = cycle(self._deep())
        self.filters = cycle(_FILTERS)

    def _talked(self, row: CaseRow) -> CaseRow:
        for place in range(2):
            key, at = secrets.token_urlsafe(16), self.crowd.at
            send_message(
                self.shop, row.number, f"Hello, message {place}.", by="customer", key=key, at=at, secret=b"load"
            )
        return row

    def _staff(self, role: str) -> tuple[Staff, str]:
        address = sample_address(role, self.shop.id)
        member = Member.objects.get(shop_id=self.shop.id, user__email=address)
        place = member_at(self.shop.id, member.user_id)
        assert place is not None
        return Staff(*place), signed_in([address])[0]

    def _public(self) -> list[str]:
        return [
            path.format(shop=shop)
            for path in _PUBLIC
            for shop in ("silver", "piercing", "bespoke")
            if "posting" not in path or shop == "silver"
        ]

    def _deep(self) -> list[str]:
        """Where the second, a middle and a last page of the open cases begin."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT act_by, number FROM records_case WHERE shop_id = %s AND NOT is_over AND act_by IS NOT NULL"
                " ORDER BY act_by, number",
                [self.shop.id],
            )
            rows = cursor.fetchall()
        places = [min(50, len(rows) - 1), len(rows) // 2, len(rows) * 9 // 10]
        return [f"{instant_of(rows[one][0])}.{rows[one][1]}" for one in places]

    def public_page(self) -> Call:
        return _get("public page", next(self.public))

    def order(self) -> Call:
        one = next(self.lookers)
        return _get("order", f"/{self.shop.id}/orders/{one.order}/", one.session)

    def last_look(self) -> Call:
        one = next(self.drafts)
        return _get("last look", _check(self.shop.id, one), one.session)

    def case(self) -> Call:
        one = next(self.readers)
        return _get("case", f"/{self.shop.id}/cases/{_case(one).number}/", one.session)

    def desk_list(self) -> Call:
        return self._desk("desk: list", "?part=all")

    def desk_deep_page(self) -> Call:
        return self._desk("desk: deep page", f"?part=all&after={next(self.deep)}")

    def desk_filtered(self) -> Call:
        return self._desk("desk: filtered", f"?{next(self.filters)}")

    def desk_case(self) -> Call:
        return self._desk("desk: case", f"cases/{_case(next(self.readers)).number}/")

    def search_number(self) -> Call:
        one = next(self.readers)
        text = self.dice.choice((one.number, _case(one).number, one.order.lower()))
        return self._desk("search: number", f"search?q={quote(text)}", 0)

    def search_name(self) -> Call:
        order = self.dice.choice(self.crowd.patterns.orders)
        return self._desk("search: name", f"search?q={quote(order.customer_name)}", 0)

    def search_email(self) -> Call:
        place = self.dice.randrange(1, self.cases + 1) if self.cases else self.crowd.next - 1
        pattern = self.crowd.patterns.orders[place % len(self.crowd.patterns.orders)]
        return self._desk("search: email", f"search?q={quote(pattern.email.replace(MARK, f'{place:07}'))}", 0)

    def open_a_case(self) -> Call:
        return opening(self.shop.id, self.crowd.with_draft())

    def write_a_message(self) -> Call:
        one = next(self.readers)
        path = f"/{self.shop.id}/cases/{_case(one).number}/messages"
        return _post("write a message", path, one.session, key=secrets.token_urlsafe(16), text="When will it be here?")

    def take_in_a_parcel(self) -> Call:
        staff, session = self.staff[2]
        row = _case(self.crowd.with_case())
        fields: dict[str, Any] = {
            "item.1": "1",
            "seen": seal(staff, row.number, row.case.version),
            "number": row.number,
        }
        return _post("take in a parcel", f"/console/{self.shop.id}/receive/take-in", session, **fields)

    def tell_posted(self) -> Call:
        one = self.crowd.with_case()
        row = _case(one)
        path = f"/{self.shop.id}/cases/{row.number}/items/1/posted"
        return _post("tell posted", path, one.session, seen=row.case.version, tracking="")

    def _desk(self, kind: str, path: str, status: int = 200) -> Call:
        _, session = next(self.people)
        return _get(kind, f"/console/{self.shop.id}/{path}", session, status)


def opening(shop_id: str, one: Customer) -> Call:
    """This function will return the last form of that customer, which opens the case."""
    return _post("open a case", _check(shop_id, one), one.session, key=one.key, seal=one.seal)


def _check(shop_id: str, one: Customer) -> str:
    return f"/{shop_id}/orders/{one.order}/pieces/{one.piece}/check"


def _case(one: Customer) -> CaseRow:
    assert one.case is not None
    return one.case


def _get(kind: str, path: str, session: str = "", status: int = 200) -> Call:
    cookie = _cookies(path, session) if session else ""
    return Call(kind, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n".encode(), status)


def _cookies(path: str, session: str) -> str:
    """Staff have cookies of their own."""
    name = "amends-console" if path.startswith("/console/") else "amends"
    return f"Cookie: {name}={session}; {name}-csrf={CSRF}\r\n"


def _post(kind: str, path: str, session: str, **fields: Any) -> Call:
    body = urlencode({"csrfmiddlewaretoken": CSRF, **fields})
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{_cookies(path, session)}"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return Call(kind, (head + body).encode(), 302, is_write=True)
