"""What carriers tell: once, in any order, to the case whose parcel it is and to no other."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from tests.console.opening import done, opened
from tests.sample_shops import AT, HOUR, add, order, shop
from tests.usecases.parcels.carrier import Practice
from tests.usecases.parcels.test_labels import DAY, made, now, piercing_return

from amends.core.cases.case import Case
from amends.core.cases.commands import AnswerItem, Receive, Record
from amends.core.cases.events import LabelMade, ParcelMoved, PieceSent, Posted
from amends.core.cases.handle import handle
from amends.core.cases.rules import rules_of
from amends.core.cases.states import State
from amends.core.cases.values import Answer
from amends.ports.carriers import TrackingEvent, TrackingStatus
from amends.ports.payments import EventRefused
from amends.records import models
from amends.records.beside import sightings_of
from amends.records.cases import CaseRow
from amends.records.events import broken_link, history_of
from amends.records.policies import latest_policy
from amends.usecases.hear_carrier import ROUND, Heard, ask_carrier, hear_carrier, take_sightings
from amends.usecases.ring_timer import ring_timer
from amends.usecases.tell_posted import Posting, tell_posted

S = TrackingStatus
GENUINE = {"Signature": "genuine"}
WAY_BACK = ((S.EXCEPTION, 1), (S.POSTED, 5), (S.ON_ITS_WAY, 20), (S.OUT_FOR_DELIVERY, 44), (S.DELIVERED, 48))
pytestmark = pytest.mark.usefixtures("shops")


def seen(tracking: str, *what: tuple[TrackingStatus, int]) -> list[TrackingEvent]:
    """This function will return happenings to a parcel, each so many hours after the label was made."""
    return [
        TrackingEvent(id=f"{status.value} {hour}", tracking_number=tracking, status=status, at=AT + hour * HOUR)
        for status, hour in what
    ]


def labelled() -> tuple[CaseRow, Practice, str]:
    """This function will return a case with a label, its carrier, and the number on it."""
    row, carrier = piercing_return(), Practice()
    made(row, carrier)
    return now(row), carrier, now(row).case.labels[0].tracking


def told(carrier: Practice, events: list[TrackingEvent], at: int = AT + 3 * DAY) -> Heard:
    carrier.told = events
    heard = hear_carrier(shop("piercing"), b"", GENUINE, carrier, at)
    assert isinstance(heard, Heard)
    return heard


class TestTheWayBack:
    def test_a_carrier_that_has_it_says_that_it_was_posted_and_when(self) -> None:
        row, carrier, tracking = labelled()
        assert told(carrier, seen(tracking, *WAY_BACK[:3])).cases == (row.number,)
        item = now(row).case.items[0]
        assert item.state is State.ON_ITS_WAY
        assert item.posted_at == AT + 5 * HOUR
        assert broken_link("piercing") is None

    def test_told_a_hundred_times_is_told_once(self) -> None:
        row, carrier, tracking = labelled()
        events = seen(tracking, *WAY_BACK)
        assert told(carrier, events).new == len(events)
        version = now(row).case.version
        for _ in range(100):
            assert told(carrier, events) == Heard()
        assert now(row).case.version == version
        assert models.ParcelEvent.objects.count() == len(events)

    @pytest.mark.parametrize("turn", [-1, 1])
    def test_one_by_one_backwards_it_comes_to_the_same(self, turn: int) -> None:
        row, carrier, tracking = labelled()
        for event in seen(tracking, *WAY_BACK)[::turn]:
            told(carrier, [event])
        item = now(row).case.items[0]
        assert (item.state, item.posted_at) == (State.ON_ITS_WAY, AT + 5 * HOUR)
        assert item.delivered_at == AT + 48 * HOUR

    def test_delivered_and_not_taken_in_runs_late_after_three_business_days(self) -> None:
        row, carrier, tracking = labelled()
        told(carrier, seen(tracking, *WAY_BACK))  # delivered on Tuesday; Thursday is Thanksgiving
        case = now(row).case
        assert case.actor == "shop"  # to be taken in
        by = case.items[0].act_by
        assert by is not None
        assert not ring_timer(shop("piercing"), row.number, by)
        assert ring_timer(shop("piercing"), row.number, by + 1)
        assert now(row).case.items[0].late
        assert AT + 5 * DAY < by < AT + 9 * DAY

    def test_taken_in_nothing_runs_late(self) -> None:
        row, carrier, tracking = labelled()
        told(carrier, seen(tracking, *WAY_BACK[:4]))
        done(row, Receive(items=("1",)), shop_id="piercing", by="a member", at=AT + 2 * DAY)
        before = now(row).case.items[0]
        told(carrier, seen(tracking, *WAY_BACK))
        assert now(row).case.items[0] == before

    @pytest.mark.parametrize(("status", "kind"), [(S.LOST, "parcel_lost"), (S.RETURNED_TO_SENDER, "parcel_returned")])
    def test_what_went_wrong_is_for_a_person(self, status: TrackingStatus, kind: str) -> None:
        row, carrier, tracking = labelled()
        told(carrier, seen(tracking, (S.POSTED, 5), (status, 90), (status, 91)))
        case = now(row).case
        assert [(one.kind, one.ref) for one in case.flags] == [(kind, tracking)]
        assert case.actor == "shop"
        assert not any(one.payouts or one.credits for one in case.items)

    def test_who_gets_no_messages_asks(self) -> None:
        row, carrier, tracking = labelled()
        carrier.told = seen(tracking, *WAY_BACK)
        assert ask_carrier(shop("piercing"), carrier, AT + 3 * DAY) == Heard(len(WAY_BACK), (row.number,))
        assert ask_carrier(shop("piercing"), carrier, AT + 3 * DAY) == Heard()

    def test_of_many_parcels_each_gets_its_turn_to_be_asked_about(self) -> None:
        row, carrier, tracking = labelled()
        bought = order("piercing", "LU-1001")
        add("piercing", replace(bought, number="LU-77001"))
        other = opened("LU-77001", "L2.P1", shop_id="piercing", answers={"condition.undamaged": True})
        made(other, carrier)
        numbers = (tracking, now(other).case.labels[0].tracking)
        carrier.told = [event for number in numbers for event in seen(number, (S.POSTED, 5))]
        heard = [ask_carrier(shop("piercing"), carrier, AT + turn * ROUND, most=1) for turn in range(2)]
        assert {one for found in heard for one in found.cases} == {row.number, other.number}

    def test_a_carrier_quicker_than_we_is_believed_once_the_label_is_known(self) -> None:
        row, carrier = piercing_return(), Practice()

        def scanned() -> None:
            ((label, _),) = carrier.sold.values()
            assert told(carrier, seen(label.tracking_number, *WAY_BACK[:2])) == Heard(2)

        carrier.before = scanned
        made(row, carrier)
        assert now(row).case.items[0].posted_at == AT + 5 * HOUR


class TestWhoseParcelItIs:
    def test_an_unknown_number_is_kept_and_touches_no_case(self) -> None:
        row, carrier, _ = labelled()
        assert told(carrier, seen("9405500208303109884199", *WAY_BACK)) == Heard(len(WAY_BACK))
        assert now(row) == row
        assert models.ParcelEvent.objects.count() == len(WAY_BACK)

    def test_forged_it_says_nothing(self) -> None:
        row, carrier, tracking = labelled()
        carrier.told = seen(tracking, *WAY_BACK)
        assert isinstance(hear_carrier(shop("piercing"), b"", {}, carrier, AT), EventRefused)
        assert now(row) == row
        assert not models.ParcelEvent.objects.exists()

    def test_atk81_the_number_of_another_orders_parcel_touches_neither(self) -> None:
        mine, other = opened("WR-1001"), opened("WR-1006", "L2.P1")
        for row in (mine, other):
            done(row, Record(event=Posted(item="1", tracking="1Z5R89390357567127")))
        before = now(mine, "silver"), now(other, "silver")
        take_sightings(shop("silver"), seen("1Z5R89390357567127", *WAY_BACK), AT)
        assert (now(mine, "silver"), now(other, "silver")) == before

    def test_atk81_the_number_that_came_with_the_order_proves_no_return(self) -> None:
        row = opened("WR-1001")
        tracking = order("silver", "WR-1001").parcels[0].tracking
        done(row, Record(event=Posted(item="1", tracking=tracking)))
        before = now(row, "silver")
        take_sightings(shop("silver"), seen(tracking, *WAY_BACK), AT)
        assert now(row, "silver") == before

    def test_atk81_the_number_of_a_label_is_its_cases_alone(self) -> None:
        row, carrier, tracking = labelled()
        thief = opened("LU-1006", "L1.P1", shop_id="piercing", answers={"condition.undamaged": True})
        done(thief, Record(event=Posted(item="1", tracking=tracking)), shop_id="piercing")
        before = now(thief)
        assert told(carrier, seen(tracking, *WAY_BACK)).cases == (row.number,)
        assert now(thief) == before

    def test_a_number_typed_with_spaces_is_the_same_number(self) -> None:
        row = opened("WR-1001")
        done(row, Record(event=Posted(item="1", tracking="1z 5R8 939 03 5756 7127")))
        heard = take_sightings(shop("silver"), seen("1Z5R89390357567127", (S.DELIVERED, 50)), AT)
        assert heard.cases == (row.number,)
        assert now(row, "silver").case.items[0].delivered_at == AT + 50 * HOUR


def test_what_was_seen_before_the_customer_named_the_parcel_counts() -> None:
    number, row = "1Z5R89390357567127", opened("WR-1001")
    take_sightings(shop("silver"), seen(number, (S.POSTED, 5), (S.DELIVERED, 50)), AT)
    tell_posted(shop("silver"), row.number, "1", Posting(tracking=f" {number}"), by="customer", at=AT + 3 * DAY)
    item = now(row, "silver").case.items[0]
    assert (item.posted_at, item.delivered_at) == (AT + 5 * HOUR, AT + 50 * HOUR)


def test_atk81_what_was_seen_of_another_parcel_does_not() -> None:
    row, carrier, tracking = labelled()
    told(carrier, seen(tracking, *WAY_BACK))
    thief = opened("LU-1006", "L1.P1", shop_id="piercing", answers={"condition.undamaged": True})
    tell_posted(shop("piercing"), thief.number, "1", Posting(tracking=tracking), by="customer", at=AT + 3 * DAY)
    item = now(thief).case.items[0]
    assert (item.posted_at, item.delivered_at) == (AT + 3 * DAY, None)
    assert row.number != thief.number


def test_the_new_piece_on_its_way_out_moves_nothing_but_is_told() -> None:
    """A15, sent again by a person's answer."""
    row = opened("LU-1008", "L3.P1", reason="missing_item", remedy="resend", shop_id="piercing", answers={})
    again = Answer(outcome="accepted", left=(State.TO_POST,), person="a member", reason="It was not in the bag.")
    done(row, AnswerItem(item="1", answer=again), shop_id="piercing", by="a member")
    sent = Record(event=PieceSent(item="1", tracking="LX473124829US"))
    done(row, sent, shop_id="piercing", by="a member")
    take_sightings(shop("piercing"), seen("LX473124829US", (S.POSTED, 5), (S.DELIVERED, 40)), AT)
    case = now(row).case
    assert (case.is_over, case.flags) == (True, ())
    assert [one.status for one in sightings_of("piercing", ["LX473124829US"])] == ["delivered", "posted"]
    told_to_case = [one.event for one in history_of("piercing", row.number) if isinstance(one.event, ParcelMoved)]
    assert [one.way for one in told_to_case] == ["out", "out"]
    take_sightings(shop("piercing"), seen("LX473124829US", (S.LOST, 60)), AT)
    assert now(row).case.actor == "shop"


def test_in_whatever_order_it_is_told_the_case_is_the_same() -> None:
    """The law, and a reader that trusts the last word, which it finds."""
    row = piercing_return()
    policy = latest_policy(shop("piercing"))
    assert policy is not None
    rules = rules_of(policy)
    made_label = LabelMade(items=("1",), label="a label", carrier="Practice", tracking="T1")
    start = handle(row.case, Record(event=made_label), AT, "carrier", rules)[1]
    events = [
        ParcelMoved(tracking="T1", status=one.status.value, moved_at=one.at)
        for one in seen("T1", *WAY_BACK, (S.LOST, 30))
    ]

    def end(order_told: tuple[ParcelMoved, ...]) -> Case:
        case = start
        for one in order_told:
            case = handle(case, Record(event=one), AT + 3 * DAY, "carrier", rules)[1]
        return replace(case, version=0)

    def trusting(order_told: tuple[ParcelMoved, ...]) -> int | None:
        return next((one.moved_at for one in order_told if one.status != "exception"), None)

    orders = list(permutations(events))
    assert len({repr(end(one)) for one in orders}) == 1
    assert len({trusting(one) for one in orders}) > 1
