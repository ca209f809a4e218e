"""Whether a mail states that somebody withdraws from a contract: the model form of Annex I(B), or own words.

Law: only what is said outright counts. A question, an "if" or a "not" leaves it to a person, as all that is not clear,
and so does what stands in a quoted line or under the head of another mail: shops send the model form themselves. A
statement in a language that is not here is read by a person too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Final

_MOST: Final = 5_000  # characters that are read
# By language: how it is said, and what turns it. Of the forms the first lines, with their "I/We (*)" as they stand.
_SAYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "en": (
        (
            r"\b(?:i|we|i/we) (?:hereby )?withdraw from (?:my|our|my/our|the|this)(?: \w+)? "
            r"(?:contract|purchase|order|sale)\b"
        ),
        r"\b(?:i|we) (?:hereby )?(?:exercise|make use of) (?:my|our|the) right (?:to withdraw|of withdrawal)\b",
    ),
    "de": (
        r"\b(?:hiermit )?widerruf(?:e|en|e\(n\)|e/n) (?:ich|wir|ich/wir)\b",
        r"\b(?:ich|wir) widerruf(?:e|en) (?:hiermit )?(?:den|meinen|unseren|diesen|die|meine|unsere) \w+",
        r"\bmache(?:n)? (?:ich|wir) von (?:meinem|unserem) widerrufsrecht gebrauch\b",
    ),
    "fr": (
        r"\bnotifi(?:e|ons|e/notifions) (?:[\w/]+ ){0,6}r[ée]tractation du contrat\b",
        r"\bje me r[ée]tracte (?:du|de la|de mon|de ma|de cette|de ce)\b",
        r"\b(?:j'exerce|nous exer[çc]ons) (?:mon|notre) droit de r[ée]tractation\b",
    ),
    "it": (
        r"\brecedo dal\b|\brecediamo dal\b",
        r"\bnotific(?:o|hiamo|o/notifichiamo) il recesso dal\b",
        r"\besercit(?:o|iamo) il (?:mio |nostro )?diritto di recesso\b",
    ),
    "nl": (
        (
            r"\b(?:ik|wij) (?:herroep|herroepen|ontbind|ontbinden) (?:hierbij )?(?:de|mijn|onze|deze) "
            r"(?:overeenkomst|aankoop|bestelling|koop)\b"
        ),
        r"\bdeel(?:/delen)? (?:u )?hierbij mede dat (?:ik|wij|ik/wij) (?:de|mijn|onze|mijn/onze) overeenkomst\b",
    ),
    "es": (
        (
            r"\b(?:desisto|desistimos|desisto/desistimos) (?:del|de mi|de nuestro|de mi/nuestro|de este) "
            r"(?:contrato|pedido)\b"
        ),
        r"\bejer(?:zo|cemos) (?:mi|nuestro|el) derecho de desistimiento\b",
    ),
})  # fmt: skip
_TURNS: Final = re.compile(
    r"\b(?:not|never|if|how|can|could|may|might|would|nicht|wenn|falls|wie|kann|k[öo]nnte|pas|si|comment|puis|non|se|come"
    r"|posso|niet|als|hoe|kan|no|c[óo]mo|puedo)\b|n't\b"
)
_FORM: Final = re.compile(r"\s*\(\*{1,2}\)")  # "delete as appropriate", as the form has it
_QUOTED: Final = (">", "|", "\u00bb", "\uff1e")
_MOST_HEAD: Final = 300
# Where a mail that is answered or passed on begins; what stands under it is not said by who sends this one.
_ANOTHERS: Final = re.compile(
    r"\s*(?:"
    r"[-_=*]{3,}[^-_=*]{0,80}[-_=*]{3,}|[-_=*]{10,}"
    r"|[*_]*(?:from|sent|von|gesendet|datum|de|envoy[ée] ?(?:le)?|da|inviato|data|van|verzonden|enviado(?: el)?|fecha"
    r"|date|betreff|objet|oggetto|onderwerp|asunto)[*_]*\s?:[*_]*\s.*"
    r"|.*\b(?:wrote|schrieb|[ée]crit|escribi[óo]|scritto|schreef)\b.{0,120}:"
    r"|(?:begin |anfang |d[ée]but ).{0,40}(?:message|nachricht).{0,20}:"
    r")\s*",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?\n])")


def withdrawal_in(text: str) -> str:
    """This function will return the language in which the text withdraws from a contract outright, else nothing."""
    lines = list(takewhile(lambda line: not _ANOTHERS.fullmatch(line[:_MOST_HEAD]), text[:_MOST].splitlines()))
    own = "\n".join(line for line in lines if not line.lstrip().startswith(_QUOTED))
    plain = unicodedata.normalize("NFKC", own).casefold().replace("’", "'")
    said = _FORM.sub("", re.sub(r"[ \t]+", " ", plain))
    found: set[str] = set()
    for sentence in _SENTENCE.split(re.sub(r"(?<=\w)\n(?=\w)", " ", said)):
        languages = {one for one, says in _SAYS.items() if any(re.search(each, sentence) for each in says)}
        if languages and ("?" in sentence or _TURNS.search(sentence)):
            return ""
        found |= languages
    return found.pop() if len(found) == 1 else ""
