"""The tables of cases as they stand: what their events come to, kept so that it can be asked for."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey, Q

from amends.records.models.keys import CASE, DIGEST, ITEM, KEY
from amends.records.models.shops import Shop


class Case(models.Model):
    """What somebody asked for about pieces of an order, and how it stands."""

    pk = CompositePrimaryKey("shop_id", "number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    number = models.CharField(max_length=CASE)
    order_number = models.CharField(max_length=KEY)
    form_key = models.CharField(max_length=DIGEST)  # the same form sent twice is the same case
    by = models.CharField(max_length=32)
    channel = models.CharField(max_length=16, default="portal")
    language = models.CharField(max_length=16, default="", blank=True)  # that its mails and papers are written in
    currency = models.CharField(max_length=3)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField()  # the number of the last event; who writes must have seen it
    state = models.CharField(max_length=16)  # of the item whose next step is due first
    actor = models.CharField(max_length=16)  # who acts next
    act_by = models.DateTimeField(null=True)
    is_over = models.BooleanField(default=False)
    folded = models.JSONField()  # the whole case as its events come to (`core.cases.case`)
    note = models.TextField(default="", blank=True)  # the customer's own words: may be erased

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "order_number", "form_key"], name="one_case_a_form"),)
        indexes = (
            models.Index("shop_id", "act_by", "number", condition=Q(is_over=False), name="case_queue"),
            models.Index(
                "shop_id", "actor", "act_by", "number", condition=Q(is_over=False), name="case_queue_by_actor"
            ),
            models.Index("shop_id", "opened_at", "number", name="case_by_opening"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.number}"


class CaseItem(models.Model):
    """One remedy for units of one piece, with what its money was worked out to be."""

    pk = CompositePrimaryKey("shop_id", "case_number", "item_id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=CASE)
    item_id = models.CharField(max_length=ITEM)
    order_number = models.CharField(max_length=KEY)
    piece_id = models.CharField(max_length=2 * KEY + 1)
    line_id = models.CharField(max_length=KEY)
    quantity = models.PositiveIntegerField()
    remedy = models.CharField(max_length=32)
    reason = models.CharField(max_length=64)
    lane = models.CharField(max_length=32, default="", blank=True)
    state = models.CharField(max_length=16)
    holds = models.BooleanField(default=True)  # nobody else can ask for its units
    granted = models.BooleanField(default=False)
    wanted = models.JSONField(default=dict)  # the variant or the change asked for
    quote = models.JSONField(null=True)  # the money, row by row, as it was shown and confirmed
    refunded = models.JSONField(null=True)  # what later quotes of the order must be told, once it is granted
    give_minor = models.BigIntegerField(default=0)  # what the customer gets
    uses = models.JSONField(default=list)  # the counters of the policy's limits that it uses up

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(quantity__gt=0), name="case_item_has_units"),)
        indexes = (
            models.Index("shop_id", "order_number", "piece_id", name="case_item_by_piece"),
            models.Index("shop_id", "remedy", "state", name="case_item_by_remedy"),
            models.Index("shop_id", "reason", "state", name="case_item_by_reason"),
        )

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number} {self.item_id}"


class CaseWord(models.Model):
    """What a case is found by: numbers, names, addresses, as they are compared (see `keys`)."""

    pk = CompositePrimaryKey("shop_id", "word", "case_number", "kind")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    word = models.CharField(max_length=KEY)
    case_number = models.CharField(max_length=CASE)
    kind = models.CharField(max_length=16)  # case, order, name, email, tracking

    class Meta:
        indexes = (models.Index("shop_id", "case_number", name="case_word_by_case"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.word}"


class Promise(models.Model):
    """A date that the shop, or the provider it pays by, was to keep for an item, and whether it was kept."""

    pk = CompositePrimaryKey("shop_id", "case_number", "item_id", "number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=CASE)
    item_id = models.CharField(max_length=ITEM)
    number = models.PositiveIntegerField()  # of the event that set it
    state = models.CharField(max_length=16)
    by = models.DateTimeField()
    met_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index("shop_id", "by", name="promise_by_date"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number} {self.item_id} {self.number}"
