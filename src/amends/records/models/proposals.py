"""The tables of how a shop's policy comes to change: what was proposed, and who did what about it. Only added to."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey, Q

from amends.records.models.keys import DIGEST, KEY
from amends.records.models.shops import Shop


class PolicyProposal(models.Model):
    """A new version that somebody has proposed, word for word, with the public holidays that it was read with."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=16)  # random
    hash = models.CharField(max_length=DIGEST)
    version = models.TextField()
    starts = models.DateField()
    text = models.TextField()
    calendar = models.JSONField()  # as in `PolicyVersion`
    note = models.TextField(default="", blank=True)  # why, in the words of whoever proposed it

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id} {self.version}"


class PolicyStep(models.Model):
    """Something that somebody did about the shop's policy. The database lets one step end a proposal."""

    pk = CompositePrimaryKey("shop_id", "number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    number = models.PositiveIntegerField()  # in the shop, from 1
    kind = models.CharField(max_length=24)  # proposed, published, withdrawn; two_people, one_person_asked, one_person
    proposal_id = models.CharField(max_length=16, null=True)  # noqa: DJ001 - a foreign key
    ends = models.BooleanField(default=False)  # whether the proposal is settled by it
    by = models.CharField(max_length=KEY)  # a member's id
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shop", "proposal_id"], condition=Q(ends=True), name="proposal_ends_once"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.number} {self.kind}"
