"""What the sender of a mail wrote anew: without the mail that it answers, and without a signature.

Answers written between quoted lines are kept. Where nothing would be left (somebody has forwarded a mail, or written
below it in a way that is not known here), all of it is kept: a word too many is better than one too few.
"""

from __future__ import annotations

import re

_MOST_LINES = 5_000
# `On Mon, ... Anna wrote:` in the languages of the large mail programs; dates and names stand between.
_ATTRIBUTION = re.compile(
    r"""\s*(?:
      (?:on|am|le|el|il|op|em|den|dne|w\ dniu|dnia|a|il\ giorno|pe|på)\s.{4,300}?\s?
        (?:wrote|schrieb|a\sécrit|escribió|ha\sscritto|schreef(?:\s.{1,80})?|escreveu|skrev|napsal\(?a?\)?
        |napisał\(?a?\)?|pisze|kirjoitti)(?:\s.{0,80})?\s?:
      |.{4,300}?\s(?:tarihinde|günü)\s.{0,200}?(?:yazdı|şunu\syazdı)\s?:
      |בתאריך\s.{4,300}:
      |.{0,200}(?:写道|書きました|пишет|написал\(?а?\)?|כתב|كتب)\s?.{0,100}[:：]
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_DIVIDER = re.compile(
    r"\s*-{3,}\s?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale"
    r"|oorspronkelijk bericht|mensagem original|orijinal mesaj|original appointment)\s?-{3,}\s*",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"\s*(?:-{3,}\s?(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|iletilmiş ileti).{0,40}|begin forwarded message:|anfang der weitergeleiteten nachricht:)\s*",
    re.IGNORECASE,
)
# The head of a quoted mail as Outlook writes it: From, Sent, To, Subject, in any of its languages.
_HEAD = re.compile(
    r"\s*\*?(?:from|von|de|da|van|gönderen|kimden|från|fra|od|sent|gesendet|envoyé|enviado(?: el)?|inviato|verzonden"
    r"|gönderme tarihi|gönderildi|skickat|sendt|date|datum|to|an|à|para|a|aan|kime|till|til|do|cc|subject|betreff"
    r"|objet|asunto|oggetto|onderwerp|konu|ämne|emne|temat)\s?\*?\s?:\*?\s.{1,500}",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"\s*(?:sent from (?:my|outlook|yahoo|mail for|the).{0,60}|get outlook for .{0,40}|von meinem .{1,40} gesendet"
    r"|envoyé (?:de|depuis) .{1,40}|enviado desde (?:mi )?.{1,40}|inviato da .{1,40}"
    r"|.{1,20}['’]?[dt][ae]n gönderildi)\s*",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"\s{0,3}>")


def own_words(text: str) -> str:
    """This function will return what the sender wrote anew, or all of it where that cannot be told."""
    lines = text.splitlines()[:_MOST_LINES]
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if _DIVIDER.fullmatch(line) or _FORWARDED.fullmatch(line) or _is_head(lines, place):
            break
        taken = _attribution(lines, place)
        if taken:
            following = next((one for one in lines[place + taken :] if one.strip()), "")
            if not _QUOTE.match(following):
                break  # what follows is the other mail, unmarked
            place += taken
            continue
        if line.rstrip("\r\n") in {"-- ", "--", "— "}:
            break
        if not _QUOTE.match(line) and not _SENT_FROM.fullmatch(line[:200]):
            kept.append(line.rstrip())
        place += 1
    found = "\n".join(_without_rule(kept)).strip()
    return re.sub(r"\n{3,}", "\n\n", found) or text.strip()


def _attribution(lines: list[str], place: int) -> int:
    """This function will return over how many lines a quotation is introduced here: none, or up to three."""
    if not lines[place].strip() or _QUOTE.match(lines[place]):
        return 0
    joined = ""
    for taken, line in enumerate(lines[place : place + 3], 1):
        if not line.strip():
            return 0
        joined = f"{joined} {line.strip()}".strip()
        if joined.endswith((":", "：")) and len(joined) < 600 and _ATTRIBUTION.fullmatch(joined):
            return taken
    return 0


def _is_head(lines: list[str], place: int) -> bool:
    """This function will say whether the head of a quoted mail begins here: three of its lines, one after another."""
    if not _HEAD.fullmatch(lines[place][:600]):
        return False
    near = [line for line in lines[place : place + 7] if line.strip()]
    return len(near) >= 3 and all(_HEAD.fullmatch(line[:600]) for line in near[:3])


def _without_rule(lines: list[str]) -> list[str]:
    """This function will drop the line of underscores that stands above a quoted mail, and what is blank."""
    while lines and (not lines[-1].strip() or set(lines[-1].strip()) <= {"_", "-", "*"}):
        lines.pop()
    return lines
