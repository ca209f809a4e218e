"""Contests: several want the same thing at the same moment, and one gets it.

Each contest puts its own order and case in place, says what each contender does, and how to tell that the effect is
there once. Who loses gets an error of ours with a code, or is told what is so already; anything else is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.robustness import contests_of_cases as cases
from tests.robustness import contests_of_money as money
from tests.robustness.racing import Contest

CONTESTS: Mapping[str, Contest] = {
    one.__name__.replace("_", " "): one
    for one in (
        cases.same_form,
        cases.same_piece,
        cases.two_exchanges,
        cases.double_click_in_the_portal,
        cases.taken_in_twice,
        cases.taken_in_and_withdrawn,
        cases.quote_taken_and_expired,
        cases.rung_twice,
        cases.two_write_on,
        money.double_click_on_approve,
        money.two_approve,
        money.two_refunds_of_one_payment,
        money.approved_and_withdrawn,
        money.workers_pay,
        money.answer_and_message,
        money.messages_at_once,
        money.paid_and_asked_again,
        money.paid_and_withdrawn,
        money.tills,
        money.refunded_by_hand,
    )
}
