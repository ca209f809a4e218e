"""The tables of orders, of what is held of them, and of the names of their payments."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey, F, Q

from amends.records.models.keys import KEY
from amends.records.models.shops import Shop


class Order(models.Model):
    """One order, as the core's `Order`, beside what it is found by (see `keys`)."""

    pk = CompositePrimaryKey("shop_id", "number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    number = models.CharField(max_length=KEY)
    number_key = models.CharField(max_length=KEY)
    email_key = models.TextField(default="", blank=True)
    postcode_key = models.TextField(default="", blank=True)
    gift_key = models.TextField(default="", blank=True)
    gift = models.BooleanField(default=False)
    placed_at = models.DateTimeField(null=True)
    document = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shop", "number_key"], name="order_number_once"),
            models.UniqueConstraint(fields=["shop", "gift_key"], condition=~Q(gift_key=""), name="gift_code_once"),
        )
        indexes = (models.Index("shop_id", "email_key", name="order_by_email"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.number}"


class ClaimedLine(models.Model):
    """How many units of a line open cases hold: never more than were bought, whoever asks at the same time."""

    pk = CompositePrimaryKey("shop_id", "order_number", "line_id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    order_number = models.CharField(max_length=KEY)
    line_id = models.CharField(max_length=KEY)
    units = models.PositiveIntegerField()
    claimed = models.PositiveIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(claimed__lte=F("units")), name="claimed_once"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.order_number} {self.line_id}"


class PaymentName(models.Model):
    """By which name a provider knows a payment of an order. The database keeps these rows as orders are written."""

    pk = CompositePrimaryKey("shop_id", "ref", "order_number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    ref = models.CharField(max_length=200)  # a longer name counts by its beginning
    order_number = models.CharField(max_length=KEY)
    payment_id = models.CharField(max_length=KEY)

    class Meta:
        indexes = (models.Index("shop_id", "order_number", name="payment_name_by_order"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.ref}"
