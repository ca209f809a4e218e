"""The table of failed look-ups."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey

from amends.records.models.keys import DIGEST
from amends.records.models.shops import Shop


class Attempt(models.Model):
    """How often somebody failed to find an order of late; the key is a keyed digest, so no address is kept."""

    pk = CompositePrimaryKey("shop_id", "kind", "digest", "span")
    shop = models.ForeignKey(Shop, models.CASCADE, db_index=False)
    kind = models.CharField(max_length=16)
    digest = models.CharField(max_length=DIGEST)
    span = models.BigIntegerField()  # of time, counted from 1970
    count = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index("shop_id", "span", name="attempt_by_span"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.kind} {self.span}"
