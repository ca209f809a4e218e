"""`/health`: well or not, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from amends.records import models


@pytest.mark.django_db
def test_it_says_whether_all_is_well_and_nothing_secret() -> None:
    client = Client()
    sick = client.get("/health")
    assert (sick.status_code, sick.json()) == (503, {"database": "ok", "work": "look at it"})  # no worker runs
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    well = client.get("/health")
    assert (well.status_code, well.json()) == (200, {"database": "ok", "work": "ok"})
    assert well["Cache-Control"] == "no-store"
    assert not models.Shop.objects.exists()


def test_it_is_only_looked_at() -> None:
    assert Client().post("/health").status_code == 405
