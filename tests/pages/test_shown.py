"""How far off a moment is, and what staff call things: kept for lists, and never in another reader's language."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from amends.console import case_words
from amends.console.in_templates import staff_words
from amends.pages import shown

MINUTE = 60 * 1_000_000
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (0, "in 1 minute"), (MINUTE - 1, "in 1 minute"), (59 * MINUTE, "in 59 minutes"), (HOUR, "in 1 hour"),
        (2 * DAY - 1, "in 47 hours"), (2 * DAY, "in 2 days"), (400 * DAY, "in 400 days"), (-1, "1 minute late"),
        (-HOUR, "1 hour late"), (-3 * DAY, "3 days late"),
    ],
)  # fmt: skip
def test_how_far_off_a_moment_is(away: int, said: str) -> None:
    for _ in range(2):
        text = shown.due(10 * DAY + away, 10 * DAY)
        assert f">{said}<" in text
        assert (" late" in text.partition(">")[0]) == (away < 0)


def test_each_language_says_it_in_its_own_words() -> None:
    """Kept without the language, the first reader's words would be everybody's."""
    said: dict[str, str] = {}
    for code in ("en", "de", "en", "de"):
        with translation.override(code):
            far = ngettext("%(count)d hour", "%(count)d hours", 5) % {"count": 5}
            text = shown.due(5 * HOUR, 0)
            assert far in text
            assert said.setdefault(code, text) == text
            for state, words in case_words.STATES.items():
                assert staff_words(state, "state") == str(words)
    assert said["en"] != said["de"]
