"""Who asks: customers whose browser has found their order, and staff who are signed in, as rows of the session store.

So each request of the measurement is one request: nobody has to find an order or sign in first. The rows are what the
portal and the sign-in would have written themselves.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.load.filling import PLAIN, UNWORN, Patterns, number_of, opened
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone

from amends.config.sessions import CustomerSessionStore, SessionStore
from amends.core.claims import Claim
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.keys import number_key
from amends.records.shops import ShopRow
from amends.usecases.open_case import seal_of
from amends.usecases.read_order import read_order
from amends.usecases.weigh_claim import Ask, weigh_asks

CSRF = "a" * 32  # the cookie and the form's field: who sends the same in both is believed


@dataclass(frozen=True, slots=True)
class Customer:
    """A browser that has found an order: its cookie, the order's place in addresses, a piece, and what is open."""

    session: str
    number: str
    piece: str
    key: str = ""
    seal: str = ""
    case: CaseRow | None = None

    @property
    def order(self) -> str:
        """This property will hold the order as addresses name it."""
        return number_key(self.number)


class Crowd:
    """Makes customers, each with an order that nobody else has, from a number on."""

    def __init__(self, shop: ShopRow, patterns: Patterns, first: int, at: Instant) -> None:
        self.shop, self.patterns, self.at = shop, patterns, at
        self.next = first
        self.sessions: list[Session] = []
        self.seals: dict[str, str] = {}

    def plain(self) -> Customer:
        """This function will return a customer who looks at an order."""
        number, piece, _ = self._order()
        return Customer(self._session(number, {}), number, piece)

    def with_draft(self) -> Customer:
        """This function will return a customer who has answered everything, and has the last page before them."""
        number, piece, place = self._order()
        key = secrets.token_urlsafe(24)
        draft = {
            "key": key, "reason": PLAIN, "quantity": 1, "remedy": "refund", "note": "", "sku": "",
            "answers": {name: "no" if value is False else "yes" for name, value in UNWORN.items()},
        }  # fmt: skip
        seal = self._seal(place, number, piece)
        return Customer(self._session(number, {piece: draft}), number, piece, key, seal)

    def with_case(self, then: Callable[[CaseRow], CaseRow] = lambda row: row) -> Customer:
        """This function will return a customer whose return is agreed to, and what `then` makes of it."""
        number, piece, _ = self._order()
        row = then(opened(self.shop, number, piece, secrets.token_urlsafe(24), self.at))
        return Customer(self._session(number, {}), number, piece, case=row)

    def save(self) -> None:
        """This function will keep the sessions."""
        Session.objects.bulk_create(self.sessions, batch_size=500)
        self.sessions = []

    def _order(self) -> tuple[str, str, int]:
        place = self.next % len(self.patterns.pieces)
        found = number_of(self.next), self.patterns.piece_of(self.next), place
        self.next += 1
        return found

    def _seal(self, place: int, number: str, piece: str) -> str:
        """What is shown of two copies of one order is the same."""
        if str(place) not in self.seals:
            in_hand = read_order(self.shop, number)
            assert in_hand is not None
            claim = Claim(reason=PLAIN, quantity=1, by="buyer", asked_at=self.at, answers=UNWORN)
            ask = Ask(piece_id=piece, claim=claim, remedy="refund")
            self.seals[str(place)] = seal_of(weigh_asks(in_hand, (ask,), self.at))
        return self.seals[str(place)]

    def _session(self, number: str, drafts: Mapping[str, Any]) -> str:
        order = number_key(number)
        data = {
            "orders": {self.shop.id: {order: {"number": number, "by": "buyer"}}},
            "drafts": {f"{self.shop.id} {order} {piece}": draft for piece, draft in drafts.items()},
        }
        row = session_of(data, CustomerSessionStore())
        self.sessions.append(row)
        return str(row.session_key)


def session_of(data: Mapping[str, Any], store: SessionStore) -> Session:
    """This function will return a session of that kind with these words, not kept yet."""
    return Session(
        session_key=secrets.token_hex(16),
        session_data=store.encode(dict(data)),
        expire_date=timezone.now() + timedelta(hours=8),
    )


def signed_in(addresses: Sequence[str]) -> list[str]:
    """This function will return a session for each of these accounts."""
    rows = []
    for address in addresses:
        user = User.objects.get(email=address)
        rows.append(
            session_of({
                SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: user.get_session_auth_hash(),
            }, SessionStore())
        )  # fmt: skip
    Session.objects.bulk_create(rows)
    return [str(one.session_key) for one in rows]
