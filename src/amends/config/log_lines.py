"""Lines of the log: one for each event, and without what opens something.

Laws: the secret of an address from a mail is not written down, since whoever reads the log could use it; what a
stranger sent begins no line of its own, and steers no terminal.
"""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/l/|/password/[0-9A-Za-z]+-)[\w-]{8,}")
_STEERING = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in {0x09, 0x0A}}
_LINE_ENDS = {0x0A: "\\n", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class LogLine(logging.Formatter):
    """A record as a line; what was raised stands below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's
        """This function will write the event in one line."""
        return super().formatMessage(record).translate(_LINE_ENDS)

    def format(self, record: logging.LogRecord) -> str:
        """This function will write the whole record."""
        return _SECRET.sub(r"\1...", super().format(record).translate(_STEERING))
