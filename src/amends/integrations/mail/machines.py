"""Whether a machine sent a mail, and what a report of a failed delivery says.

The signs are those of RFC 3834 and 3464 and what the large mail programs add to them.
"""

from __future__ import annotations

import re
from email.message import Message

from amends.core.mail.inbound import Failure
from amends.integrations.mail.headers import header, ids_in, raw_headers
from amends.integrations.mail.parts import body_of, subparts, walk

_BULK = {"bulk", "list", "junk", "auto_reply", "auto-reply"}
_LISTS = ("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list")
_REPLIERS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply", "x-vacation",
    "x-ms-exchange-generated-message-source",
)  # fmt: skip
_DAEMONS = re.compile(r"(mailer-daemon|postmaster|mail-daemon|mdaemon|noreply-dmarc\S*)@.*", re.IGNORECASE)
# Where a server on the way has dropped the header that tells.
_ABSENT = re.compile(
    r"(automatic reply|auto-?reply|out of (the )?office|automatische antwort|abwesenheits(notiz|nachricht)"
    r"|r[eé]ponse automatique|absence du bureau|respuesta autom[aá]tica|fuera de la oficina"
    r"|otomatik (yan[ıi]t|cevap)|ofis d[ıi][şs][ıi]nda|risposta automatica|automatisch antwoord"
    r"|resposta autom[aá]tica|autosvar|自动回复|自動応答)\b.*",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"(undeliver|delivery (status notification|has failed|failure)|returned mail|failure notice"
    r"|mail delivery (failed|subsystem|system)|unzustellbar|non remis|no se puede entregar|teslim edilemedi)",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_RECIPIENT = re.compile(r"<?([^\s<>;,\"]{1,64}@[^\s<>;,\":]{1,254}[^\s<>;,\":.])>?")


def why_automatic(message: Message, sender: str) -> str:
    """This function will return why the mail is taken for a machine's, or nothing."""
    submitted = header(message, "auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "says that it was sent automatically"
    if header(message, "precedence").lower() in _BULK:
        return "says that it was sent in bulk"
    if any(raw_headers(message, name) for name in _LISTS):
        return "comes from a mailing list"
    if any(raw_headers(message, name) for name in _REPLIERS):
        return "says that it is an automatic reply"
    if header(message, "return-path") == "<>" or _DAEMONS.fullmatch(sender):
        return "comes from a mail server"
    if message.get_content_type() == "multipart/report":
        return "is a server's report"
    return "reads like an automatic reply" if _ABSENT.match(header(message, "subject")) else ""


def wants_no_answer(message: Message, sender: str) -> bool:
    """This function will say whether nobody should answer automatically, even where a person wrote it."""
    told = header(message, "x-auto-response-suppress").lower()
    silent = any(word in told for word in ("all", "oof", "autoreply"))
    return silent or sender.partition("@")[0].lower().replace("-", "") in {"noreply", "donotreply"}


def failure_of(message: Message, sender: str, text: str) -> Failure | None:
    """This function will return what a report of a failed delivery tells, or nothing if it is none."""
    for part in walk(message):
        if part.get_content_type() == "message/delivery-status":
            return _reported(message, part)
    is_report = bool(_DAEMONS.fullmatch(sender)) or header(message, "return-path") == "<>"
    if is_report and _FAILED.search(f"{header(message, 'subject')} {text[:2_000]}"):
        return _told(message, text)
    return None


def _reported(message: Message, report: Message) -> Failure | None:
    fields = subparts(report) or [report]
    actions = {header(one, "action").lower() for one in fields} - {""}
    if actions and not actions & {"failed", "delayed"}:
        return None  # delivered, relayed, expanded: good news
    failed = next((one for one in fields if header(one, "action").lower() == "failed"), None)
    telling = failed or next((one for one in fields if header(one, "final-recipient")), fields[-1])
    status = header(telling, "status").split(" ")[0]
    recipient = header(telling, "original-recipient") or header(telling, "final-recipient")
    recipient = recipient.rpartition(";")[2].strip().strip("<>")
    return Failure(recipient, status, not actions or "failed" in actions, _ids_of(message))


def _told(message: Message, text: str) -> Failure:
    """This function will read a report that is written for people alone, as some servers do."""
    recipients = raw_headers(message, "x-failed-recipients")
    named = _RECIPIENT.search(recipients[0] if recipients else text[:20_000])
    status = _STATUS.search(text[:20_000])
    ids = tuple(dict.fromkeys((*_ids_of(message), *ids_in(text[:50_000]))))
    later = bool(status and status[1].startswith("4"))
    return Failure(named[1] if named else "", status[1] if status else "", not later, ids)


def _ids_of(message: Message) -> tuple[str, ...]:
    """This function will return the ids of the mails that a report speaks of: those that came back with it."""
    found: list[str] = []
    for part in walk(message):
        if part is message:
            continue
        found += ids_in(" ".join(raw_headers(part, "message-id")))
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            lines = body_of(part).decode("ascii", "replace")[:50_000].splitlines()
            found += [one for line in lines if line.lower().startswith("message-id:") for one in ids_in(line)]
    answered = " ".join((*raw_headers(message, "in-reply-to"), *raw_headers(message, "references", 20_000)))
    return tuple(dict.fromkeys((*found, *ids_in(answered))))
