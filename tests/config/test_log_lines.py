"""What the log is told by strangers, and what it does not keep of what they sent."""

from __future__ import annotations

import io
import logging
import logging.config
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

SECRET = "x9uQ2wJ7v_kR-0aLq3TzYb1NnE5sGd8HfWcMiPoU4Vt"  # as long as ours


def logged(say: Callable[[logging.Logger], None]) -> str:
    """This function will return what the log of an installation holds then."""
    written = io.StringIO()
    said: dict[str, Any] = settings.LOGGING["formatters"]["line"]
    configured = logging.config.DictConfigurator({"version": 1}).configure_formatter(dict(said))
    handler = logging.StreamHandler(written)
    handler.setFormatter(configured)
    logger = logging.getLogger("amends.tried")
    logger.addHandler(handler)
    try:
        say(logger)
    finally:
        logger.removeHandler(handler)
    return written.getvalue()


@pytest.mark.parametrize(
    "path", [f"/piercing/l/{SECRET}", f"/piercing/l/{SECRET}/again", f"/console/account/password/1a-{SECRET}/"]
)
@pytest.mark.parametrize("status", [400, 403, 404, 405, 410])
def test_an_address_that_opens_something_is_not_written_down(path: str, status: int) -> None:
    """A parameter that a mail program adds was refused with 400, and left the link, still good, in the log."""
    request = HttpRequest()
    request.path = path

    def refuse(logger: logging.Logger) -> None:
        log_response("%s: %s", "Refused", path, response=HttpResponse(status=status), request=request, logger=logger)

    assert SECRET not in logged(refuse)
    assert path.partition(SECRET)[0] in logged(refuse)


def test_an_address_is_not_written_down_in_what_was_raised_either() -> None:
    def fail(logger: logging.Logger) -> None:
        try:
            int(f"/piercing/l/{SECRET}")
        except ValueError:
            logger.exception("it failed")

    assert SECRET not in logged(fail)
    assert "ValueError" in logged(fail)


@pytest.mark.parametrize(
    "sent", ["\n2026-01-01 INFO amends: paid", "\r", "\x1b[2J", "\x9b2J", "\x07", "\u2028x", "\x85y"]
)
def test_what_a_stranger_sent_is_one_line_and_steers_nothing(sent: str) -> None:
    line = logged(lambda logger: logger.warning("refused: %s", f"a{sent}b"))
    assert len(line.splitlines()) == 1
    assert line[:-1].isprintable()
