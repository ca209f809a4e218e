"""The tables of what is to happen outside, of what is to be looked at again, and of what others have told."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey, Q

from amends.records.models.keys import CASE, KEY
from amends.records.models.shops import Shop


class Effect(models.Model):
    """One thing that must happen outside: a row of the outbox, written with the event that asks for it."""

    pk = CompositePrimaryKey("shop_id", "key")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    key = models.CharField(max_length=KEY)  # <case>.<effect>
    case_number = models.CharField(max_length=CASE)
    kind = models.CharField(max_length=32)
    body = models.JSONField()
    state = models.CharField(max_length=16, default="waiting")  # waiting, doing, done, dead
    attempts = models.PositiveIntegerField(default=0)  # how often it was taken in hand; names the last time
    failures = models.PositiveIntegerField(default=0)  # how many of these count against it
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()  # not before; while it is being done, nobody else takes it until then
    done_at = models.DateTimeField(null=True)
    why = models.TextField(default="", blank=True)  # what kept it from being done

    class Meta:
        indexes = (
            models.Index("shop_id", "state", "next_at", condition=~Q(state="done"), name="effect_open"),
            models.Index("shop_id", "case_number", name="effect_by_case"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.key}"


class Timer(models.Model):
    """A date of a case, and what is to be done on it."""

    pk = CompositePrimaryKey("shop_id", "case_number", "name")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=CASE)
    name = models.CharField(max_length=KEY)
    at = models.DateTimeField()
    ring = models.JSONField()

    class Meta:
        indexes = (models.Index("shop_id", "at", name="timer_by_date"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number} {self.name}"


class Told(models.Model):
    """Something that a provider, a carrier or a mail server has told: put down once, under its own id."""

    pk = CompositePrimaryKey("shop_id", "source", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    source = models.CharField(max_length=32)
    id = models.CharField(max_length=2 * KEY)
    kind = models.CharField(max_length=64, default="", blank=True)
    body = models.JSONField()
    told_at = models.DateTimeField()
    state = models.CharField(max_length=16, default="new")  # new, done, ignored, dead
    why = models.TextField(default="", blank=True)
    about = models.CharField(max_length=KEY, default="", blank=True)  # the order, where it is looked for by that

    class Meta:
        indexes = (
            models.Index("shop_id", "state", "told_at", condition=Q(state="new"), name="told_open"),
            models.Index("shop_id", "about", name="told_about"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.source} {self.id}"
