"""`amends verify`: what it says, and the ends of the chains that it keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.sample_shops import put_in_place
from tests.usecases.money.desk import SHOP, to_approve

from amends.cli.verify import look
from amends.records import models
from amends.records.shops import ShopMissing


def test_says_what_is_wrong_and_keeps_the_ends_only_where_nothing_is(
    db: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put_in_place(SHOP)
    row = to_approve()
    anchor = tmp_path / "ends.json"
    assert look("", anchor, provider=False) == 0
    assert "silver: nothing to look at" in capsys.readouterr().out
    before = json.loads(anchor.read_text())
    assert before[SHOP][0] == models.Event.objects.count()
    models.Case.objects.filter(number=row.number).update(state="waiting")
    assert look(SHOP, anchor, provider=False) == 1
    assert f"silver: I5 case {row.number}: its row says something else" in capsys.readouterr().out
    anchor.write_text(json.dumps({SHOP: [before[SHOP][0] + 1, "0" * 64]}))
    assert look(SHOP, anchor, provider=False) == 2
    assert "is cut off" in capsys.readouterr().out


def test_a_shop_of_nobody(db: None) -> None:
    with pytest.raises(ShopMissing):
        look("nobody", None, provider=False)
