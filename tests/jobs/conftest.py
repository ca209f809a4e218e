"""A database that commits, with the silver shop: what is done in the background is done by others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from tests.sample_shops import put_in_place


@pytest.fixture
def silver(transactional_db: None) -> Iterator[None]:  # noqa: ARG001 - for its effect
    """The silver shop, in place and committed; the queue is emptied afterwards, which Django does not do."""
    put_in_place("silver")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")
