"""Money against the cases and against itself: the ledger, caps, payouts, dues and store credit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

from django.db.models import Sum

from amends.core.cases.case import Case
from amends.core.cases.dues import return_id
from amends.core.cases.ledger import Account, balances_of
from amends.records import models
from amends.records.cases import case_from
from amends.records.invariants.breach import Breach
from amends.records.invariants.cases import BATCH, orders_of
from amends.records.told import SEEN, SeenRow

_COMPARE = "Compare with the payment provider, and correct the row that is wrong."
_OPEN = {"waiting", "sending", "unknown", "pending"}


def check_ledger(shop_id: str) -> Iterator[Breach]:
    """This function will add up the ledger by key, and by case and account (I2)."""
    sums = models.Posting.objects.filter(shop_id=shop_id).values_list("key", "currency")
    for key, currency, total in sums.annotate(total=Sum("amount_minor")):
        if total:
            yield Breach("I2", f"posting {key}", f"its rows come to {total} {currency}, not to nothing", _COMPARE)
    numbers = iter(models.Case.objects.filter(shop_id=shop_id).order_by("number").values_list("number", flat=True))
    while batch := list(islice(numbers, BATCH)):
        yield from _check_balances(shop_id, batch)
        yield from _check_rows(shop_id, batch)


def _check_balances(shop_id: str, numbers: list[str]) -> Iterator[Breach]:
    kept: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = models.Posting.objects.filter(shop_id=shop_id, case_number__in=numbers)
    for number, account, currency, total in rows.values_list("case_number", "account", "currency").annotate(
        total=Sum("amount_minor")
    ):
        if total:
            kept[number][account, currency] = total
    cases = _cases(shop_id, numbers)
    beside = _beside(shop_id, cases)
    for number, case in cases.items():
        wanted = defaultdict(int, {account.value: amount for account, amount in balances_of(case).items()})
        for account, amount in beside[number].items():
            wanted[account.value] += amount
        asked = {(account, case.currency): amount for account, amount in wanted.items() if amount}
        for account, currency in sorted(asked.keys() | kept[number].keys()):
            is_so, should = kept[number].get((account, currency), 0), asked.get((account, currency), 0)
            if is_so != should:
                what = f"the ledger holds {is_so} {currency}, and the case says {should}"
                yield Breach("I2", f"account {account} of case {number}", what, _COMPARE)


def _cases(shop_id: str, numbers: list[str]) -> dict[str, Case]:
    rows = models.Case.objects.filter(shop_id=shop_id, number__in=numbers).values_list("number", "folded")
    return {number: case_from(document) for number, document in rows}


def _beside(shop_id: str, cases: Mapping[str, Case]) -> Mapping[str, dict[Account, int]]:
    """What moved an account beside the cases' events: store credit that was used, and money that nobody owed."""
    numbers, told = list(cases), _returns(cases)
    found: defaultdict[str, dict[Account, int]] = defaultdict(lambda: defaultdict(int))
    given = models.Credit.objects.filter(shop_id=shop_id, case_number__in=numbers)
    of_credit = dict(given.values_list("id", "case_number"))
    uses = models.CreditUse.objects.filter(shop_id=shop_id, credit_id__in=of_credit)
    for credit_id, why, amount in uses.values_list("credit_id", "why", "amount_minor"):
        accounts = found[of_credit[credit_id]]
        accounts[Account.CREDIT] += amount
        accounts[Account.CREDIT_EXPIRED if why == "expired" else Account.CREDIT_SPENT] -= amount
    strays = models.Payout.objects.filter(shop_id=shop_id, case_number__in=numbers, item_id="")
    for number, name, state, by_hand, amount in strays.values_list(
        "case_number", "id", "state", "by_hand", "amount_minor"
    ):
        purse = Account.BY_HAND if by_hand else Account.PROVIDER
        accounts = found[number]
        # What a case has told to go back came in as it was owed; anything else came in beside the case.
        accounts[Account.PAID_IN_ERROR if name in told else Account.PROVIDER] += amount
        accounts[purse if state == "done" else Account.PAID_IN_ERROR] -= amount
    return found


def _returns(cases: Mapping[str, Case]) -> dict[str, tuple[str, int]]:
    """What is to go back of the cases' payments: the payment and how much of it in all, by the payouts' ids."""
    return {
        f"{number}.{return_id(due.id, part)}": (f"{number}.{due.id}", due.returned_minor)
        for number, case in cases.items()
        for item in case.items
        for due in item.dues
        for part in range(1, due.parts + 1)
    }


def _check_rows(shop_id: str, numbers: list[str]) -> Iterator[Breach]:
    """Payouts, dues and credits are those that the cases tell of, one row each."""
    cases = _cases(shop_id, numbers)
    yield from _check_payouts(shop_id, cases)
    yield from _check_dues(shop_id, cases)
    told = {(number, code) for number, case in cases.items() for item in case.items for code in item.credits}
    rows = models.Credit.objects.filter(shop_id=shop_id, case_number__in=numbers)
    kept = set(rows.values_list("case_number", "code"))
    for number, _ in sorted(told - kept):
        yield Breach("I2", f"credit of case {number}", "what was given is missing", _COMPARE)
    for number, _ in sorted(kept - told):
        yield Breach("I2", f"credit of case {number}", "no case tells of it", _COMPARE)


def _check_payouts(shop_id: str, cases: Mapping[str, Case]) -> Iterator[Breach]:
    rows = models.Payout.objects.filter(shop_id=shop_id, case_number__in=list(cases))
    kept = {one.id: one for one in rows}
    for case in cases.values():
        for item, payout in ((it, pay) for it in case.items for pay in (*it.payouts, *it.postage)):
            row, name = kept.pop(payout.id, None), f"payout {payout.id}"
            said = (payout.payment_id, payout.amount_minor, payout.by_hand, case.currency)
            if row is None or (row.payment_id, row.amount_minor, row.by_hand, row.currency) != said:
                yield Breach("I1", name, "it is missing or not what was approved", _COMPARE)
            elif ("waiting" if row.state in _OPEN else row.state) != payout.state:
                yield Breach("I1", name, f"it is {row.state}, and the case says {payout.state}", _COMPARE)
            if item.is_over and payout.state == "waiting" and payout not in item.postage:
                yield Breach("I11", name, "the item is over, and this is not paid", _COMPARE)
    returns = _returns(cases)
    yield from _check_returns(kept, returns)
    for row in kept.values():
        if row.item_id or (".over-" in row.id and row.id not in returns):
            yield Breach("I1", f"payout {row.id}", "no case tells of it", "Stop it before it is paid.")
        else:
            yield from _check_stray(row, cases[row.case_number])


def _check_returns(kept: Mapping[str, models.Payout], returns: Mapping[str, tuple[str, int]]) -> Iterator[Breach]:
    """What a case has told to go back of what was paid is there, to the cent."""
    there: defaultdict[str, int] = defaultdict(int)
    for name, (due, _) in returns.items():
        there[due] += kept[name].amount_minor if name in kept else 0
    for due, amount in dict(returns.values()).items():
        if there[due] != amount:
            yield Breach("I1", f"due {due}", f"{amount} is to go back, and there are rows for {there[due]}", _COMPARE)


def _check_stray(row: models.Payout, case: Case) -> Iterator[Breach]:
    """Money that nobody owed goes back, or waits for a person, and the case tells one of it."""
    name, waits = f"payout {row.id}", row.by_hand and row.state == "waiting"
    told = any(one.kind == "give_back_failed" and one.ref == row.id for one in case.flags)
    if row.state == "failed":
        yield Breach("I1", name, f"money that nobody owed did not go back: {row.why}", "Pay it by hand.")
    elif waits and not told:
        what = "money that nobody owed did not go back, and the case does not say so"
        yield Breach("I1", name, what, "Pay it by hand.")
    elif told and not waits:
        what = f"it is {row.state}, and the case says that a person has to give it back"
        yield Breach("I1", name, what, _COMPARE)


def _check_dues(shop_id: str, cases: Mapping[str, Case]) -> Iterator[Breach]:
    rows = models.Due.objects.filter(shop_id=shop_id, case_number__in=list(cases))
    kept = {one.id: (one.amount_minor, one.state, one.ref) for one in rows}
    for number, case in cases.items():
        for due in (due for item in case.items for due in item.dues):
            row = kept.pop(f"{number}.{due.id}", None)
            if row != (due.amount_minor, due.state, due.ref):
                yield Breach("I2", f"due {number}.{due.id}", "its row is not what the case says", _COMPARE)
    for key in kept:
        yield Breach("I2", f"due {key}", "no case tells of it", "Withdraw its page.")


def check_credits(shop_id: str) -> Iterator[Breach]:
    """This function will look whether what is left of each credit is what its uses leave (I2)."""
    used = dict(
        models.CreditUse.objects.filter(shop_id=shop_id).values_list("credit_id").annotate(total=Sum("amount_minor"))
    )
    for one in models.Credit.objects.filter(shop_id=shop_id):
        left = one.amount_minor - used.get(one.id, 0)
        if left != one.left_minor:
            what = f"{one.left_minor} is left by its row, {left} by its uses"
            yield Breach("I2", f"credit {one.id}", what, "Set what is left to what the uses leave.")


def check_caps(shop_id: str) -> Iterator[Breach]:
    """This function will look whether any payment gave back, or is to give back, more than was captured (I1)."""
    ours: defaultdict[tuple[str, str], int] = defaultdict(int)
    paid: defaultdict[tuple[str, str], int] = defaultdict(int)
    rows = models.Payout.objects.filter(shop_id=shop_id).exclude(state="failed").exclude(payment_id="")
    for number, payment_id, state, amount in rows.values_list("order_number", "payment_id", "state", "amount_minor"):
        ours[number, payment_id] += amount
        paid[number, payment_id] += amount if state == "done" else 0
    others: defaultdict[tuple[str, str], int] = defaultdict(int)
    for told_id, body in models.Told.objects.filter(shop_id=shop_id, source=SEEN).values_list("id", "body"):
        seen = SeenRow(**body)
        others[told_id.partition("\n")[0], seen.payment_id] += seen.amount_minor
    caps = {(one.order_number, one.payment_id): one for one in models.PaymentCap.objects.filter(shop_id=shop_id)}
    orders = orders_of(shop_id, {number for number, _ in ours.keys() | caps.keys()})
    for key in sorted(ours.keys() | caps.keys()):
        yield from _check_cap(key, ours[key], paid[key], others[key], caps.get(key), orders)


def _check_cap(
    key: tuple[str, str], ours: int, paid: int, others: int, cap: models.PaymentCap | None, orders: Mapping[str, object]
) -> Iterator[Breach]:
    number, payment_id = key
    name = f"paymentcap {number} {payment_id}"
    order = orders.get(number)
    payments = getattr(order, "payments", ())
    captured = next((one.captured_minor for one in payments if one.id == payment_id), None)
    if cap is None or captured is None:
        yield Breach("I1", name, "money goes back to a payment that is not there", _COMPARE)
        return
    if cap.captured_minor != captured:
        what = f"{captured} was captured by the order, {cap.captured_minor} by this row"
        yield Breach("I1", name, what, "Set it to what the provider says.")
    if cap.out_minor < min(cap.captured_minor, ours + others):
        what = f"{ours + others} is out or promised, and only {cap.out_minor} is counted"
        yield Breach("I1", name, what, "Set it to what is out.")
    if paid + others > captured:
        what = f"{paid + others} went back of {captured}"
        yield Breach("I1", name, what, "More went back than was paid: speak with the customer.")
