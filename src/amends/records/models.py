"""The tables. Every key begins with the shop, and no id comes from a sequence, so that shops can live on many servers.

Amounts are whole minor units in BIGINT columns or inside documents, moments are timestamps with a zone, days are dates.
What is joined is held by composite foreign keys, which the second migration adds (docs/decisions/0008).
"""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey, F, Q

KEY = 80  # characters of an id that a shop or its system gives
DIGEST = 64  # characters of a SHA-256 in hexadecimal digits


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
    place = models.PositiveSmallIntegerField(default=0)  # in the list of shops
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


class Order(models.Model):
    """One order, as the core's `Order`, beside what it is found by (see `keys`)."""

    pk = CompositePrimaryKey("shop_id", "number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    number = models.CharField(max_length=KEY)
    number_key = models.CharField(max_length=KEY)
    email_key = models.TextField(default="", blank=True)
    postcode_key = models.TextField(default="", blank=True)
    gift_key = models.TextField(default="", blank=True)
    gift = models.BooleanField(default=False)
    placed_at = models.DateTimeField(null=True)
    document = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shop", "number_key"], name="order_number_once"),
            models.UniqueConstraint(fields=["shop", "gift_key"], condition=~Q(gift_key=""), name="gift_code_once"),
        )
        indexes = (models.Index("shop_id", "email_key", name="order_by_email"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.number}"


class Case(models.Model):
    """What somebody asked for about pieces of an order, and how it stands."""

    pk = CompositePrimaryKey("shop_id", "number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    number = models.CharField(max_length=16)
    order_number = models.CharField(max_length=KEY)
    form_key = models.CharField(max_length=DIGEST)  # the same form sent twice is the same case
    state = models.CharField(max_length=32)
    remedy = models.CharField(max_length=32)
    lane = models.CharField(max_length=32, default="", blank=True)
    reason = models.CharField(max_length=64)
    by = models.CharField(max_length=32)
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    answer_in_days = models.BooleanField(default=True)  # the answer is due on a day, rather than at an hour
    note = models.TextField(default="", blank=True)  # the customer's own words: may be erased
    wanted = models.JSONField(default=dict)  # the variant or the change asked for
    quote = models.JSONField(null=True)  # the money, row by row, as it was shown and confirmed
    refunded = models.JSONField(null=True)  # what later quotes of the order must be told
    total_minor = models.BigIntegerField(default=0)  # what the customer gets; below zero: pays
    currency = models.CharField(max_length=3)
    uses = models.JSONField(default=list)  # the counters of the policy's limits that it uses up

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "order_number", "form_key"], name="one_case_a_form"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.number}"


class CasePiece(models.Model):
    """Units of one piece of the order that a case is about."""

    pk = CompositePrimaryKey("shop_id", "case_number", "piece_id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=16)
    order_number = models.CharField(max_length=KEY)
    piece_id = models.CharField(max_length=2 * KEY + 1)
    line_id = models.CharField(max_length=KEY)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(quantity__gt=0), name="case_piece_has_units"),)
        indexes = (models.Index("shop_id", "order_number", "piece_id", name="case_by_piece"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number} {self.piece_id}"


class ClaimedLine(models.Model):
    """How many units of a line open cases hold: never more than were bought, whoever asks at the same time."""

    pk = CompositePrimaryKey("shop_id", "order_number", "line_id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    order_number = models.CharField(max_length=KEY)
    line_id = models.CharField(max_length=KEY)
    units = models.PositiveIntegerField()
    claimed = models.PositiveIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(claimed__lte=F("units")), name="claimed_once"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.order_number} {self.line_id}"


class Event(models.Model):
    """Something that happened in a case. Rows are only ever added; each holds the hash of the shop's row before it."""

    pk = CompositePrimaryKey("shop_id", "case_number", "number")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=16)
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
    """What a case's piece was decided on: with the same policy, facts and clock it can be decided again, the same."""

    pk = CompositePrimaryKey("shop_id", "case_number", "piece_id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=16)
    piece_id = models.CharField(max_length=2 * KEY + 1)
    policy_hash = models.CharField(max_length=DIGEST)
    at = models.DateTimeField()
    facts = models.JSONField()
    verdicts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number} {self.piece_id}"


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
