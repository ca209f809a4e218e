"""The tables of shops, their policies, products and customers."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey

from amends.records.models.keys import DIGEST, KEY


class Shop(models.Model):
    """One shop: who speaks, how its dates and amounts are read, and how its pages look."""

    id = models.CharField(primary_key=True, max_length=KEY)
    name = models.TextField()
    says = models.TextField(default="", blank=True)
    country = models.CharField(max_length=2)
    zone = models.TextField()
    currency = models.CharField(max_length=3)
    email = models.TextField(default="", blank=True)
    phone = models.TextField(default="", blank=True)
    address = models.JSONField(default=list)
    theme = models.JSONField(default=dict)
    language = models.CharField(max_length=16, default="en")  # of readers of whom nothing else is known
    place = models.PositiveSmallIntegerField(default=0)  # in the list of shops
    desk = models.JSONField(default=dict)  # the shop's own numbers for its desk (`core.cases.rules`)
    sample_day = models.DateField(null=True)  # the day the sample orders are counted back from; none: a real shop

    def __str__(self) -> str:
        return self.id


class PolicyVersion(models.Model):
    """One version of a shop's policy, word for word, with the public holidays that it was read with."""

    pk = CompositePrimaryKey("shop_id", "hash")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    hash = models.CharField(max_length=DIGEST)
    version = models.TextField()
    starts = models.DateField()  # orders placed on this day or later, in the shop's zone
    text = models.TextField()
    calendar = models.JSONField()  # {"first_day": ordinal, "last_day": ordinal, "holidays": [ordinals]}
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("shop_id", "starts", name="policy_by_start"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.version}"


class PolicyText(models.Model):
    """What one version of a shop's policy says in another language, as `core.engine.language.ShopTexts`.

    The version itself is never changed; its translations may be put right.
    """

    pk = CompositePrimaryKey("shop_id", "hash", "language")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    hash = models.CharField(max_length=DIGEST)
    language = models.CharField(max_length=16)
    texts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.shop_id} {self.language}"


class Product(models.Model):
    """One product with its variants, as the core's `Product`."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)
    name = models.TextField()
    category = models.TextField(default="", blank=True)
    document = models.JSONField()

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"


class Customer(models.Model):
    """One customer of the shop's system with the ways they pay, as an import has read them."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)
    document = models.JSONField()

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"
