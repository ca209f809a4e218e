"""The tables of what happened, and of what was decided: rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey

from amends.records.models.keys import CASE, DIGEST, ITEM
from amends.records.models.shops import Shop


class Event(models.Model):
    """Something that happened in a case. Rows are only ever added; each holds the hash of the shop's row before it."""

    pk = CompositePrimaryKey("shop_id", "case_number", "number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=CASE)
    number = models.PositiveIntegerField()  # in the case, from 1
    place = models.PositiveBigIntegerField()  # in the shop, from 1
    at = models.DateTimeField()
    kind = models.CharField(max_length=64)  # past tense
    by = models.CharField(max_length=64)
    body = models.TextField()  # JSON as it was hashed
    before = models.CharField(max_length=DIGEST)
    hash = models.CharField(max_length=DIGEST)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "place"], name="event_place_once"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number} {self.number} {self.kind}"


class ChainHead(models.Model):
    """The last link of a shop's chain of events."""

    shop = models.OneToOneField(Shop, models.PROTECT, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=DIGEST, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.length}"


class Decision(models.Model):
    """What an item was decided on: with the same policy, facts and clock it can be decided again, the same.

    An item that is decided again on new facts has several; `number` is that of the event it belongs to.
    """

    pk = CompositePrimaryKey("shop_id", "case_number", "item_id", "number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=CASE)
    item_id = models.CharField(max_length=ITEM)
    number = models.PositiveIntegerField()
    policy_hash = models.CharField(max_length=DIGEST)
    at = models.DateTimeField()
    facts = models.JSONField()
    verdicts = models.JSONField()
    figures = models.JSONField(null=True)  # of the order, that an amount was worked out from

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number} {self.item_id} {self.number}"
