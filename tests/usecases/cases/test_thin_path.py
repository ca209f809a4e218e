"""The thin path: asked, agreed, received, inspected, and money or a piece on its way."""

from __future__ import annotations

import pytest
from tests.usecases.cases.desk import UNWORN, Desk

from amends.usecases.inspect_item import Found, inspect_item, read_sheet
from amends.usecases.receive_parcel import receive_parcel
from amends.usecases.send_piece import Sending, send_piece

pytestmark = pytest.mark.usefixtures("shops")


def test_a_return_for_money() -> None:
    desk = Desk("silver", answers=UNWORN)
    desk.opens("WR-1001", desk.ask("L1.P1", "changed_mind", "refund"))
    assert desk.state == "to_send"
    receive_parcel(desk.shop, desk.number, ("1",), member="m", at=desk.at)
    assert desk.state == "arrived"
    sheet = {one.fact: one for one in read_sheet(desk.shop, desk.number, "1", desk.at)}
    assert sheet["condition.worn"].right is False
    desk.does(inspect_item, Found(accepted=1))
    assert desk.state == "to_approve"
    assert desk.pays_out() == 5088 - 600
    assert desk.state == "done"


def test_an_exchange() -> None:
    desk = Desk("silver", answers=UNWORN)
    desk.opens("WR-1006", desk.ask("L1.P1", "another_size", "exchange", sku="WRN-8"))
    assert desk.state == "to_pay"
    assert desk.pays() == 600
    receive_parcel(desk.shop, desk.number, ("1",), member="m", at=desk.at)
    desk.does(inspect_item, Found(accepted=1))
    assert desk.state == "to_post"
    desk.does(send_piece, Sending(tracking="X"))
    assert desk.state == "done"
