"""Reading a mail that came in: bytes of a stranger into an `InboundMail`.

Laws: no bytes raise; what is too large, too deep or in too many parts is read as far as its headers; nothing is
fetched, opened or run.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32

from amends.core.mail.inbound import InboundMail
from amends.integrations.mail.headers import header, ids_in, raw_headers, recipients_of, sender_of
from amends.integrations.mail.machines import failure_of, wants_no_answer, why_automatic
from amends.integrations.mail.parts import MOST_PARTS, Contents, TooDeep, contents_of
from amends.integrations.mail.quoted import own_words

MOST_BYTES = 10_000_000
_MOST_HEADER_BYTES = 200_000
# Each line that begins so may open a part; nobody's mail has so many, and each part costs memory.
_MOST_BOUNDARIES = 5_000
_MOST_LINES = 500_000
_MOST_LETTERS = 20_000  # of one header: the time for its parameters grows with the square


class _Short(Compat32):
    """Raw headers, none longer than anybody reads."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_MOST_LETTERS]


_POLICY = _Short()


def read_mail(raw: bytes) -> InboundMail:
    """This function will read the mail; whatever is wrong with it is told in `problems`."""
    if len(raw) > MOST_BYTES:
        return _headers_only(raw, "too_large")
    if raw.count(b"\n--") + raw.count(b"\r--") > _MOST_BOUNDARIES or raw.count(b"\n") + raw.count(b"\r") > _MOST_LINES:
        return _headers_only(raw, "too_many_parts")
    try:
        message = BytesParser(policy=_POLICY).parsebytes(raw)
        contents = contents_of(message)
    except (TooDeep, RecursionError):
        return _headers_only(raw, "too_deep")
    except (ValueError, LookupError, IndexError, TypeError, AttributeError, AssertionError):
        # The library's own stumbles over broken mails; its parser promises to have none, and has had some.
        return _headers_only(raw, "malformed")
    return _understood(message, contents)


def _headers_only(raw: bytes, problem: str) -> InboundMail:
    head = raw[:_MOST_HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    message = BytesHeaderParser(policy=_POLICY).parsebytes(head + b"\n\n")
    return _understood(message, Contents(), problem)


def _understood(message: Message, contents: Contents, *problems: str) -> InboundMail:
    sender, sender_name = sender_of(message)
    whole = contents.text.strip()
    failure = failure_of(message, sender, whole)
    if contents.parts > MOST_PARTS:
        problems = (*problems, "too_many_parts")
    return InboundMail(
        sender=sender,
        sender_name=sender_name[:200],
        recipients=recipients_of(message),
        subject=header(message, "subject")[:500],
        text=own_words(whole),
        whole=whole,
        photos=tuple(contents.photos),
        left_out=tuple(contents.left_out),
        id=next(iter(ids_in(" ".join(raw_headers(message, "message-id")))), ""),
        in_reply_to=ids_in(" ".join(raw_headers(message, "in-reply-to"))),
        references=ids_in(" ".join(raw_headers(message, "references", 20_000))),
        date=header(message, "date")[:100],
        automatic=why_automatic(message, sender),
        no_answer=wants_no_answer(message, sender),
        hops=sum(name.lower() == "received" for name in message.keys()),  # noqa: SIM118 - one for each, not each name
        marks=tuple(raw_headers(message, "x-loop")),
        failure=failure,
        problems=problems,  # type: ignore[arg-type]
    )
