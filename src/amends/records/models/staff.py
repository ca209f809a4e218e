"""The table of the people who work for a shop."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CompositePrimaryKey, Q

from amends.records.models.keys import KEY
from amends.records.models.shops import Shop


class Member(models.Model):
    """Somebody who works for a shop, and what for. One account may be a member of several shops."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)  # random; events name it
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    role = models.CharField(max_length=16)  # support, warehouse, finance, owner
    name = models.TextField(default="", blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shop", "user"], condition=Q(ended_at=None), name="member_once"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"
