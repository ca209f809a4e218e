"""The addresses that others send to."""

from __future__ import annotations

from django.urls import path

from amends.webhooks import carriers, mail, payments

app_name = "hooks"
urlpatterns = [
    path("payments/", payments.hear_for_all, name="payments_of_all"),
    path("payments/<slug:shop_id>", payments.hear, name="payments"),
    path("carriers/", carriers.hear_for_all, name="carriers_of_all"),
    path("carriers/<slug:shop_id>", carriers.hear, name="carriers"),
    path("mail/<slug:shop_id>", mail.receive, name="mail"),
]
