"""Labels: one for each that is asked for, given back when nobody needs it, renewed when it has run out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.console.opening import done, opened
from tests.integrations import test_carriers
from tests.integrations.own_label.paper import pages_of
from tests.sample_shops import AT, HOUR, add, order, shop
from tests.usecases.parcels.carrier import Practice, practice

from amends.core.cases.commands import Receive, Record, Withdraw
from amends.core.cases.events import Posted
from amends.core.claims import Claim
from amends.integrations.connect import own_label
from amends.records import models
from amends.records.cases import CaseRow, case_numbered
from amends.records.events import broken_link
from amends.usecases.cancel_label import cancel_unused_labels
from amends.usecases.make_label import Made, make_label
from amends.usecases.open_case import Form, open_case
from amends.usecases.packing_slip import NothingToSend, packing_slip
from amends.usecases.read_label import LabelGone, LabelMissing, read_label
from amends.usecases.renew_label import renew_label
from amends.usecases.weigh_claim import Ask

DAY = 24 * HOUR
pytestmark = pytest.mark.usefixtures("shops")


def piercing_return(**claim: object) -> CaseRow:
    """This function will open a return at the piercing shop, whose returns are free."""
    return opened("LU-1001", "L2.P1", shop_id="piercing", answers={"condition.undamaged": True}, **claim)  # type: ignore[arg-type]


def wanted(row: CaseRow, shop_id: str = "piercing") -> models.Effect:
    """This function will return the label that the outbox asks for."""
    return models.Effect.objects.filter(shop_id=shop_id, case_number=row.number, kind="label").latest("key")


def made(row: CaseRow, carrier: Practice, at: int = AT, shop_id: str = "piercing") -> Made:
    """This function will do what the outbox asks for."""
    one = wanted(row, shop_id)
    return make_label(shop(shop_id), row.number, one.key, one.body["items"], carrier, at)


def now(row: CaseRow, shop_id: str = "piercing") -> CaseRow:
    found = case_numbered(shop_id, row.number)
    assert found is not None
    return found


def of(carrier: Practice) -> int:
    """This function will return how many labels were sold and not paid back."""
    return len(carrier.sold) - len(carrier.taken_back)


def test_the_practice_carrier_keeps_the_laws_of_carriers() -> None:
    test_carriers.test_however_often_it_is_tried_there_is_one_label(practice)
    test_carriers.test_made_again_without_looking_it_is_the_same(practice)
    test_carriers.test_cancelling_twice_is_cancelling_once(practice)


class TestOneLabel:
    def test_a6_the_label_is_made_kept_and_told(self) -> None:
        row, carrier = piercing_return(), Practice()
        assert made(row, carrier) == "made"
        case = now(row).case
        (label,) = case.labels
        kept = models.Label.objects.get(shop_id="piercing", case_number=row.number)
        assert (kept.tracking, kept.carrier, kept.cost_minor, kept.state) == (label.tracking, "Practice", 412, "made")
        assert label.items == ("1",)
        assert read_label(shop("piercing"), row.number, kept.id, AT).startswith(b"%PDF")
        mails = models.Effect.objects.filter(shop_id="piercing", case_number=row.number, kind="mail")
        assert "label_made" in {one.body["stage"] for one in mails}
        assert broken_link("piercing") is None

    def test_twice_is_once(self) -> None:
        row, carrier = piercing_return(), Practice()
        assert [made(row, carrier) for _ in range(3)] == ["made", "known", "known"]
        assert len(now(row).case.labels) == 1
        assert of(carrier) == 1

    def test_stopped_after_the_carrier_answered_there_is_still_one(self) -> None:
        row, carrier = piercing_return(), Practice()

        def stop() -> None:
            raise KeyboardInterrupt

        carrier.before = stop
        with pytest.raises(KeyboardInterrupt):
            made(row, carrier)
        carrier.before = lambda: None
        assert not now(row).case.labels
        assert made(row, carrier) == "made"
        assert of(carrier) == 1

    def test_two_shops_with_the_same_case_number_have_two_labels(self) -> None:
        row, carrier = piercing_return(), Practice()
        made(row, carrier)
        assert all(key.startswith("piercing.") for key in carrier.sold)

    def test_it_can_be_used_for_as_long_as_goods_may_be_sent(self) -> None:
        row, carrier = piercing_return(), Practice()
        made(row, carrier)
        case = now(row).case
        act_by, expires = case.items[0].act_by, case.labels[0].expires_at
        assert act_by is not None
        assert expires == act_by + 7 * DAY  # the days for which what was posted in time may be under way


class TestWhoMovesOnMeanwhile:
    def test_atk80_withdrawn_while_it_is_made_it_is_given_back_once(self) -> None:
        row, carrier = piercing_return(), Practice()

        def withdraw() -> None:
            done(row, Withdraw(item="1"), shop_id="piercing")

        carrier.before = withdraw
        assert made(row, carrier) == "not_needed"
        assert [made(row, carrier) for _ in range(2)] == ["known", "known"]
        assert not now(row).case.labels
        assert len(carrier.sold) == len(carrier.taken_back) == 1
        assert models.Label.objects.get(case_number=row.number).state == "cancelled"

    def test_withdrawn_before_nothing_is_bought(self) -> None:
        row, carrier = piercing_return(), Practice()
        one = wanted(row)
        done(row, Withdraw(item="1"), shop_id="piercing")
        assert make_label(shop("piercing"), row.number, one.key, ["1"], carrier, AT) == "not_needed"
        assert not carrier.sold

    def test_atk80_withdrawn_afterwards_it_is_given_back_once(self) -> None:
        row, carrier = piercing_return(), Practice()
        made(row, carrier)
        label = now(row).case.labels[0]
        assert cancel_unused_labels(shop("piercing"), carrier, AT) == 0
        done(row, Withdraw(item="1"), shop_id="piercing")
        assert [cancel_unused_labels(shop("piercing"), carrier, AT) for _ in range(3)] == [1, 0, 0]
        assert len(carrier.taken_back) == 1
        assert now(row).case.label is None
        with pytest.raises(LabelGone):
            read_label(shop("piercing"), row.number, label.id, AT)

    def test_on_its_way_or_here_it_is_kept(self) -> None:
        row, carrier = piercing_return(), Practice()
        made(row, carrier)
        done(row, Record(event=Posted(item="1")), shop_id="piercing")
        assert cancel_unused_labels(shop("piercing"), carrier, AT) == 0
        done(row, Receive(items=("1",)), shop_id="piercing", by="a member")
        assert cancel_unused_labels(shop("piercing"), carrier, AT) == 0
        assert not carrier.taken_back
        assert models.Label.objects.get().state == "used"  # so that no round looks at it again


class TestRunOut:
    def test_the_old_one_is_gone_and_a_new_one_comes_once(self) -> None:
        row, carrier = piercing_return(), Practice()
        made(row, carrier)
        old = now(row).case.labels[0]
        assert old.expires_at is not None
        later = old.expires_at + 1
        assert not renew_label(shop("piercing"), row.number, old.id, AT, by="customer")  # it still works
        with pytest.raises(LabelGone):
            read_label(shop("piercing"), row.number, old.id, later)
        for _ in range(2):
            assert renew_label(shop("piercing"), row.number, old.id, later, by="customer")
        assert made(row, carrier, later) == "made"
        case = now(row).case
        assert case.label is not None
        assert case.label.id != old.id
        assert read_label(shop("piercing"), row.number, case.label.id, later).startswith(b"%PDF")
        with pytest.raises(LabelGone):
            read_label(shop("piercing"), row.number, old.id, later)
        assert models.Effect.objects.filter(case_number=row.number, kind="label").count() == 2
        assert cancel_unused_labels(shop("piercing"), carrier, later) == 1  # the old one
        assert of(carrier) == 1

    def test_nothing_to_send_nothing_to_renew(self) -> None:
        row, carrier = piercing_return(), Practice()
        made(row, carrier)
        done(row, Withdraw(item="1"), shop_id="piercing")
        cancel_unused_labels(shop("piercing"), carrier, AT)
        with pytest.raises(LabelGone):
            renew_label(shop("piercing"), row.number, now(row).case.labels[0].id, AT, by="customer")

    def test_a_label_of_another_case_or_shop_is_none(self) -> None:
        row, carrier = piercing_return(), Practice()
        made(row, carrier)
        label = now(row).case.labels[0]
        with pytest.raises(LabelMissing):
            read_label(shop("piercing"), "R-222222", label.id, AT)
        with pytest.raises(LabelMissing):
            read_label(shop("silver"), row.number, label.id, AT)


class TestWhatItSays:
    def test_where_it_goes_what_is_in_it_and_by_when(self) -> None:
        row, carrier = piercing_return(), Practice()
        made(row, carrier)
        ((_, parcel),) = carrier.sold.values()
        bought, line = order("piercing", "LU-1001"), order("piercing", "LU-1001").lines[1]
        assert parcel.target.name == shop("piercing").address[0]
        assert parcel.origin.name == bought.customer_name
        assert (parcel.origin.postcode, parcel.origin.country) == (bought.postcode, "US")
        assert [(one.name, one.quantity, one.price_minor) for one in parcel.pieces] == [(line.name, 1, None)]
        assert parcel.post_by == date(2026, 12, 6)
        assert parcel.postage == "shop"

    def test_the_street_stands_on_it_where_the_shop_knows_it(self) -> None:
        known = {"address.name": "A. Lee", "address.street": "9 Elm Road", "address.city": "Burlington"}
        add("piercing", replace(order("piercing", "LU-1001"), attributes=known))
        row, carrier = piercing_return(), Practice()
        made(row, carrier)
        ((label, parcel),) = carrier.sold.values()
        assert (parcel.origin.name, parcel.origin.lines, parcel.origin.city) == (
            "A. Lee",
            ("9 Elm Road",),
            "Burlington",
        )
        assert "9 Elm Road" in " ".join(pages_of(label.pdf))

    def test_a7_a_gift_names_neither_price_nor_buyer(self) -> None:
        gift = order("piercing", "LU-1006")
        claim = Claim(reason="unwanted_gift", by="gift_recipient", asked_at=AT, answers={"condition.undamaged": True})
        form = Form(key="gift", asks=(Ask(piece_id="L1.P1", claim=claim, remedy="store_credit"),), seal=None)
        row, carrier = open_case(shop("piercing"), gift.number, form, AT, b"of the tests"), Practice()
        made(row, carrier)
        ((label, parcel),) = carrier.sold.values()
        text = " ".join(pages_of(label.pdf))
        assert parcel.is_gift
        assert gift.customer_name not in text
        assert gift.number not in text
        assert gift.currency not in text


class TestSlip:
    def test_b3_b16_no_postage_and_the_advice_for_what_is_dear(self) -> None:
        row = opened(piece="L2.P1")  # 40.01
        assert not models.Effect.objects.filter(case_number=row.number, kind="label").exists()
        text = " ".join(pages_of(packing_slip(shop("silver"), row.number, own_label("silver"), AT)))
        assert "Your postage goes here" in text
        assert row.number in text
        assert "tracked or insured" in text
        assert "tell us the order number" not in text  # what is for everybody stands on the policy's page
        assert not models.Label.objects.exists()

    def test_b16_not_for_what_is_cheap(self) -> None:
        row = opened("WR-1006", "L2.P1")  # 40.00
        text = " ".join(pages_of(packing_slip(shop("silver"), row.number, own_label("silver"), AT)))
        assert "tracked or insured" not in text

    def test_the_same_case_gives_the_same_slip(self) -> None:
        row = opened()
        drawn = [packing_slip(shop("silver"), row.number, own_label("silver"), AT + day * DAY) for day in range(2)]
        assert drawn[0] == drawn[1]

    def test_nothing_to_send_no_slip(self) -> None:
        row = opened()
        done(row, Withdraw(item="1"))
        with pytest.raises(NothingToSend):
            packing_slip(shop("silver"), row.number, own_label("silver"), AT)
