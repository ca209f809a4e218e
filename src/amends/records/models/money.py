"""The tables of money: what may leave, what leaves, what is due, store credit, and the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey, F, Q

from amends.records.models.keys import CASE, ITEM, KEY
from amends.records.models.shops import Shop


class PaymentCap(models.Model):
    """How much of a payment has been promised back: never more than was captured, whoever asks at the same time."""

    pk = CompositePrimaryKey("shop_id", "order_number", "payment_id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    order_number = models.CharField(max_length=KEY)
    payment_id = models.CharField(max_length=KEY)
    captured_minor = models.BigIntegerField()
    out_minor = models.BigIntegerField(default=0)  # approved, on its way, paid, or refunded by others

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(out_minor__gte=0, out_minor__lte=F("captured_minor")), name="payment_cap_holds"
            ),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.order_number} {self.payment_id}"


class Payout(models.Model):
    """Money that leaves by one payment. Its id is the provider's key for ever."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)  # <case>.<item>.<place>
    case_number = models.CharField(max_length=CASE)
    item_id = models.CharField(max_length=ITEM)
    order_number = models.CharField(max_length=KEY)
    payment_id = models.CharField(max_length=KEY)
    payment_ref = models.CharField(max_length=2 * KEY, default="", blank=True)  # the provider's name of the payment
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=16, default="waiting")  # of `PayoutState`
    ref = models.CharField(max_length=2 * KEY, default="", blank=True)  # the provider's name of the refund
    why = models.TextField(default="", blank=True)
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_is_some"),
            models.UniqueConstraint(fields=["shop", "ref"], condition=~Q(ref=""), name="payout_ref_once"),
        )
        indexes = (
            models.Index("shop_id", "case_number", name="payout_by_case"),
            models.Index("shop_id", "state", "changed_at", name="payout_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"


class Due(models.Model):
    """Money that a customer is to pay, and the page to pay it at."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)  # <case>.<due>
    case_number = models.CharField(max_length=CASE)
    item_id = models.CharField(max_length=ITEM)
    due_id = models.CharField(max_length=16)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    what = models.CharField(max_length=32)
    state = models.CharField(max_length=16, default="open")  # open, paid, cancelled
    page_ref = models.CharField(max_length=2 * KEY, default="", blank=True)
    page_url = models.TextField(default="", blank=True)
    ref = models.CharField(max_length=2 * KEY, default="", blank=True)  # the provider's name of the payment
    made_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(amount_minor__gt=0), name="due_is_some"),)
        indexes = (
            models.Index("shop_id", "page_ref", name="due_by_page"),
            models.Index("shop_id", "case_number", name="due_by_case"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"


class Credit(models.Model):
    """Store credit: what was given, and what is left of it."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)
    code = models.CharField(max_length=32)  # what the customer types at the till
    order_number = models.CharField(max_length=KEY)
    case_number = models.CharField(max_length=CASE)
    item_id = models.CharField(max_length=ITEM)
    is_gift = models.BooleanField(default=False)  # given to the recipient of a gift
    amount_minor = models.BigIntegerField()
    left_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(left_minor__gte=0, left_minor__lte=F("amount_minor")), name="credit_left"
            ),
            models.UniqueConstraint(fields=["shop", "code"], name="credit_code_once"),
        )
        indexes = (models.Index("shop_id", "case_number", name="credit_by_case"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"


class CreditUse(models.Model):
    """Store credit that was spent, given back or has run out; the key makes it count once."""

    pk = CompositePrimaryKey("shop_id", "credit_id", "key")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    credit_id = models.CharField(max_length=KEY)
    key = models.CharField(max_length=KEY)
    amount_minor = models.BigIntegerField()  # below zero: given back
    why = models.CharField(max_length=16)  # used, given_back, expired
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.shop_id} {self.credit_id} {self.key}"


class Posting(models.Model):
    """One row of the ledger. The rows under one key add up to nothing, in each currency; they are only ever added."""

    pk = CompositePrimaryKey("shop_id", "key", "place")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    key = models.CharField(max_length=KEY)  # <case>.<event>, or the key of what else it follows from
    place = models.PositiveSmallIntegerField()
    account = models.CharField(max_length=KEY)
    amount_minor = models.BigIntegerField()  # debit above zero, credit below
    currency = models.CharField(max_length=3)
    case_number = models.CharField(max_length=CASE, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index("shop_id", "account", name="posting_by_account"),
            models.Index("shop_id", "case_number", name="posting_by_case"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.key} {self.place}"
