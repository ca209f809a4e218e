"""Mails are written in the language of their case, by the shop's own words in it, with its dates and amounts."""

from __future__ import annotations

import re

import pytest
from tests.sample_cases import of_kind
from tests.usecases.mail_out.outgoing import Tray, deliver, mail_keys, mail_of

from amends.integrations.mail.render import html_of, text_of
from amends.ports.mail import Mail
from amends.records import models

pytestmark = pytest.mark.usefixtures("shops")
ENGLISH = re.compile(r"\b(?:the|your|with|have|until|within)\b|\{\w*\}|\bNone\b")


def opened_in(language: str) -> Mail:
    """This function will return the first mail of a case that was opened in that language."""
    case = of_kind("refund")
    models.Case.objects.filter(shop_id="silver", number=case.number).update(language=language)
    tray = Tray()
    deliver("silver", case.number, mail_keys("silver", case.number, "case_opened")[0], tray)
    return tray.mails[0]


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("de", "Rückgabe {}: wir haben zugestimmt", ["Ab dem Tag, an dem wir ein Paket verschicken", "2026", "\xa0$"]),
        ("fr", "Votre retour {}\xa0: c’est accepté", ["Vous avez 35 jours à compter de l’envoi", "$US"]),
        ("es", "Su devolución {}: aceptado", ["Tiene 35 días desde que enviamos un paquete", "US$"]),
    ],
)
def test_a_mail_is_in_the_language_of_its_case(language: str, subject: str, said: list[str]) -> None:
    mail = opened_in(language)
    number = mail.subject.split()[1 if language == "de" else 2].rstrip(":")
    assert mail.subject == subject.format(number)
    text = " ".join(text_of(mail).split(" ")).replace("\n", " ")
    assert [one for one in said if one not in text] == []
    assert (mail.language, mail.direction) == (language, "ltr")
    assert f'lang="{language}"' in html_of(mail)
    own = re.sub(r"https?://\S+|\S+@\S+|Millrace Lane|Wrenfold Silver|United States|\([\w-]+\)", "", text)
    assert ENGLISH.findall(own) == []


def test_a_case_of_which_nobody_knows_the_language_is_in_the_shops() -> None:
    assert mail_of("silver", "received").language == "en"
    models.Shop.objects.filter(id="silver").update(language="fr")
    assert opened_in("").language == "fr"
