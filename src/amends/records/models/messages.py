"""The tables of what people wrote and showed; rows here may be erased, the digests in the events stay."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey

from amends.records.models.keys import CASE, DIGEST, ITEM, KEY
from amends.records.models.shops import Shop


class Message(models.Model):
    """What a customer or the shop wrote in a case."""

    pk = CompositePrimaryKey("shop_id", "case_number", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=CASE)
    id = models.CharField(max_length=KEY)
    at = models.DateTimeField()
    by = models.CharField(max_length=KEY)  # customer, or a member's id
    channel = models.CharField(max_length=16, default="portal")
    text = models.TextField()
    mail_id = models.TextField(default="", blank=True)

    class Meta:
        indexes = (models.Index("shop_id", "case_number", "at", name="message_by_case"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number} {self.id}"


class Photo(models.Model):
    """A photo, read and written anew, without what was hidden in it."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)  # random
    case_number = models.CharField(max_length=CASE)
    item_id = models.CharField(max_length=ITEM, default="", blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=KEY)
    name = models.CharField(max_length=100, default="", blank=True)  # as the sender called it; only ever shown as text
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    image = models.BinaryField()  # JPEG
    small = models.BinaryField()  # JPEG
    digest = models.CharField(max_length=DIGEST)

    class Meta:
        indexes = (models.Index("shop_id", "case_number", "at", name="photo_by_case"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"


class MailIn(models.Model):
    """A mail that came in, whole."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=KEY)  # a digest of the mail: the same one twice is one
    at = models.DateTimeField()
    sender = models.TextField(default="", blank=True)
    subject = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)
    raw = models.BinaryField()
    kind = models.CharField(max_length=16)  # message, request, unknown, automatic, bounce
    state = models.CharField(max_length=16, default="open")  # open: in the queue; done
    case_number = models.CharField(max_length=CASE, default="", blank=True)
    guess = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index("shop_id", "state", "at", name="mail_in_open"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"


class MailOut(models.Model):
    """A mail that was sent, so that answers to it are recognised."""

    pk = CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    id = models.CharField(max_length=2 * KEY)  # its Message-ID
    case_number = models.CharField(max_length=CASE)
    key = models.CharField(max_length=KEY)  # of the effect
    at = models.DateTimeField()
    recipient = models.TextField()
    subject = models.TextField()
    state = models.CharField(max_length=16, default="sent")  # sent, bounced

    class Meta:
        indexes = (models.Index("shop_id", "case_number", "at", name="mail_out_by_case"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.id}"


class Link(models.Model):
    """A secret address that leads to a case or an order; only its digest is kept, and it works once."""

    pk = CompositePrimaryKey("shop_id", "digest")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    digest = models.CharField(max_length=DIGEST)
    purpose = models.CharField(max_length=16)  # case, order, reply
    order_number = models.CharField(max_length=KEY)
    case_number = models.CharField(max_length=CASE, default="", blank=True)
    by = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index("shop_id", "expires_at", name="link_by_end"),)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.purpose}"


class Contact(models.Model):
    """Somebody besides the buyer who hears of a case: who got a present, or whom the buyer has asked to see to it."""

    pk = CompositePrimaryKey("shop_id", "case_number", "id")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False)
    case_number = models.CharField(max_length=CASE)
    id = models.CharField(max_length=ITEM)  # random
    kind = models.CharField(max_length=16)  # recipient, helper
    name = models.TextField(default="", blank=True)
    email = models.TextField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.case_number} {self.id}"
