"""What any adapter of the port of payments must do with refunds, asked through a real library over HTTP.

Each check takes a bench and fails on an adapter that breaks the law in its name. `variants.py` has such adapters.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.integrations.stripe.bench import SECOND, Bench, pay_back

from amends.ports.answers import NotNow, Unclear
from amends.ports.payments import PaymentDeclined

DAY = 24 * 60 * 60


def reason_of(ask: Callable[[], object]) -> str:
    """This function will return why something was declined; anything else fails."""
    with pytest.raises(PaymentDeclined) as caught:
        ask()
    assert caught.value.what
    return caught.value.reason


def a_key_pays_once_for_ever(bench: Bench) -> None:
    """This function will send the same refund at once, and after the provider has forgotten the key."""
    shop, charge, key = bench.shop(), bench.charge(), bench.key()
    first = pay_back(shop, charge, 1500, key)
    assert (first.state, first.amount_minor, first.currency, first.key) == ("succeeded", 1500, "USD", key)
    assert first.about == {"case": "R-7", "shop": "silver"}
    assert pay_back(shop, charge, 1500, key).ref == first.ref
    bench.control("clock", {"advance": DAY + 1})
    assert pay_back(shop, charge, 1500, key).ref == first.ref
    assert shop.payment(charge).refunded_minor == 1500


def two_keys_pay_twice(bench: Bench) -> None:
    """This function will make two equal refunds, which are two."""
    shop, charge = bench.shop(), bench.charge()
    pay_back(shop, charge, 1500, bench.key())
    pay_back(shop, charge, 1500, bench.key())
    assert shop.payment(charge).refunded_minor == 3000


def a_key_pays_once_from_many_hands(bench: Bench) -> None:
    """This function will send the same refund from eight threads."""
    charge, key = bench.charge(), bench.key()
    bench.fault("slow", charge, seconds=0.3)

    def one(_: int) -> str:
        try:
            return pay_back(bench.shop(), charge, 1500, key).ref
        except Unclear:
            return ""

    with ThreadPoolExecutor(8) as threads:
        refs = set(threads.map(one, range(8))) - {""}
    assert len(refs) == 1
    assert [refund.ref for refund in bench.shop().refunds_of(charge)] == list(refs)


def a_lost_answer_is_unclear_and_found_again(bench: Bench) -> None:
    """This function will lose the answer in each way in which the refund was made."""
    for kind in ("timeout_after", "error_after", "drop_after"):
        shop, charge, key = bench.shop(), bench.charge(), bench.key()
        bench.fault(kind, charge)
        with pytest.raises(Unclear):
            pay_back(bench.shop(answer_seconds=1) if kind == "timeout_after" else shop, charge, 700, key)
        found = shop.find_refund(key=key, payment_ref=charge)
        assert found
        assert pay_back(shop, charge, 700, key).ref == found.ref
        assert shop.payment(charge).refunded_minor == 700
        assert bench.posts(key) == 1  # neither the library nor the second call asked again


def a_failure_is_unclear_and_nothing_is_found(bench: Bench) -> None:
    """This function will fail in each way in which no refund was made, and send again."""
    for kind in ("error_before", "drop_before"):
        shop, charge, key = bench.shop(), bench.charge(), bench.key()
        bench.fault(kind, charge)
        with pytest.raises(Unclear):
            pay_back(shop, charge, 700, key)
        assert shop.find_refund(key=key, payment_ref=charge) is None
        assert pay_back(shop, charge, 700, key).state == "succeeded"
        assert shop.payment(charge).refunded_minor == 700
        assert bench.posts(key) == 2


def a_kept_failure_ends_with_the_day(bench: Bench) -> None:
    """This function will meet a failure that the provider keeps under the key until it forgets it."""
    shop, charge, key = bench.shop(), bench.charge(), bench.key()
    bench.fault("error_kept", charge)
    for _ in range(2):
        with pytest.raises(Unclear):
            pay_back(shop, charge, 700, key)
    bench.control("clock", {"advance": DAY + 1})
    assert pay_back(shop, charge, 700, key).state == "succeeded"
    assert shop.payment(charge).refunded_minor == 700


def not_now_says_that_nothing_was_done(bench: Bench) -> None:
    """This function will be told to wait, be kept out, and find nobody there."""
    shop, charge, key = bench.shop(), bench.charge(), bench.key()
    bench.fault("rate_limit", charge)
    with pytest.raises(NotNow):
        pay_back(shop, charge, 700, key)
    with pytest.raises(NotNow):
        pay_back(bench.shop(api_key="no_key"), charge, 700, key)
    with pytest.raises(NotNow):
        pay_back(bench.shop(address="http://127.0.0.1:9"), charge, 700, key)
    assert not shop.refunds_of(charge)
    assert pay_back(shop, charge, 700, key).state == "succeeded"


def declined_is_final(bench: Bench) -> None:
    """This function will be declined for each reason that a shop meets, and once more with the same key."""
    shop, charge, key = bench.shop(), bench.charge(2000), bench.key()
    bench.fault("decline", charge)
    assert reason_of(lambda: pay_back(shop, charge, 700, key)) == "insufficient_funds"
    assert reason_of(lambda: pay_back(shop, charge, 700, key)) == "insufficient_funds"
    with pytest.raises(PaymentDeclined, match=r"greater than unrefunded amount on charge \(\$20\.00\)"):
        pay_back(shop, charge, 2001, bench.key())
    pay_back(shop, charge, 2000, bench.key())
    assert reason_of(lambda: pay_back(shop, charge, 1, bench.key())) == "charge_already_refunded"
    assert reason_of(lambda: pay_back(shop, "ch_nobody", 1, bench.key())) == "resource_missing"
    disputed = bench.charge()
    bench.control("disputes", {"charge": disputed})
    assert reason_of(lambda: pay_back(shop, disputed, 1, bench.key())) == "charge_disputed"


def another_currency_is_never_sent(bench: Bench) -> None:
    """This function will ask for 7 euros back of a payment in dollars."""
    shop, charge, key = bench.shop(), bench.charge(), bench.key()
    assert reason_of(lambda: pay_back(shop, charge, 700, key, "EUR")) == "currency_differs"
    assert bench.posts(key) == 0


def a_key_belongs_to_one_amount(bench: Bench) -> None:
    """This function will use a key again for more: nothing more goes back."""
    shop, charge, key = bench.shop(), bench.charge(), bench.key()
    pay_back(shop, charge, 700, key)
    assert reason_of(lambda: pay_back(shop, charge, 900, key)) == "key_reused"
    assert shop.payment(charge).refunded_minor == 700


def a_refund_is_found_on_the_last_page(bench: Bench) -> None:
    """This function will look behind a hundred and ten refunds that were made by hand."""
    shop, charge, key = bench.shop(), bench.charge(), bench.key()
    first = pay_back(shop, charge, 700, key)
    for _ in range(110):
        bench.control("refunds", {"charge": charge, "amount": 1})
    assert shop.find_refund(key=key, payment_ref=charge) == first
    assert len(shop.refunds_of(charge)) == 111
    assert shop.refunds_of(charge)[0] == first


def a_refund_made_by_hand_is_seen_and_capped(bench: Bench) -> None:
    """This function will refund by hand at the provider, then by us what is too much."""
    shop, charge = bench.shop(), bench.charge(1000)
    bench.control("refunds", {"charge": charge, "amount": 600})
    assert shop.payment(charge).refundable_minor == 400
    assert [refund.key for refund in shop.refunds_of(charge)] == [""]
    assert reason_of(lambda: pay_back(shop, charge, 401, bench.key())) == ""
    assert pay_back(shop, charge, 400, bench.key()).counts


def another_shop_with_the_account_has_its_own_keys(bench: Bench) -> None:
    """This function will let two shops with one account use the same key."""
    key, charge = bench.key(), bench.charge()
    silver, piercing = bench.shop("silver"), bench.shop("piercing")
    since = bench.now()
    pay_back(silver, charge, 700, key)
    assert piercing.find_refund(key=key, payment_ref=charge) is None
    second = pay_back(piercing, charge, 700, key)
    assert [refund.key for refund in silver.refunds_of(charge)] == [key, ""]
    assert second.ref in {refund.ref for refund in piercing.refunds_since(since)}
    assert second.ref not in {refund.ref for refund in silver.refunds_since(since)}
    assert second.ref in {refund.ref for refund in piercing.refunds_since(0)}
    assert not list(piercing.refunds_since(bench.now() + 60 * SECOND))


def a_refund_is_followed_until_it_fails(bench: Bench) -> None:
    """This function will see a refund pending, failed days later, and the money back with the shop."""
    shop, charge, key = bench.shop(), bench.charge(1000), bench.key()
    bench.fault(
        "pending", charge, settles_as="failed", after_seconds=3 * DAY, failure_reason="expired_or_canceled_card"
    )
    made = pay_back(shop, charge, 1000, key)
    assert (made.state, made.counts, shop.payment(charge).refunded_minor) == ("pending", True, 1000)
    bench.control("clock", {"advance": 3 * DAY})
    now = shop.read_refund(made.ref)
    assert (now.state, now.failure, now.counts) == ("failed", "expired_or_canceled_card", False)
    assert shop.payment(charge).refundable_minor == 1000
    # The key stays with the refund that failed: paying in another way is a payout of its own.
    assert pay_back(shop, charge, 1000, key) == shop.find_refund(key=key, payment_ref=charge)
    bench.fault("requires_action", charge)
    assert pay_back(shop, charge, 1000, bench.key()).state == "requires_action"


def a_dispute_holds_its_money(bench: Bench) -> None:
    """This function will see what an inquiry, an open, a lost and a won dispute hold."""
    shop, charge = bench.shop(), bench.charge(1000)
    ref = bench.control("disputes", {"charge": charge, "amount": 400, "status": "warning_needs_response"})["id"]
    for status, state, held in (
        ("warning_under_review", "inquiry", 0),
        ("needs_response", "open", 400),
        ("lost", "lost", 400),
        ("won", "won", 0),
    ):
        bench.control(f"disputes/{ref}", {"status": status})
        payment = shop.payment(charge)
        assert [(one.ref, one.state) for one in payment.disputes] == [(ref, state)]
        assert (payment.disputed_minor, payment.refundable_minor) == (held, 1000 - held)


def a_payment_is_known_by_either_name(bench: Bench) -> None:
    """This function will name a payment by its intent."""
    shop, charge, key = bench.shop(), bench.charge(), bench.key()
    intent = charge.replace("ch_", "pi_").removesuffix("_p1")
    made = pay_back(shop, intent, 700, key)
    assert (made.payment_ref, made.other_ref) == (intent, charge)
    by_charge = shop.find_refund(key=key, payment_ref=charge)
    assert by_charge
    assert (by_charge.ref, by_charge.payment_ref, by_charge.other_ref) == (made.ref, charge, intent)
    assert shop.payment(intent).refunded_minor == shop.payment(charge).refunded_minor == 700


def amounts_are_told_as_the_provider_counts(bench: Bench) -> None:
    """This function will refund in currencies that the provider counts otherwise than we do."""
    for currency, theirs, ours in (("JPY", 700, 700), ("KWD", 5120, 5120), ("ISK", 70_000, 700), ("MGA", 7, 700)):
        shop, charge = bench.shop(), bench.charge(theirs * 2, currency.lower())
        made = pay_back(shop, charge, ours, bench.key(), currency)
        assert (made.amount_minor, made.currency) == (ours, currency)
        assert bench.control("state")["refunds"][-1]["amount"] == theirs
        assert shop.payment(charge).captured_minor == 2 * ours
    for currency, ours in (("KWD", 5124), ("MGA", 750), ("LYD", 1000), ("XXX", 1)):
        assert reason_of(lambda: pay_back(bench.shop(), "ch_any", ours, "key", currency))  # noqa: B023 - called at once


def moments_are_instants(bench: Bench) -> None:
    """This function will read when a refund was made."""
    before = bench.now()
    made = pay_back(bench.shop(), bench.charge(), 700, bench.key())
    assert before <= made.created_at <= bench.now()
    assert made.created_at % SECOND == 0


REFUND_CHECKS: tuple[Callable[[Bench], None], ...] = (
    a_key_pays_once_for_ever,
    two_keys_pay_twice,
    a_key_pays_once_from_many_hands,
    a_lost_answer_is_unclear_and_found_again,
    a_failure_is_unclear_and_nothing_is_found,
    a_kept_failure_ends_with_the_day,
    not_now_says_that_nothing_was_done,
    declined_is_final,
    another_currency_is_never_sent,
    a_key_belongs_to_one_amount,
    a_refund_is_found_on_the_last_page,
    a_refund_made_by_hand_is_seen_and_capped,
    another_shop_with_the_account_has_its_own_keys,
    a_refund_is_followed_until_it_fails,
    a_dispute_holds_its_money,
    a_payment_is_known_by_either_name,
    amounts_are_told_as_the_provider_counts,
    moments_are_instants,
)
