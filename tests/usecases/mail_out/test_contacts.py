"""Mails to who got a present, and to who helps the buyer: with nothing in them that opens more than they may see."""

from __future__ import annotations

import pytest
from tests.sample_cases import agreed_return, bring, of_kind
from tests.sample_shops import AT, HOUR, shop
from tests.usecases.mail_out.outgoing import Tray, deliver, mail_keys

from amends.core.cases.commands import Approve
from amends.core.cases.states import State
from amends.records.cases import CaseRow
from amends.records.contacts import contacts_of
from amends.usecases.act_on_case import act_on_case
from amends.usecases.name_contact import (
    MOST_HELPERS,
    ContactRefused,
    end_helper,
    name_helper,
    tell_address,
)

pytestmark = pytest.mark.usefixtures("shops")
OLA = "ola@example.com"


@pytest.fixture
def present(shops: None) -> CaseRow:
    """A case of who got a present."""
    return of_kind("store_credit")


@pytest.fixture
def bought(shops: None) -> CaseRow:
    """A case of a buyer."""
    return agreed_return()


def helped(case: CaseRow, at: int = AT) -> str:
    """Name Ola, and return the key of her mail."""
    name_helper(shop("silver"), case.number, "Ola Berg", OLA, at)
    return mail_keys("silver", case.number, "link")[-1]


def test_a7_who_got_a_present_is_written_to_where_they_say(present: CaseRow) -> None:
    tell_address(shop("piercing"), present.number, " Bea@Example.com ", AT)
    tray = Tray()
    (key, *_) = mail_keys("piercing", present.number)
    assert deliver("piercing", present.number, key, tray) == "sent"
    (mail,) = tray.mails
    assert (mail.recipient.address, mail.recipient.name) == ("bea@example.com", "")
    assert [one.url for one in mail.buttons] == ["https://returns.example/piercing/gift"]  # no secret in it
    assert "LU-1006" not in repr(mail)  # with the postcode it would open the order


def test_a7_no_mail_carries_the_code_of_the_credit(present: CaseRow) -> None:
    tell_address(shop("piercing"), present.number, "bea@example.com", AT)
    case = bring("piercing", present, State.TO_APPROVE)
    command = Approve(item="1", person="m", pays=(), credit_id="GIFT-1", credit_minor=4_000, bonus_minor=0)
    act_on_case(shop("piercing"), case.number, command, at=AT, by="m")
    tray = Tray()
    deliver("piercing", case.number, mail_keys("piercing", case.number, "credit_given")[-1], tray)
    (mail,) = tray.mails
    assert "$40.00" in repr(mail)
    assert "GIFT-1" not in repr(mail)


def test_a7_no_address_no_mail_and_the_buyer_hears_nothing(present: CaseRow) -> None:
    tell_address(shop("piercing"), present.number, "bea@example.com", AT)
    tell_address(shop("piercing"), present.number, "", AT)
    tray = Tray()
    (key, *_) = mail_keys("piercing", present.number)
    assert deliver("piercing", present.number, key, tray) == "nobody"
    assert not tray.mails


def test_a_helper_gets_a_link_and_the_buyer_every_other_mail(bought: CaseRow) -> None:
    tray = Tray()
    assert deliver("silver", bought.number, helped(bought), tray) == "sent"
    assert deliver("silver", bought.number, mail_keys("silver", bought.number)[0], tray) == "sent"
    assert [one.recipient.address for one in tray.mails] == [OLA, "ines@example.com"]
    assert ["WR-1001" in repr(one) for one in tray.mails] == [False, True]


def test_who_is_ended_before_the_mail_went_gets_none(bought: CaseRow) -> None:
    key = helped(bought)
    (ola,) = contacts_of("silver", bought.number)
    end_helper(shop("silver"), bought.number, ola.id, AT)
    assert deliver("silver", bought.number, key, Tray()) == "nobody"


@pytest.mark.parametrize("email", ["", "ola", "@example.com", "ola@", "a@b.example, c@d.example", "<ola@example.com>"])
def test_what_is_no_address_names_nobody(bought: CaseRow, email: str) -> None:
    with pytest.raises(ContactRefused) as caught:
        name_helper(shop("silver"), bought.number, "Ola", email, AT)
    assert caught.value.field == "email"
    assert not contacts_of("silver", bought.number)


def test_the_same_person_again_is_no_other_and_there_are_only_so_many(bought: CaseRow) -> None:
    for place in range(MOST_HELPERS):
        name_helper(shop("silver"), bought.number, "Ola", f"ola{place}@example.com", AT + 2 * place * HOUR)
    late = AT + 100 * HOUR
    name_helper(shop("silver"), bought.number, "Ola", "ola0@example.com", late)
    with pytest.raises(ContactRefused):
        name_helper(shop("silver"), bought.number, "Ola", "one-more@example.com", late)
    assert len(contacts_of("silver", bought.number)) == MOST_HELPERS


def test_only_so_many_links_go_out_in_an_hour(bought: CaseRow) -> None:
    """ATK26."""
    for place in range(3):
        name_helper(shop("silver"), bought.number, "Ola", OLA, AT + place)
    with pytest.raises(ContactRefused):
        name_helper(shop("silver"), bought.number, "Ola", OLA, AT + 3)


def test_a_present_has_no_helper_and_a_buyer_no_other_address(present: CaseRow) -> None:
    with pytest.raises(ContactRefused):
        name_helper(shop("piercing"), present.number, "Ola", OLA, AT)
    bought = agreed_return()
    with pytest.raises(ContactRefused):
        tell_address(shop("silver"), bought.number, OLA, AT)
