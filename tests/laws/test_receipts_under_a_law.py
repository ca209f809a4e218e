"""A receipt holds the law that its decision rests on, and follows from it on a machine that knows another one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from amends.core.dates import parse_instant
from amends.core.engine import spec
from amends.core.engine.documents import as_json, verdicts_document
from amends.core.engine.stored import facts_document
from amends.core.policy.floors import under
from amends.core.policy.load import NO_CALENDAR, load_policy
from amends.core.receipts import PolicyText, Receipt, ReceiptInvalid, derive, differences, holidays_of
from amends.examples import folder
from amends.laws import floor_for
from amends.laws.files import law_of, written_in
from amends.laws.floors import floor_in
from amends.laws.kept import floor_from, law_text
from amends.laws.model import LawClauseOf
from amends.usecases.read_policy import calendar_for

TEXT = (Path(folder("silver")) / "policy.yaml").read_text(encoding="utf-8")
DAY = date(2026, 11, 2).toordinal()


def earring_to(country: str) -> Receipt:
    """This function will return the receipt of an earring that somebody in that country does not want to keep."""
    shop = load_policy(TEXT, calendar_for)
    policy = under(shop, floor_for(country, "", DAY, shop.shop))
    at = parse_instant("2026-11-12T10:00:00", shop.shop.zone)
    facts = {
        "order.country": country, "order.placed_at": parse_instant("2026-11-02T10:00:00", shop.shop.zone),
        "parcel.shipped_at": parse_instant("2026-11-03T10:00:00", shop.shop.zone),
        "parcel.delivered_at": parse_instant("2026-11-05T10:00:00", shop.shop.zone),
        "order.last_delivered_at": parse_instant("2026-11-05T10:00:00", shop.shop.zone),
        "claim.reason": "changed_mind", "item.category": "earring", "item.price": 4_000, "item.discounted": False,
        "item.marks": frozenset(), "item.material": "gold",
    }  # fmt: skip
    told = msgspec.json.decode(as_json(verdicts_document(spec.decide(policy, facts, at))))
    return Receipt(
        shop="silver", shop_name=shop.shop.name, case="R-1", item="1", remedy="refund", at=at, told=told,
        policy=PolicyText(hash=shop.hash, text=TEXT, holidays=holidays_of(shop.calendar)), policy_hash=policy.hash,
        law=law_text(country, "", DAY, shop.shop), facts=facts_document(facts),
    )  # fmt: skip


def test_what_the_law_gives_follows_from_the_receipt_alone() -> None:
    receipt = earring_to("DE")
    assert receipt.law is not None
    assert receipt.told["verdicts"]["refund"]["outcome"] == "accepted"
    assert list(differences(receipt, derive(receipt, floor_from))) == []


def test_without_a_law_there_is_none_in_it() -> None:
    receipt = earring_to("CH")
    assert receipt.law is None
    assert receipt.told["verdicts"]["refund"]["outcome"] == "refused"


@pytest.mark.parametrize(
    ("old", "new"), [("within: {days: 14", "within: {days: 44"), ("law: eu", "law: 7"), ("clauses:", "causes:")]
)
def test_a_law_that_was_changed_is_not_the_one_it_names(old: str, new: str) -> None:
    receipt = earring_to("DE")
    assert receipt.law is not None
    assert old in receipt.law.text
    changed = msgspec.structs.replace(receipt.law, text=receipt.law.text.replace(old, new))
    with pytest.raises(ReceiptInvalid):
        derive(msgspec.structs.replace(receipt, law=changed), floor_from)


def test_a_receipt_holds_the_text_that_its_law_was_read_from() -> None:
    """Not what lies in the file by now: an upgrade puts another one there while an older process still answers."""
    law, shop = law_of("DE"), load_policy(TEXT, calendar_for)
    kept = law_text("DE", "", DAY, shop.shop)
    assert law is not None
    assert kept is not None
    assert kept.text is law.text
    assert floor_from(kept, shop).hash == kept.hash


class Later(LawClauseOf):
    """A clause of a law in a later language of policies, which has one more word."""

    later: bool = True


def test_a_word_that_the_language_learns_leaves_the_law_the_one_it_was() -> None:
    law, shop = written_in("DE"), load_policy(TEXT, calendar_for).shop
    clauses = [Later.model_construct(_fields_set=one.model_fields_set, **dict(one)) for one in law.clauses]
    later = law.model_copy(update={"clauses": clauses})
    floors = [floor_in(one, "DE", "", DAY, shop.currency, NO_CALENDAR) for one in (law, later)]
    assert floors[0] is not None
    assert floors[1] is not None
    assert floors[0].hash == floors[1].hash
