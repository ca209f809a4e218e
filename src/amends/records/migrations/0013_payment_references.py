"""By which names providers know the payments of orders; and what was seen elsewhere, by the order that it is about.

Behind the wall an index serves only comparisons that cannot give anything away: neither looking into documents nor
`LIKE` is one of these. So what is asked for has rows and columns of its own. The database itself keeps the names of
payments as orders are written, by whichever way.

Open cases are few, and most of them wait for the shop: without knowing that together, the database takes a list for
short and sorts all of it, where it could read the first page off an index.
"""

from __future__ import annotations

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

_BEFORE = import_module("amends.records.migrations.0002_keys_and_append_only")
KEPT = """
CREATE FUNCTION records_names_payments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM records_paymentname n USING written o WHERE n.shop_id = o.shop_id AND n.order_number = o.number;
    END IF;
    INSERT INTO records_paymentname (shop_id, ref, order_number, payment_id)
    SELECT o.shop_id, left(one ->> 'ref', 200), o.number, one ->> 'id'
    FROM written o, jsonb_array_elements(o.document -> 'payments') one WHERE one ->> 'ref' <> ''
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER names_payments_of_new AFTER INSERT ON records_order
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION records_names_payments();
CREATE TRIGGER names_payments_of_changed AFTER UPDATE ON records_order
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION records_names_payments();
INSERT INTO records_paymentname (shop_id, ref, order_number, payment_id)
SELECT o.shop_id, left(one ->> 'ref', 200), o.number, one ->> 'id'
FROM records_order o, jsonb_array_elements(o.document -> 'payments') one WHERE one ->> 'ref' <> ''
ON CONFLICT DO NOTHING;
"""
NOT_KEPT = """
DROP TRIGGER names_payments_of_new ON records_order;
DROP TRIGGER names_payments_of_changed ON records_order;
DROP FUNCTION records_names_payments();
"""


class Migration(migrations.Migration):
    """The table, what keeps it, and the column."""

    dependencies = [
        ("records", "0012_policies_that_follow"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentName",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "ref", "order_number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ref", models.CharField(max_length=200)),
                ("order_number", models.CharField(max_length=80)),
                ("payment_id", models.CharField(max_length=80)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("order_number"), name="payment_name_by_order")],
            },
        ),
        _BEFORE.foreign_key("records_paymentname", "order_number", "records_order", "number"),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.AddField("told", "about", models.CharField(blank=True, default="", max_length=80)),
        migrations.RunSQL("UPDATE records_told SET about = split_part(id, E'\\n', 1) WHERE source = 'seen'", ""),
        migrations.AddIndex(
            "told",
            models.Index(models.F("shop_id"), models.F("about"), name="told_about"),
        ),
        migrations.AddIndex(
            "caseitem",
            models.Index(models.F("shop_id"), models.F("reason"), models.F("state"), name="case_item_by_reason"),
        ),
        migrations.RunSQL(
            "CREATE STATISTICS records_case_stands (mcv) ON shop_id, is_over, actor FROM records_case",
            "DROP STATISTICS records_case_stands",
        ),
    ]
