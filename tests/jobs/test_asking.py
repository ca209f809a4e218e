"""No transaction is open while somebody outside is asked; of payments the tests of money say the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from tests.jobs.opening import effects, opened
from tests.sample_shops import AT, shop
from tests.usecases.parcels.carrier import Practice

from amends.records.cases import CaseRow
from amends.records.mail import ours_of
from amends.usecases.make_label import make_label
from amends.usecases.send_mail import Office, send_mail
from amends.usecases.tell_shop import tell_shop

OFFICE = {"sender": "mail@example.com", "secret": b"s", "address": "https://returns.example.com"}


class Watched:
    """Stands before somebody outside, and notes whether a transaction was open at each call."""

    def __init__(self, behind: Any = None) -> None:
        self.behind = behind
        self.open_ones: list[bool] = []

    def __getattr__(self, name: str) -> Any:
        def call(*words: Any, **more: Any) -> Any:
            self.open_ones.append(connection.in_atomic_block)
            return getattr(self.behind, name)(*words, **more) if self.behind else None

        return call


@pytest.fixture
def case(silver: None) -> CaseRow:
    """A case with a mail to be sent."""
    return opened()


def test_while_a_mail_is_sent(case: CaseRow) -> None:
    (key,) = effects()
    server, silver = Watched(), shop("silver")
    office = Office(ours=ours_of(silver), **OFFICE)  # type: ignore[arg-type]
    send_mail(silver, case.number, key, {"stage": "case_opened", "item": "", "event": 1}, server, office, AT)
    tell_shop(silver, case.number, f"{case.number}.2.alert.1", {"what": "ran_late"}, server, office)
    assert server.open_ones == [False, False]


def test_while_a_carrier_is_asked(case: CaseRow) -> None:
    carrier: Any = Watched(Practice())
    make_label(shop("silver"), case.number, f"{case.number}.1.label.1", ["1"], carrier, AT)
    assert carrier.open_ones
    assert not any(carrier.open_ones)
