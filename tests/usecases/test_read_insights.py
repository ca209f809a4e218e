"""The figures count what is there, once each, and no other shop's."""

from __future__ import annotations

from django.utils import timezone

from amends.core.cases.commands import Approve, Inspect, Receive, Record
from amends.core.cases.money_events import PayoutDone
from amends.core.cases.values import Pay
from amends.core.claims import Claim
from amends.core.dates import HOUR, instant_of
from amends.records.cases import CaseRow
from amends.records.orders import order_with
from amends.records.shops import ShopRow, shop_with
from amends.usecases.act_on_case import act_on_case
from amends.usecases.open_case import Form, open_case
from amends.usecases.read_insights import InsightsPage, read_insights
from amends.usecases.weigh_claim import Ask

DAY = 24 * HOUR
NOW = instant_of(timezone.now())


def the_shop(shop_id: str) -> ShopRow:
    shop = shop_with(shop_id)
    assert shop is not None
    return shop


def returned(shop: ShopRow) -> CaseRow:
    """This function will open a return of the sample order that can be returned."""
    claim = Claim(reason="changed_mind", quantity=1, answers={"condition.undamaged": True})
    ask = Ask(piece_id="L1.P1", claim=claim, remedy="refund")
    return open_case(shop, "LU-1001", Form(key="1", asks=(ask,), seal=None, channel="mail"), NOW, b"key")


def figures(shop: ShopRow, at: int = NOW) -> InsightsPage:
    return read_insights(shop, 30, at)


def test_a_case_is_counted_by_reason_lane_remedy_and_product(shops: None) -> None:
    shop = the_shop("piercing")
    assert figures(shop).figures.cases == 0
    returned(shop)
    found = figures(shop).figures
    assert (found.cases, found.items) == (1, 1)
    assert [(one.name, one.count) for one in found.reasons] == [("changed_mind", 1)]
    assert [(one.name, one.count) for one in found.lanes] == [("change_of_mind", 1)]
    assert [(one.name, one.count) for one in found.remedies] == [("refund", 1)]
    assert len(found.products) == 1
    assert figures(the_shop("silver")).figures.cases == 0


def test_one_date_binds_inspection_approval_and_payment_and_is_late_until_the_money_is_there(shops: None) -> None:
    shop = the_shop("piercing")
    case = returned(shop)
    act_on_case(shop, case.number, Receive(items=("1",)), at=NOW, by="m")
    row = act_on_case(shop, case.number, Inspect(item="1", accepted=1), at=NOW + HOUR, by="m")
    by = row.case.items[0].act_by
    assert by is not None
    assert figures(shop, by - HOUR).kept_percent is None  # the date has not come
    late = figures(shop, by + HOUR)
    assert [(one.state, one.kept, one.late) for one in late.figures.promises] == [("arrived", 0, 1)]
    give = row.case.items[0].answer.give_minor
    order = order_with(shop.id, case.order_number)
    assert order is not None
    pay = Pay(id=f"{case.number}.1.1", payment_id=order.payments[0].id, amount_minor=give)
    act_on_case(shop, case.number, Approve(item="1", person="m", pays=(pay,)), at=NOW + 2 * HOUR, by="m")
    paid = Record(event=PayoutDone(item="1", pay=pay.id, ref="re_1"))
    act_on_case(shop, case.number, paid, at=by - HOUR, by="provider")
    kept = figures(shop, by + HOUR)
    assert [(one.state, one.kept, one.late) for one in kept.figures.promises] == [("arrived", 1, 0)]
    assert kept.kept_percent == 100
    assert kept.figures.refunded_minor == give


def test_a_case_of_another_month_is_not_counted(shops: None) -> None:
    shop = the_shop("piercing")
    returned(shop)
    assert figures(shop, NOW + 31 * DAY).figures.cases == 0
