"""The tables of the whole life of a case. Cases of earlier states of the project are not carried over."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.core.management import CommandError
from django.db import migrations, models


def refuse_old_cases(apps: Any, _: Any) -> None:
    """This function will stop where cases of an earlier state of the project would be lost."""
    if apps.get_model("records", "Case").objects.exists():
        raise CommandError(
            "This database holds cases of an earlier state of Amends, which cannot be carried over."
            " Start with an empty database, or remove the data folder of the demo."
        )


class Migration(migrations.Migration):
    """The tables."""

    dependencies = [
        ("records", "0004_case_uses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(refuse_old_cases, migrations.RunPython.noop),
        migrations.DeleteModel("casepiece"),
        migrations.DeleteModel("decision"),
        migrations.DeleteModel("case"),
        migrations.AddField(
            model_name="shop",
            name="desk",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="CreditUse",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "credit_id", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("credit_id", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=80)),
                ("amount_minor", models.BigIntegerField()),
                ("why", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id",
                        "case_number",
                        "item_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_number", models.CharField(max_length=16)),
                ("item_id", models.CharField(max_length=8)),
                ("number", models.PositiveIntegerField()),
                ("policy_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("facts", models.JSONField()),
                ("verdicts", models.JSONField()),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ParcelEvent",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "tracking", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tracking", models.CharField(max_length=80)),
                ("id", models.CharField(max_length=160)),
                ("status", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("place", models.TextField(blank=True, default="")),
                ("says", models.TextField(blank=True, default="")),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("scanned", models.TextField(blank=True, default="")),
                ("note", models.TextField(blank=True, default="")),
                ("case_number", models.CharField(blank=True, default="", max_length=16)),
                ("state", models.CharField(default="open", max_length=16)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("state"), models.F("at"), name="arrival_open")],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=16)),
                ("order_number", models.CharField(max_length=80)),
                ("form_key", models.CharField(max_length=64)),
                ("by", models.CharField(max_length=32)),
                ("channel", models.CharField(default="portal", max_length=16)),
                ("currency", models.CharField(max_length=3)),
                ("opened_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=16)),
                ("actor", models.CharField(max_length=16)),
                ("act_by", models.DateTimeField(null=True)),
                ("is_over", models.BooleanField(default=False)),
                ("folded", models.JSONField()),
                ("note", models.TextField(blank=True, default="")),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("shop_id"),
                        models.F("act_by"),
                        models.F("number"),
                        condition=models.Q(("is_over", False)),
                        name="case_queue",
                    ),
                    models.Index(
                        models.F("shop_id"),
                        models.F("actor"),
                        models.F("act_by"),
                        models.F("number"),
                        condition=models.Q(("is_over", False)),
                        name="case_queue_by_actor",
                    ),
                    models.Index(
                        models.F("shop_id"), models.F("opened_at"), models.F("number"), name="case_by_opening"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("shop", "order_number", "form_key"), name="one_case_a_form")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseItem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id",
                        "case_number",
                        "item_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_number", models.CharField(max_length=16)),
                ("item_id", models.CharField(max_length=8)),
                ("order_number", models.CharField(max_length=80)),
                ("piece_id", models.CharField(max_length=161)),
                ("line_id", models.CharField(max_length=80)),
                ("quantity", models.PositiveIntegerField()),
                ("remedy", models.CharField(max_length=32)),
                ("reason", models.CharField(max_length=64)),
                ("lane", models.CharField(blank=True, default="", max_length=32)),
                ("state", models.CharField(max_length=16)),
                ("holds", models.BooleanField(default=True)),
                ("granted", models.BooleanField(default=False)),
                ("wanted", models.JSONField(default=dict)),
                ("quote", models.JSONField(null=True)),
                ("refunded", models.JSONField(null=True)),
                ("give_minor", models.BigIntegerField(default=0)),
                ("uses", models.JSONField(default=list)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("shop_id"), models.F("order_number"), models.F("piece_id"), name="case_item_by_piece"
                    ),
                    models.Index(
                        models.F("shop_id"), models.F("remedy"), models.F("state"), name="case_item_by_remedy"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="case_item_has_units")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id",
                        "word",
                        "case_number",
                        "kind",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("word", models.CharField(max_length=80)),
                ("case_number", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=16)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("case_number"), name="case_word_by_case")],
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=80)),
                ("code", models.CharField(max_length=32)),
                ("order_number", models.CharField(max_length=80)),
                ("case_number", models.CharField(max_length=16)),
                ("item_id", models.CharField(max_length=8)),
                ("is_gift", models.BooleanField(default=False)),
                ("amount_minor", models.BigIntegerField()),
                ("left_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("given_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("case_number"), name="credit_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("left_minor__gte", 0), ("left_minor__lte", models.F("amount_minor"))),
                        name="credit_left",
                    ),
                    models.UniqueConstraint(fields=("shop", "code"), name="credit_code_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Due",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=80)),
                ("case_number", models.CharField(max_length=16)),
                ("item_id", models.CharField(max_length=8)),
                ("due_id", models.CharField(max_length=16)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("what", models.CharField(max_length=32)),
                ("state", models.CharField(default="open", max_length=16)),
                ("page_ref", models.CharField(blank=True, default="", max_length=160)),
                ("page_url", models.TextField(blank=True, default="")),
                ("ref", models.CharField(blank=True, default="", max_length=160)),
                ("made_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("shop_id"), models.F("page_ref"), name="due_by_page"),
                    models.Index(models.F("shop_id"), models.F("case_number"), name="due_by_case"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="due_is_some")
                ],
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("case_number", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=32)),
                ("body", models.JSONField()),
                ("state", models.CharField(default="waiting", max_length=16)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("why", models.TextField(blank=True, default="")),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("shop_id"),
                        models.F("state"),
                        models.F("next_at"),
                        condition=models.Q(("state", "done"), _negated=True),
                        name="effect_open",
                    ),
                    models.Index(models.F("shop_id"), models.F("case_number"), name="effect_by_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=80)),
                ("case_number", models.CharField(max_length=16)),
                ("carrier", models.CharField(max_length=32)),
                ("service", models.CharField(blank=True, default="", max_length=64)),
                ("tracking", models.CharField(max_length=80)),
                ("pdf", models.BinaryField()),
                ("cost_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="made", max_length=16)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("shop_id"), models.F("tracking"), name="label_by_tracking"),
                    models.Index(models.F("shop_id"), models.F("case_number"), name="label_by_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "digest", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("purpose", models.CharField(max_length=16)),
                ("order_number", models.CharField(max_length=80)),
                ("case_number", models.CharField(blank=True, default="", max_length=16)),
                ("by", models.CharField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("expires_at"), name="link_by_end")],
            },
        ),
        migrations.CreateModel(
            name="MailIn",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("sender", models.TextField(blank=True, default="")),
                ("subject", models.TextField(blank=True, default="")),
                ("text", models.TextField(blank=True, default="")),
                ("raw", models.BinaryField()),
                ("kind", models.CharField(max_length=16)),
                ("state", models.CharField(default="open", max_length=16)),
                ("case_number", models.CharField(blank=True, default="", max_length=16)),
                ("guess", models.JSONField(default=dict)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("state"), models.F("at"), name="mail_in_open")],
            },
        ),
        migrations.CreateModel(
            name="MailOut",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=160)),
                ("case_number", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("recipient", models.TextField()),
                ("subject", models.TextField()),
                ("state", models.CharField(default="sent", max_length=16)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("shop_id"), models.F("case_number"), models.F("at"), name="mail_out_by_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=80)),
                ("role", models.CharField(max_length=16)),
                ("name", models.TextField(blank=True, default="")),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("shop", "user"), name="member_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "case_number", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_number", models.CharField(max_length=16)),
                ("id", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("channel", models.CharField(default="portal", max_length=16)),
                ("text", models.TextField()),
                ("mail_id", models.TextField(blank=True, default="")),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("shop_id"), models.F("case_number"), models.F("at"), name="message_by_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentCap",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id",
                        "order_number",
                        "payment_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("order_number", models.CharField(max_length=80)),
                ("payment_id", models.CharField(max_length=80)),
                ("captured_minor", models.BigIntegerField()),
                ("out_minor", models.BigIntegerField(default=0)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("out_minor__gte", 0), ("out_minor__lte", models.F("captured_minor"))),
                        name="payment_cap_holds",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=80)),
                ("case_number", models.CharField(max_length=16)),
                ("item_id", models.CharField(max_length=8)),
                ("order_number", models.CharField(max_length=80)),
                ("payment_id", models.CharField(max_length=80)),
                ("payment_ref", models.CharField(blank=True, default="", max_length=160)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("by_hand", models.BooleanField(default=False)),
                ("state", models.CharField(default="waiting", max_length=16)),
                ("ref", models.CharField(blank=True, default="", max_length=160)),
                ("why", models.TextField(blank=True, default="")),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("shop_id"), models.F("case_number"), name="payout_by_case"),
                    models.Index(
                        models.F("shop_id"), models.F("state"), models.F("changed_at"), name="payout_by_state"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="payout_is_some"),
                    models.UniqueConstraint(
                        condition=models.Q(("ref", ""), _negated=True), fields=("shop", "ref"), name="payout_ref_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=80)),
                ("case_number", models.CharField(max_length=16)),
                ("item_id", models.CharField(blank=True, default="", max_length=8)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("name", models.CharField(blank=True, default="", max_length=100)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("image", models.BinaryField()),
                ("small", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("shop_id"), models.F("case_number"), models.F("at"), name="photo_by_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "key", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("place", models.PositiveSmallIntegerField()),
                ("account", models.CharField(max_length=80)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("case_number", models.CharField(blank=True, default="", max_length=16)),
                ("at", models.DateTimeField()),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("shop_id"), models.F("account"), name="posting_by_account"),
                    models.Index(models.F("shop_id"), models.F("case_number"), name="posting_by_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "case_number", "name", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_number", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("ring", models.JSONField()),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("at"), name="timer_by_date")],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "source", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=32)),
                ("id", models.CharField(max_length=160)),
                ("kind", models.CharField(blank=True, default="", max_length=64)),
                ("body", models.JSONField()),
                ("told_at", models.DateTimeField()),
                ("state", models.CharField(default="new", max_length=16)),
                ("why", models.TextField(blank=True, default="")),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("shop_id"),
                        models.F("state"),
                        models.F("told_at"),
                        condition=models.Q(("state", "new")),
                        name="told_open",
                    )
                ],
            },
        ),
    ]
