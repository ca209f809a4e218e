"""The ledger agrees with the case after any history, and every event's rows come to nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from random import Random

import pytest
from tests.core.cases.explore import AT, REFUSALS, RULES, beginnings, wishes

from amends.core.cases.case import Case
from amends.core.cases.commands import Open
from amends.core.cases.evolve import CaseHistoryInvalid, evolve
from amends.core.cases.handle import handle
from amends.core.cases.ledger import Account, Posting, balances_of, postings_of
from amends.core.cases.log import Happened, kind_of

Books = Callable[[Happened, Case | None, Case], tuple[Posting, ...]]
SEEDS, STEPS = 400, 30


def wrong_after(seed: int, books: Books = postings_of) -> str:
    """This function will let a case live through random commands, and say where the books and it part; empty: never."""
    dice = Random(seed)  # noqa: S311 - the same every time
    case: Case | None = None
    held: Counter[Account] = Counter()
    command = dice.choice(_every_beginning())
    for _ in range(STEPS):
        try:
            history, _after = handle(case, command, AT, "somebody", RULES)
        except (*REFUSALS, CaseHistoryInvalid):  # moves are tried beside this file
            history = ()
        for one in history:
            before, case = case, evolve(case, one)
            rows = books(one, before, case)
            held.update(dict.fromkeys(Account, 0))
            for row in rows:
                held[row.account] += row.amount_minor
            if sum(row.amount_minor for row in rows) or {a: n for a, n in held.items() if n} != balances_of(case):
                return f"seed {seed}, after {kind_of(one.event)}: {dict(held)} is not {balances_of(case)}"
        assert case is not None
        item = dice.choice(case.items)
        command = dice.choice(list(wishes(case, item.id, RULES)))  # type: ignore[assignment]
    return ""


@cache
def _every_beginning() -> tuple[Open, ...]:
    return tuple(beginnings())


@pytest.mark.parametrize("first", range(0, SEEDS, 100))
def test_the_books_agree_with_the_case_after_every_event(first: int) -> None:
    found = [wrong for seed in range(first, first + 100) if (wrong := wrong_after(seed))]
    assert not found, found[0]


@pytest.mark.parametrize(
    "forgotten",
    [
        "refund_approved", "payout_done", "payout_failed", "credit_given", "due_raised", "due_paid", "due_cancelled",
        "due_returned", "refund_seen", "postage_granted", "postage_paid",
    ],
)  # fmt: skip
def test_books_that_forget_one_kind_of_event_are_found(forgotten: str) -> None:
    def books(one: Happened, before: Case | None, after: Case) -> tuple[Posting, ...]:
        return () if kind_of(one.event) == forgotten else postings_of(one, before, after)

    assert any(wrong_after(seed, books) for seed in range(SEEDS))


def test_a_payout_that_comes_back_after_it_was_done_is_taken_back_whole() -> None:
    """Books that treat it as if it had never left are a cent off for ever, and are found."""

    def books(one: Happened, before: Case | None, after: Case) -> tuple[Posting, ...]:
        rows = postings_of(one, before, after)
        if kind_of(one.event) != "payout_failed":
            return rows
        return tuple(Posting(Account.OWED if row.amount_minor > 0 else row.account, row.amount_minor) for row in rows)

    assert any(wrong_after(seed, books) for seed in range(SEEDS))
