"""What insights say of the help: guide by guide, with the share solved at once, and what that share cannot know."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from tests.sample_shops import AT, shop

from amends.usecases.end_help import begin_help, doubt_help, end_help, new_visit


def test_help_is_shown_guide_by_guide_with_the_share_solved_at_once(signed_in: Callable[..., Client]) -> None:
    client, silver = signed_in("owner", "silver"), shop("silver")
    address = "/console/silver/insights"
    assert "Nobody has read a guide in these days." in client.get(address).content.decode()
    for end in ("solved", "solved", "undone", "went_on", "left"):
        visit = new_visit()
        begin_help(silver, visit, "tarnish", AT)
        if end != "left":
            end_help(silver, visit, "tarnish", AT, is_solved=end != "went_on")
        if end == "undone":
            doubt_help(silver, visit, AT)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))
    assert "40 % of 5 visits were solved at once" in page
    assert "the true share is at most that" in page
    assert "My silver has darkened 5 2 (40 %) 1 1 1" in page
