"""What a mail asks for, as far as its words say: which piece, why, what is wished, and what it tells of the piece.

Law: what is not clear stays open, and then a person reads the mail. Two pieces, two reasons, a reason with a `not`
before it, a wish that needs more to be said (an exchange, a repair) are not clear. English alone is read so far.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

_MOST = 5_000  # characters that are read: whoever asks for something says so soon
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[.!?\n]+")
_NOT = re.compile(r"\b(not|no|never|without|isn't|wasn't|aren't|weren't|don't|doesn't|didn't|nothing|neither)\b")
_NEAR = 25  # characters before a word in which a `not` turns it
_SHORTEST = 4  # letters of a word that can stand for a piece
_ANY = r"(?:item|piece|product|thing|one|ring|necklace|bracelet|chain|pendant|earrings?|studs?|hoops?)"
_GOT = r"(?:sent|received|got|delivered|shipped|was sent|were sent)(?: me| us)?(?: an?| the)?"
_CHOSE = r"\b(?:i|we)(?: have|'ve)? (?:accidentally |mistakenly )?(?:ordered|chose|picked|bought|selected) the wrong "
# From the particular to the general: what one has found is taken out before the next one looks.
_REASONS = (
    ("damaged_on_arrival", r"\b(?:arrived|came|delivered) (?:\w+ )?(?:broken|damaged|cracked|bent|scratched)\b"),
    ("damaged_on_arrival", r"\bdamaged (?:on|upon|at) arrival\b"),
    ("damaged_on_arrival", r"\b(?:broken|damaged) when (?:it|they) (?:arrived|came)\b"),
    ("ordered_wrong_size", _CHOSE + r"size\b"),
    ("ordered_wrong_colour", _CHOSE + r"colou?r\b"),
    ("ordered_wrong_material", _CHOSE + r"(?:material|metal)\b"),
    ("wrong_size_sent", _GOT + r" wrong size\b"),
    ("wrong_colour_sent", _GOT + r" wrong colou?r\b"),
    ("wrong_material_sent", _GOT + r" wrong (?:material|metal)\b"),
    ("wrong_item_sent", _GOT + rf" (?:wrong|different) {_ANY}\b|\bnot (?:the {_ANY}|what) (?:i|we) ordered\b"),
    ("only_one_arrived", r"\bonly one (?:\w+ )?(?:arrived|came|was (?:in|sent))\b"),
    ("missing_item", r"\bmissing from (?:the|my|our)\b|\bwas(?:n't| not) in the (?:parcel|package|box|bag)\b"),
    ("not_received", r"\b(?:never|not|ha[sv]e?n't|didn't) (?:been )?(?:arrived?|received?|delivered|come)\b"),
    ("tarnished", r"\b(?:tarnish\w*|discolou?red|darkened|(?:turned|went|gone) (?:black|dark))\b"),
    ("another_size", r"\btoo (?:small|big|large|tight|loose|long|short)\b"),
    ("another_size", r"\b(?:doesn't|does not|don't|do not|didn't) fit\b|\b(?:another|different|smaller|larger) size\b"),
    ("price_dropped", r"\bprice (?:has )?(?:dropped|gone down|fallen)\b|\b(?:is )?cheaper now\b"),
    ("defective", r"\b(?:defective|faulty|fault|defect|broken|(?:doesn't|does not|won't) (?:work|close|open))\b"),
    ("changed_mind", r"\bchang\w+ (?:of|my|our) mind\b|\bnot for me\b|\bordered (?:it |them )?by mistake\b"),
    ("changed_mind", r"\b(?:don't|do not|no longer) (?:\w+ )?(?:want|need|like) (?:it|them|this|these|the)\b"),
    ("changed_mind", r"\b(?:doesn't|does not|don't) suit me\b"),
)
_OF_OURS = r"(?:my|the|this|that|our) (?:return|request|exchange|refund|case)\b"
_REMEDIES = (
    ("exchange", r"\b(?:exchang\w+|swap\w*|replac\w+|instead|send (?:me )?(?:another|a new))\b"),
    ("repair", r"\b(?:repair\w*|fix(?:ed|ing)?|resiz\w+|mend\w*)\b"),
    ("change", r"\b(?:chang\w+|correct\w*|alter\w*|amend\w*) (?:the|my|our) (?!mind)\w+"),
    ("store_credit", r"\b(?:store credit|credit note|voucher)\b"),
    ("withdraw", rf"\bcancel\w* {_OF_OURS}"),
    ("cancel", rf"\bcancel\w*\b(?! {_OF_OURS})"),
    (
        "refund",
        r"\b(?:refund\w*|money back|return(?:ing|ed)?|send (?:it|them|this|these) back|give (?:it|them) back)\b",
    ),
)
_FACTS = (
    ("condition.worn", False, r"\b(?:unworn|(?:never|not|ha[sv]e?n't) (?:been )?(?:\w+ (?:or|nor|and) )?worn)\b"),
    ("condition.used", False, r"\b(?:unused|(?:never|not|ha[sv]e?n't) (?:been )?(?:\w+ (?:or|nor|and) )?used)\b"),
    (
        "condition.original_packaging",
        True,
        r"\b(?:in|with|have) (?:its|their|the|all) (?:\w+ )?(?:box|boxes|packaging)\b",
    ),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A line of an order, as people may name it."""

    line_id: str
    name: str
    sku: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a mail asks for; what is empty is not clear."""

    line_id: str = ""
    reason: str = ""
    remedy: str = ""
    answers: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    names_nothing: bool = False  # no line is named at all: the whole order may be meant

    @property
    def is_clear(self) -> bool:
        """This property will say whether a case can be opened on these words."""
        return bool(self.line_id and self.reason and self.remedy in ("refund", "cancel", "store_credit"))


def wish_of(subject: str, text: str, lines: Sequence[Named], reasons: Collection[str]) -> Wish:
    """This function will read what is asked for; `reasons` are those that the shop's policy knows."""
    said = folded(f"{subject}\n{text}"[:_MOST])
    named = lines_named(said, lines)
    remedy = _remedy(said)
    reason = _reason(said, reasons)
    if remedy == "cancel" and not reason and _reason(said, None) == "":
        reason = "changed_mind" if "changed_mind" in reasons else ""  # nobody has to say why
    if reason == "changed_mind" and not remedy and _remedy(said, any_of=True) == "":
        remedy = "refund"
    only = lines[0].line_id if len(lines) == 1 else ""
    return Wish(
        line_id=named[0] if len(named) == 1 else only if not named else "",
        reason=reason,
        remedy=remedy,
        answers=MappingProxyType(_facts(said)),
        names_nothing=not named,
    )


def lines_named(said: str, lines: Sequence[Named]) -> tuple[str, ...]:
    """This function will return the lines that a text names: by stock number, or by a word that no other line has."""
    words = set(_WORD.findall(said)) | {_singular(one) for one in _WORD.findall(said)}
    squeezed = "".join(letter for letter in said if letter.isalnum())
    own = {one.line_id: _words_of(one.name) for one in lines}
    found = []
    for one in lines:
        others = set().union(*(own[other.line_id] for other in lines if other is not one))
        sku = "".join(letter for letter in folded(one.sku) if letter.isalnum())
        telling = {word for word in own[one.line_id] - others if len(word) >= _SHORTEST}
        if (len(sku) >= _SHORTEST and sku in squeezed) or telling & words:
            found.append(one.line_id)
    return tuple(found)


def _words_of(name: str) -> set[str]:
    return {_singular(word) for word in _WORD.findall(folded(name))}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss") else word


def _reason(said: str, known: Collection[str] | None) -> str:
    """The one reason that is given; nothing where there are none or several, or where it is turned round."""
    found: dict[str, None] = {}
    for reason, pattern in _REASONS:
        for match in list(re.finditer(pattern, said)):
            if _NOT.search(_before(said, match.start())):
                return ""
            found[reason] = None
            said = said[: match.start()] + " " * len(match[0]) + said[match.end() :]
    (reason,) = found if len(found) == 1 else ("",)
    return reason if known is None or reason in known else ""


def _remedy(said: str, *, any_of: bool = False) -> str:
    """The one wish; what needs more than a word to be granted goes first, since it is read by a person then."""
    found = dict.fromkeys(
        remedy
        for remedy, pattern in _REMEDIES
        for match in re.finditer(pattern, said)
        if not _NOT.search(_before(said, match.start()))
    )
    if any_of:
        return next(iter(found), "")
    if set(found) == {"cancel", "refund"}:
        return "cancel"  # and the money back, as always
    return next(iter(found)) if len(found) == 1 else ""


def _facts(said: str) -> dict[str, bool]:
    found = {}
    for fact, value, pattern in _FACTS:
        for match in re.finditer(pattern, said):
            if not _NOT.search(_before(said, match.start())):
                found[fact] = value
    return found


def _before(said: str, place: int) -> str:
    """What stands just before a place, in its own sentence."""
    return _SENTENCE.split(said[max(0, place - _NEAR) : place])[-1]


def folded(text: str) -> str:
    """This function will return the text as it is compared: small letters, one kind of apostrophe and space."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("ʼ", "'")
    return re.sub(r"[ \t]+", " ", plain)
