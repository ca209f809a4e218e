"""Opening cases on the real database: once a form, once a unit, with everything that is needed to decide again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, connections, transaction
from tests.sample_shops import AT, HOUR, add, order, put_in_place, shop

from amends.core.cases.states import State
from amends.core.claims import Claim
from amends.core.engine.documents import verdicts_document
from amends.core.engine.stored import facts_from
from amends.core.engine.verdict import Outcome
from amends.core.orders import Parcel
from amends.core.refunds.exchange import exchange_candidates
from amends.records import models
from amends.records.cases import CaseRow, LineTaken, cases_of, claim_units, decisions_of
from amends.records.events import broken_link, events_of
from amends.records.policies import decider_with, policy_with
from amends.records.shops import products_with
from amends.usecases.open_case import AlreadyInCase, AnswerChanged, CaseNotOpened, Form, open_case, seal_of
from amends.usecases.read_order import read_order
from amends.usecases.weigh_claim import Ask, Wanted, weigh_asks, weigh_claim

SECRET = b"of the tests"
UNWORN = {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}
NUMBER, PIECE = "WR-1001", "L1.P1"


def asking(piece: str = PIECE, remedy: str = "refund", at: int = AT, **claim: object) -> Ask:
    """What is asked for about one piece; an exchange is for another size."""
    asked = Claim(**{"reason": "changed_mind", "asked_at": at, "answers": UNWORN, **claim})  # type: ignore[arg-type]
    wanted = None
    if remedy == "exchange":
        line = order("silver", NUMBER).line(piece.partition(".")[0])
        assert line is not None
        product = products_with("silver", [line.product_id])[line.product_id]
        wanted = Wanted(product, exchange_candidates(product, line.sku)[0])
    return Ask(piece_id=piece, claim=asked, remedy=remedy, wanted=wanted)


def sealed(key: str, asks: tuple[Ask, ...], at: int = AT, number: str = NUMBER) -> Form:
    """A form as the portal fills it in, with the seal of what is shown at that moment."""
    in_hand = read_order(shop("silver"), number)
    assert in_hand is not None
    return Form(key=key, asks=asks, seal=seal_of(weigh_asks(in_hand, asks, at)))


def form(key: str = "a key", *, remedy: str = "refund", piece: str = PIECE, at: int = AT, **claim: object) -> Form:
    """A form about one piece."""
    return sealed(key, (asking(piece, remedy, at, **claim),), at)


def given(case: CaseRow) -> int:
    """This function will return what the case's items give, all together."""
    return sum(one.item.answer.give_minor for one in case.items)


def opened(one: Form, at: int = AT) -> CaseRow:
    return open_case(shop("silver"), NUMBER, one, at, SECRET)


@pytest.mark.usefixtures("shops")
class TestOneCase:
    def test_holds_number_state_money_and_piece(self) -> None:
        case = opened(form())
        assert case.number.startswith("R-")
        (item,) = case.case.items
        assert (item.state, item.remedy, item.lane) == (State.TO_SEND, "refund", "change_of_mind")
        assert item.piece_id == PIECE
        assert given(case) == 5088 - 600  # with its tax, less the shipping that was free
        assert cases_of("silver", NUMBER) == (case,)

    def test_the_same_form_again_is_the_same_case(self) -> None:
        one = form()
        assert opened(one) == opened(one)
        assert len(cases_of("silver", NUMBER)) == 1

    def test_another_form_for_the_same_piece_names_the_case_that_holds_it(self) -> None:
        first, second = form("one"), form("two")
        number = opened(first).number
        with pytest.raises(AlreadyInCase) as caught:
            opened(second)
        assert caught.value.numbers == (number,)

    def test_the_other_piece_of_the_order_is_free(self) -> None:
        opened(form("one"))
        assert opened(form("two", piece="L2.P1")).number
        # Shipping is taken off once an order, however many returns.
        assert sum(given(case) for case in cases_of("silver", NUMBER)) == 5088 + 4241 - 600

    def test_one_form_about_two_pieces_is_one_case_and_takes_the_shipping_off_once(self) -> None:
        case = opened(sealed("both", (asking("L1.P1"), asking("L2.P1"))))
        assert [item.line_id for item in case.case.items] == ["L1", "L2"]
        assert given(case) == 5088 + 4241 - 600  # B11: once an order, however much of it comes back

    def test_what_was_shown_otherwise_is_not_opened(self) -> None:
        with pytest.raises(AnswerChanged):
            opened(replace(form(), seal="0" * 64))
        assert not cases_of("silver", NUMBER)

    def test_too_late_by_the_time_it_is_confirmed(self) -> None:
        one = form()
        later = AT + 40 * 24 * HOUR
        with pytest.raises(AnswerChanged):
            opened(replace(one, asks=(replace(one.asks[0], claim=replace(one.asks[0].claim, asked_at=later)),)), later)

    @pytest.mark.parametrize("quantity", [2, 10**9])
    def test_more_than_was_bought(self, quantity: int) -> None:
        with pytest.raises((AlreadyInCase, AnswerChanged)):
            opened(form(quantity=quantity))
        assert not cases_of("silver", NUMBER)

    def test_a_piece_of_nobody(self) -> None:
        with pytest.raises(CaseNotOpened):
            opened(replace(form(), asks=(replace(asking(), piece_id="L9.P9"),)))

    def test_what_nobody_can_answer_waits_for_a_person_by_a_date(self) -> None:
        answers = {**UNWORN, "condition.worn": None}
        case = opened(form(answers={name: value for name, value in answers.items() if value is not None}))
        (item,) = case.case.items
        assert item.state is State.WAITING
        assert item.act_by == AT + 12 * HOUR  # B10
        assert case.items[0].refunded is None
        assert given(case) == 0

    def test_can_be_decided_again_with_the_same_result(self) -> None:
        case = opened(form())
        kept = decisions_of("silver", case.number)["1"]
        policy = policy_with("silver", kept.policy_hash)
        again = decider_with("silver", kept.policy_hash).decide(
            facts_from(dict(kept.facts), policy.vocabulary), kept.at
        )
        assert again.verdicts["refund"].outcome is Outcome.ACCEPTED
        assert verdicts_document(again) == kept.verdicts

    def test_the_exchange_of_an_open_case_counts_for_the_limit(self) -> None:
        """B12: one exchange an order, counted when it is granted."""
        in_hand = read_order(shop("silver"), NUMBER)
        assert in_hand is not None
        assert in_hand.uses("L2").get("used.order.exchange", 0) == 0
        opened(form("one", remedy="exchange"))
        again = read_order(shop("silver"), NUMBER)
        assert again is not None
        assert again.uses("L2")["used.order.exchange"] == 1
        weighed = weigh_claim(again, "L2.P1", Claim(reason="changed_mind", asked_at=AT, answers=UNWORN), AT)
        exchange, refund = weighed.option("exchange"), weighed.option("refund")
        assert exchange is not None
        assert exchange.outcome is Outcome.REFUSED
        assert refund is not None
        assert refund.outcome is Outcome.ACCEPTED

    def test_a_line_that_was_posted_since_is_still_held(self) -> None:
        """A unit is asked for before it is posted, and cannot be asked for again under its new name."""
        unsent = replace(order("silver", NUMBER), parcels=())
        add("silver", unsent)
        in_hand = read_order(shop("silver"), NUMBER)
        assert in_hand is not None
        claim = Claim(reason="changed_mind", asked_at=AT, answers=UNWORN)
        option = next(
            one for one in weigh_claim(in_hand, "L1", claim, AT).options if one.outcome is not Outcome.REFUSED
        )
        opened(form("one", piece="L1", remedy=option.remedy))
        add("silver", replace(unsent, parcels=order_parcels()))
        later = read_order(shop("silver"), NUMBER)
        assert later is not None
        assert later.free_units(PIECE) == 0
        with pytest.raises(AlreadyInCase):
            opened(form("two"))


def order_parcels() -> tuple[Parcel, ...]:
    return (Parcel(id="P1", contents={"L1": 1, "L2": 1}, shipped_at=AT - 24 * HOUR, delivered_at=AT - HOUR),)


@pytest.mark.usefixtures("shops")
class TestTheRecord:
    def test_the_events_are_chained(self) -> None:
        for number in range(3):
            opened(form(f"key {number}", piece=("L1.P1", "L2.P1", "L1.P1")[number])) if number < 2 else None
        assert broken_link("silver") is None
        assert models.Event.objects.count() == 2

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE records_event SET body = '{}'",
            "DELETE FROM records_event",
            "UPDATE records_decision SET policy_hash = policy_hash",
            "DELETE FROM records_policyversion",
        ],
    )
    def test_rows_of_the_past_are_never_changed(self, sql: str) -> None:
        opened(form())
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    @pytest.mark.parametrize(
        "tamper", ["UPDATE records_event SET body = '{}' WHERE place = 1", "DELETE FROM records_event WHERE place = 1"]
    )
    def test_somebody_who_may_switch_the_guard_off_is_found_out(self, tamper: str) -> None:
        opened(form("one"))
        opened(form("two", piece="L2.P1"))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE records_event DISABLE TRIGGER only_added_to")
            cursor.execute(tamper)
            cursor.execute("ALTER TABLE records_event ENABLE TRIGGER only_added_to")
        assert broken_link("silver") == 1

    def test_an_event_holds_no_words_of_the_customer(self) -> None:
        case = opened(replace(form(), note="My mother, Aiko Yamamoto, is ill"))
        (event,) = events_of("silver", case.number)
        assert "Aiko" not in str(event.body)
        assert event.body["note_digest"]

    def test_a_case_cannot_point_into_another_shop(self) -> None:
        case = opened(form())
        event = models.Event(
            shop_id="piercing", case_number=case.number, number=1, place=1, at=datetime(2026, 1, 1, tzinfo=UTC),
            kind="case_opened", by="buyer", body="{}", before="", hash="x",
        )  # fmt: skip
        with pytest.raises(IntegrityError):
            event.save(force_insert=True)

    def test_the_table_itself_refuses_a_unit_too_many(self) -> None:
        claim_units("silver", NUMBER, "L1", 1, 1)
        with pytest.raises(LineTaken):
            claim_units("silver", NUMBER, "L1", 1, 1)


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """What came of the work in as many threads, each with a connection of its own; errors are results too."""
    results: list[object] = [None] * count
    start = threading.Barrier(count)

    def run(place: int) -> None:
        try:
            start.wait()
            results[place] = work(place)
        except Exception as error:  # noqa: BLE001 - it is what came of it
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    @pytest.fixture(autouse=True)
    def in_place(self) -> None:
        put_in_place("silver")

    def test_eight_times_the_same_form_is_one_case(self) -> None:
        one = form()
        results = at_once(8, lambda _: opened(one))
        assert {case.number for case in results if isinstance(case, CaseRow)} == {cases_of("silver", NUMBER)[0].number}
        assert len([case for case in results if isinstance(case, CaseRow)]) == 8

    def test_eight_forms_for_the_same_piece_are_one_case_and_seven_clear_answers(self) -> None:
        forms = [form(f"key {place}") for place in range(8)]
        results = at_once(8, lambda place: opened(forms[place]))
        (case,) = cases_of("silver", NUMBER)
        assert sum(isinstance(one, CaseRow) for one in results) == 1
        lost = [one for one in results if not isinstance(one, CaseRow)]
        assert [type(one) for one in lost] == [AlreadyInCase] * 7
        assert {one.numbers for one in lost if isinstance(one, AlreadyInCase)} == {(case.number,)}
        assert broken_link("silver") is None

    def test_without_the_lock_the_table_still_lets_one_through(self) -> None:
        results = at_once(8, lambda _: claim_units("silver", NUMBER, "L1", 1, 1))
        assert [type(one) for one in results].count(LineTaken) == 7

    def test_two_pieces_of_an_order_at_once_are_two_cases(self) -> None:
        forms = [form("one"), form("two", piece="L2.P1")]
        results = at_once(2, lambda place: opened(forms[place]))
        # The second sees another amount than it was shown, as the first has changed what is left: it has to look again.
        numbers = [one for one in results if isinstance(one, CaseRow)]
        assert len(numbers) + sum(isinstance(one, AnswerChanged) for one in results) == 2
        assert numbers
        assert broken_link("silver") is None

    def test_orders_of_a_shop_do_not_wait_for_each_other_for_ever(self) -> None:
        names = ["WR-1001", "WR-1004", "WR-1006", "WR-1007"]
        pieces = ["L1.P1", "L2.P2", "L1.P1", "L2.P1"]

        def work(place: int) -> CaseRow:
            claim = Claim(reason="changed_mind", asked_at=AT, answers=UNWORN)
            one = sealed("k", (Ask(piece_id=pieces[place], claim=claim, remedy="refund"),), number=names[place])
            return open_case(shop("silver"), names[place], one, AT, SECRET)

        results = at_once(4, work)
        assert [type(one) for one in results] == [CaseRow] * 4, results
        assert broken_link("silver") is None
        assert models.Event.objects.count() == 4


@pytest.mark.usefixtures("shops")
def test_a_case_about_an_order_from_before_the_first_policy_waits_for_a_person() -> None:
    """X3: no version speaks for it, and the case is kept with the silent policy that referred it."""
    before = order("silver", NUMBER)
    early = AT - 6 * 365 * 24 * HOUR
    add("silver", replace(before, number="OLD-1", placed_at=early, gift_code=""))
    case = open_case(shop("silver"), "OLD-1", sealed("old", (asking(),), number="OLD-1"), AT, SECRET)
    assert [one.item.answer.outcome for one in case.items] == ["referred"]
    assert policy_with("silver", case.case.policy).hash == decisions_of("silver", case.number)["1"].policy_hash
