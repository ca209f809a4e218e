"""The tables of parcels: labels, where parcels are, and what arrived without a case."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey

from amends.records.models.keys import CASE, KEY
from amends.records.models.shops import Shop


class Label(models.Model):
    """A label for the way back, with the page to print."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)  # the key of the effect that asked for it
    case_number = models.CharField(max_length=CASE)
    carrier = models.CharField(max_length=32)
    service = models.CharField(max_length=64, default="", blank=True)
    tracking = models.CharField(max_length=KEY)
    pdf = models.BinaryField()
    cost_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="", blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=16, default="made")  # made, used, expired, cancelling, cancelled

    class Meta:
        indexes = (
            models.Index("shop_id", "tracking", name="label_by_tracking"),
            models.Index("shop_id", "case_number", name="label_by_case"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"


class ParcelEvent(models.Model):
    """Where a carrier has seen a parcel."""

    pk = CompositePrimaryKey("shop_id", "tracking", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    tracking = models.CharField(max_length=KEY)
    id = models.CharField(max_length=2 * KEY)
    status = models.CharField(max_length=32)
    at = models.DateTimeField()
    place = models.TextField(default="", blank=True)
    says = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.tracking} {self.id}"


class Arrival(models.Model):
    """A parcel that arrived and belongs to no case yet."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)
    at = models.DateTimeField()
    by = models.CharField(max_length=KEY)
    scanned = models.TextField(default="", blank=True)
    note = models.TextField(default="", blank=True)
    case_number = models.CharField(max_length=CASE, default="", blank=True)  # once it is known
    state = models.CharField(max_length=16, default="open")  # open, matched, sent_back

    class Meta:
        indexes = (models.Index("shop_id", "state", "at", name="arrival_open"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"


class SharedParcel(models.Model):
    """Which cases their customer has put into one parcel: those with the same `parcel`."""

    pk = CompositePrimaryKey("shop_id", "case_number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=CASE)
    parcel = models.CharField(max_length=KEY)  # random
    told_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("shop_id", "parcel", name="shared_by_parcel"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number}"
