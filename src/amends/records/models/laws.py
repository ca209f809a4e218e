"""The table of the laws that the shop's cases stand under, word for word. Only added to."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey

from amends.records.models.keys import DIGEST
from amends.records.models.shops import Shop


class PolicyLaw(models.Model):
    """One version of a shop's policy under the law of one place and day: what a case was opened under."""

    pk = CompositePrimaryKey("shop_id", "hash")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    hash = models.CharField(max_length=DIGEST)  # of both
    policy_hash = models.CharField(max_length=DIGEST)  # of a version, or of one made silent
    law = models.JSONField()  # as `core.receipts.LawText`

    def __str__(self) -> str:
        return f"{self.shop_id} {self.hash[:8]}"
