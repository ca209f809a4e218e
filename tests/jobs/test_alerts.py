"""Alerts: one mail to the shop for each, saying what to look at."""

from __future__ import annotations

from typing import get_args

import pytest
from tests.jobs.opening import opened
from tests.sample_shops import shop

from amends.core.cases.effects import ALERTS, EffectKind
from amends.jobs.effects import HANDLERS
from amends.ports.mail import Mail
from amends.records.mail import ours_of
from amends.usecases.send_mail import Office
from amends.usecases.tell_shop import SAYS, tell_shop


class Post:
    """Takes mails, and keeps them."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.mails.append(mail)


@pytest.mark.usefixtures("silver")
def test_the_shop_is_told_once_where_to_look() -> None:
    row, post, silver = opened(), Post(), shop("silver")
    office = Office(ours=ours_of(silver), sender="mail@example.com", secret=b"s", address="https://returns.example.com")
    for _ in range(2):
        tell_shop(silver, row.number, f"{row.number}.9.alert.1", {"what": "payout_failed"}, post, office)
    mail, again = post.mails
    assert again == mail  # the same id: to its reader it is one
    assert mail.recipient.address == silver.email
    assert mail.subject == f"{row.number}: A refund did not arrive"
    assert mail.buttons[0].url == f"https://returns.example.com/console/silver/cases/{row.number}/"


def test_every_alert_has_its_words_and_every_kind_of_effect_somebody_who_does_it() -> None:
    assert set(ALERTS) == set(SAYS)
    assert set(get_args(EffectKind)) == set(HANDLERS)
