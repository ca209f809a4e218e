"""The money of accepted claims as SQL, in whole numbers alone."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from sqlglot import exp

from amends.backtest import schema
from amends.backtest.payouts import WHOLE, Payout, payout
from amends.backtest.sql import Sql, case, column, equals, joined, literal, wrapped, zero
from amends.backtest.statement import Statement


class Paying:
    """What the claims that a policy accepts pay back."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.lowered = statement.lowered
        self.history = statement.history

    def of(self, remedy: str, lane: str) -> Sql:
        """This function will return what an accepted claim for a remedy in a lane pays back."""
        if remedy == WHOLE:
            return self.goods()
        found = payout(self.lowered, remedy, lane)
        return zero() if found is None else self.paid(found)

    def goods(self) -> Sql:
        """This function will return what was paid for the units that are claimed."""
        if not self.history.has("item.paid"):
            return zero()
        paid, bought = column("item.paid"), "item.quantity"
        if not (self.history.has("claim.quantity") and self.history.has(bought)):
            return paid
        claimed = column("claim.quantity")
        part = _share(paid, claimed, column(bought))
        return case([(exp.LT(this=claimed, expression=column(bought)), part)], paid.copy())

    def paid(self, payout: Payout) -> Sql:
        """This function will return what an accepted claim pays back, never below nothing."""
        goods = self.goods()
        less: list[Sql] = [
            self.statement.chain(payout.restocking, lambda part: _percent(goods.copy(), part)),
            self.statement.chain(payout.fee, literal),
        ]
        if self.history.has("order.shipping_paid"):
            less.append(exp.Neg(this=wrapped(self._given_back(payout, goods))))
        less.append(self._clawback(payout, goods))
        real = [one for one in less if one.sql() not in {"0", "-(0)", "-0"}]
        if not real:
            return goods
        total = reduce(lambda left, right: exp.Sub(this=left, expression=wrapped(right)), real, goods)
        return exp.Greatest(this=total, expressions=[zero()], ignore_nulls=True)

    def _or_nothing(self, name: str) -> Sql:
        said = column(name)
        return exp.Coalesce(this=said, expressions=[zero()]) if self.history.columns[name].nulls else said

    def _given_back(self, payout: Payout, goods: Sql) -> Sql:
        return self.statement.chain(payout.shipping, lambda how: self._shipping(how, goods))

    def _shipping(self, how: str, goods: Sql) -> Sql:
        shipping = self._or_nothing("order.shipping_paid")
        if how == "none":
            return zero()
        if how == "all" or not self.history.has("order.goods_paid"):
            return shipping
        worth = column("order.goods_paid")
        return case([(exp.GT(this=worth, expression=zero()), _share(shipping, goods.copy(), worth.copy()))], zero())

    def _clawback(self, payout: Payout, goods: Sql) -> Sql:
        if payout.counts is False or not self.history.has("order.goods_paid"):
            return zero()
        bought = column("order.goods_paid")
        before: Sql = bought.copy()
        if self.history.has(schema.DISCOUNTS):
            before = exp.Add(this=before, expression=self._or_nothing(schema.DISCOUNTS))
        free: list[Sql] = [self.statement.formula(payout.counts)] if payout.counts is not True else []
        if self.history.has("order.shipping_paid"):
            free.append(equals(self._or_nothing("order.shipping_paid"), 0))

        def deducted(free_from: int | None) -> Sql:
            if free_from is None:
                return zero()
            under = exp.LT(
                this=wrapped(exp.Sub(this=bought.copy(), expression=goods.copy())), expression=literal(free_from)
            )
            reached = exp.GTE(this=before.copy(), expression=literal(free_from))
            return case(
                [(joined(exp.And, [*free, reached, under]), self.statement.chain(payout.rate, literal))], zero()
            )

        return self.statement.chain(payout.free_from, deducted)


def _percent(amount: Sql, part: Fraction) -> Sql:
    """The share of an amount, a half coin upwards, in whole numbers alone."""
    if not part:
        return zero()
    twice = exp.Mul(this=amount, expression=literal(2 * part.numerator))
    up = wrapped(exp.Add(this=twice, expression=literal(part.denominator)))
    return exp.IntDiv(this=up, expression=literal(2 * part.denominator))


def _share(total: Sql, part: Sql, whole: Sql) -> Sql:
    twice = exp.Mul(this=exp.Mul(this=literal(2), expression=wrapped(total)), expression=wrapped(part))
    up = wrapped(exp.Add(this=twice, expression=wrapped(whole.copy())))
    return exp.IntDiv(this=up, expression=wrapped(exp.Mul(this=literal(2), expression=wrapped(whole))))
