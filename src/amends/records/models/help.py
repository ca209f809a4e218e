"""The table of visits to the help pages. Nothing in it leads to a person, an order or a case."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey

from amends.records.models.keys import KEY
from amends.records.models.shops import Shop


class HelpVisit(models.Model):
    """One guide that was read in one visit, and how that ended. The visit is a random number that a browser keeps."""

    pk = CompositePrimaryKey("shop_id", "visit", "guide")
    shop = models.ForeignKey(Shop, models.CASCADE, db_index=False)
    visit = models.CharField(max_length=32)
    guide = models.CharField(max_length=KEY)
    begun_at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)  # a case or a message followed after all

    class Meta:
        indexes = (models.Index("shop_id", "begun_at", name="help_by_day"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.guide} {self.outcome}"
