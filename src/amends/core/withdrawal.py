"""The right of consumers in the European Economic Area to withdraw from an order without a reason: whose it is, and its
words.

Directive 2011/83/EU as amended by (EU) 2023/2673. It is a statement, not a request: what is stated in time holds, and
nobody approves it. When it holds is said by the law (`amends.laws`). Not legal advice; national law may give more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from amends.core.orders import Order

COUNTRIES: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
    " AX GF GP MF MQ RE YT".split()  # parts of Finland and of France that have two letters of their own
)
WORDED: Final = "2026-11-22"  # since when the words of a statement stand as they do; a change of one is another day


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words of the function in one language; the button that confirms bears nothing else (Art. 11a)."""

    language: str
    function: str  # on the first button, and
    confirm: str  # on the second
    source: str
    states: str  # how the statement begins ...
    name: str
    to: str  # ... and ends, where there is something to say
    told: str  # the acknowledgement: in a few words, ...
    holds: str  # ... at its head, and ...
    reached: str  # ... before the statement
    is_verified: bool = False  # against the official text of that language

    @property
    def version(self) -> str:
        """This property will hold what names these very words in records."""
        return f"{self.language} {WORDED}"


# Never translated with the other texts: these are the words of the law, and what is stated by them.
LABELS: Final[Mapping[str, Labels]] = MappingProxyType(
    {
        "en": Labels(
            language="en",
            function="withdraw from contract here",
            confirm="confirm withdrawal",
            source="Directive 2011/83/EU, Art. 11a",
            states="I withdraw from the contract for these goods of order {number}:",
            name="Name: {name}",
            to="Confirmation to: {email}",
            told="you have withdrawn",
            holds="We have your withdrawal. It holds, and needs no answer.",
            reached="It reached us on {at}, in these words:",
        ),
        "de": Labels(
            language="de",
            function="Vertrag widerrufen",
            confirm="Widerruf bestätigen",
            source="§ 356a BGB",
            states="Hiermit widerrufe ich den Vertrag über die folgenden Waren der Bestellung {number}:",
            name="Name: {name}",
            to="Bestätigung an: {email}",
            told="Sie haben widerrufen",
            holds="Wir haben Ihren Widerruf erhalten. Er ist wirksam, ohne dass wir zustimmen müssen.",
            reached="Er ist am {at} mit diesem Wortlaut bei uns eingegangen:",
        ),
        "fr": Labels(
            language="fr",
            function="renoncer au contrat ici",
            confirm="confirmer la rétractation",
            source="Code de la consommation, Art. D.221-5",
            states="Je vous notifie ma rétractation du contrat portant sur ces biens de la commande {number} :",
            name="Nom : {name}",
            to="Confirmation à : {email}",
            told="votre rétractation",
            holds="Nous avons bien reçu votre rétractation. Elle prend effet sans que nous ayons à l’accepter.",
            reached="Elle nous est parvenue le {at}, en ces termes :",
        ),
        "it": Labels(
            language="it",
            function="recedere dal contratto qui",
            confirm="conferma recesso",
            source="Codice del consumo, Art. 54-bis",
            states="Con la presente recedo dal contratto relativo ai seguenti beni dell’ordine {number}:",
            name="Nome: {name}",
            to="Conferma a: {email}",
            told="ha esercitato il recesso",
            holds="Abbiamo ricevuto il Suo recesso. Ha effetto senza che dobbiamo approvarlo.",
            reached="Ci è pervenuto {at}, con il seguente testo:",
        ),
        "nl": Labels(
            language="nl",
            function="Hier de overeenkomst ontbinden",
            confirm="Ontbinding bevestigen",
            source="Art. 6:230oa BW",
            states="Hierbij ontbind ik de overeenkomst voor de volgende goederen van bestelling {number}:",
            name="Naam: {name}",
            to="Bevestiging aan: {email}",
            told="u hebt de overeenkomst ontbonden",
            holds="Wij hebben uw ontbinding ontvangen. Die geldt zonder dat wij ermee hoeven in te stemmen.",
            reached="Wij hebben die ontvangen op {at}, met deze tekst:",
        ),
        "es": Labels(
            language="es",
            function="desistir del contrato aquí",
            confirm="confirmar desistimiento",
            source="Directive 2011/83/EU, Art. 11a",
            states="Por la presente desisto del contrato relativo a los siguientes bienes del pedido {number}:",
            name="Nombre: {name}",
            to="Confirmación a: {email}",
            told="su desistimiento",
            holds="Hemos recibido su desistimiento. Surte efecto sin que tengamos que aceptarlo.",
            reached="Lo recibimos el {at}, con el siguiente texto:",
        ),
    }
)


def labels_in(*languages: str) -> Labels:
    """This function will return the words in the first of the languages that has them, else in English."""
    known = (LABELS.get(one.partition("-")[0].lower()) for one in languages)
    return next((one for one in known if one is not None), LABELS["en"])


def statement_in(labels: Labels, number: str, goods: Iterable[str], name: str = "", email: str = "") -> str:
    """This function will write the statement: the order, what of it, and who states it where they say so."""
    said = (name and labels.name.format(name=name), email and labels.to.format(email=email))
    return "\n".join((labels.states.format(number=number), *goods, *filter(None, said)))


def is_consumer_there(order: Order) -> bool:
    """This function will say whether the order went to a consumer to whom the right belongs."""
    return order.country in COUNTRIES
