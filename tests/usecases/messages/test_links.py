"""Secret addresses: long, kept as digests, used once, ended in time, and worth nothing at another shop."""

from __future__ import annotations

import base64
import threading

import pytest
from django.db import connections
from tests.sample_cases import agreed_return
from tests.sample_shops import AT, HOUR, put_in_place, shop

from amends.records import models
from amends.records.cases import CaseRow
from amends.records.links import forget_links
from amends.usecases.make_link import DAYS, digest_of_link, make_link
from amends.usecases.use_link import MOST_MAILS_AN_HOUR, LinkNotValid, ask_for_link, use_link

ADDRESS = "https://returns.example"


def made(case: CaseRow, at: int = AT) -> str:
    """The secret of a new link."""
    url = make_link(
        shop("silver"), purpose="case", order_number=case.order_number, case_number=case.number, by="buyer", at=at,
        address=ADDRESS + "/",
    )  # fmt: skip
    assert url.startswith(f"{ADDRESS}/silver/l/")
    return url.rpartition("/")[2]


def test_a_link_has_128_bits_or_more_and_only_its_digest_is_kept(case: CaseRow) -> None:
    secrets = {made(case) for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(base64.urlsafe_b64decode(one + "==")) * 8 >= 128 for one in secrets)
    rows = str(list(models.Link.objects.values()))
    assert not any(one in rows for one in secrets)
    assert all(digest_of_link(one) in rows for one in secrets)


def test_a_link_works_once(case: CaseRow) -> None:
    secret = made(case)
    row = use_link(shop("silver"), secret, AT)
    assert (row.case_number, row.order_number, row.by) == (case.number, "WR-1001", "buyer")
    with pytest.raises(LinkNotValid):
        use_link(shop("silver"), secret, AT)


def test_a_link_ends(case: CaseRow) -> None:
    """ATK18."""
    secret, other = made(case), made(case)
    end = AT + DAYS["case"] * 24 * HOUR
    with pytest.raises(LinkNotValid):
        use_link(shop("silver"), secret, end + 1)
    assert use_link(shop("silver"), other, end).case_number == case.number
    assert forget_links("silver", end + 1) == 2


def test_what_is_no_link_of_this_shop_is_none(case: CaseRow) -> None:
    """ATK20."""
    secret = made(case)
    flipped = ("A" if secret[0] != "A" else "B") + secret[1:]
    for wrong in (flipped, secret[:-1], secret + "A", "", "%", "\ud800", "x" * 100_000, secret.upper()):
        with pytest.raises(LinkNotValid):
            use_link(shop("silver"), wrong, AT)
    with pytest.raises(LinkNotValid):
        use_link(shop("piercing"), secret, AT)
    assert use_link(shop("silver"), secret, AT).case_number == case.number


def test_a_new_link_is_mailed_at_most_three_times_an_hour_and_for_a_real_one_alone(case: CaseRow) -> None:
    """ATK26."""
    secret = made(case)
    for place in range(20):
        ask_for_link(shop("silver"), secret, AT + place)
        ask_for_link(shop("silver"), "no such link", AT + place)
        ask_for_link(shop("piercing"), secret, AT + place)
    mails = models.Effect.objects.filter(kind="mail", key__startswith=f"{case.number}.link.")
    assert mails.count() == MOST_MAILS_AN_HOUR
    ask_for_link(shop("silver"), secret, AT + HOUR + 100)
    assert mails.count() == MOST_MAILS_AN_HOUR + 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_gets_in() -> None:
    put_in_place("silver")
    secret = made(agreed_return())
    came: list[object] = []

    def use() -> None:
        try:
            came.append(use_link(shop("silver"), secret, AT))
        except LinkNotValid as error:
            came.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(came) == 8
    assert sum(not isinstance(one, LinkNotValid) for one in came) == 1
