"""Point 9: a mail that withdraws is a withdrawal, in six languages and by the model form; what is unclear is none."""

from __future__ import annotations

import pytest

from amends.core.mail.withdrawals import withdrawal_in

SAID = [
    ("en", "Hello,\nI hereby withdraw from the contract for my ring.\nAnn"),
    (
        "en",
        "I/We (*) hereby give notice that I/We (*) withdraw from my/our (*) contract of sale of the following goods",
    ),
    ("en", "We exercise our right of withdrawal."),
    ("de", "Guten Tag, hiermit widerrufe ich meinen Kauf vom 3. November."),
    (
        "de",
        "Hiermit widerrufe(n) ich/wir (*) den von mir/uns (*) abgeschlossenen Vertrag über den Kauf",
    ),
    ("de", "Ich widerrufe den Vertrag."),
    (
        "fr",
        "Je/Nous (*) vous notifie/notifions (*) par la présente ma/notre (*) rétractation du contrat",
    ),
    ("fr", "Bonjour, je me rétracte de ma commande LU-1."),
    ("it", "Con la presente io/noi (*) notifico/notifichiamo (*) il recesso dal mio/nostro (*) contratto di vendita"),
    ("nl", "Ik/Wij (*) deel/delen (*) u hierbij mede dat ik/wij (*) onze overeenkomst betreffende de verkoop herroep"),
    ("nl", "Ik herroep de bestelling."),
    (
        "es",
        "Por la presente le comunico/comunicamos (*) que desisto/desistimos (*) de mi/nuestro (*) contrato de venta",
    ),
]
UNCLEAR = [
    "How do I withdraw from the contract?", "Wie widerrufe ich den Vertrag?", "I do not withdraw from the contract.",
    "Wenn der Ring nicht passt, widerrufe ich den Kauf.", "Please cancel my order.", "> I withdraw from the contract.",
    "Je voudrais me rétracter, comment faire ?", "I want to return it.", "", "Ik wil de bestelling niet meer.",
    "I withdraw from the contract. Ich widerrufe den Vertrag.",
]  # fmt: skip


FORM = "I/We (*) hereby give notice that I/We (*) withdraw from my/our (*) contract of sale of the following goods (*)"
HEADS = [
    "-----Original Message-----", "________________________________", "From: Shop <shop@example.com>",
    "*Von:* Shop <shop@example.com>", "On Mon, 3 Mar 2026 at 10:00, Shop <shop@example.com> wrote:",
    "Le lun. 3 mars 2026 à 10:00, Shop <shop@example.com> a écrit :", "---------- Forwarded message ---------",
    "Am 3. März 2026 um 10:00 schrieb Shop <shop@example.com>:", "Envoyé : lundi 3 mars 2026 10:00",
    "Begin forwarded message:",
]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("own", ["", "Thank you!\n", "When will it arrive?\n"])
def test_the_form_under_the_head_of_the_shop_s_own_mail_is_said_by_nobody(own: str, head: str) -> None:
    assert withdrawal_in(f"Re: Your order\n\n{own}\n{head}\n\nYour order has arrived.\n{FORM}") == ""
    assert withdrawal_in(f"Re: Your order\n\n{FORM}\n\n{own.replace('?', '.')}\n{head}\n\nYour order.") == "en"


@pytest.mark.parametrize("mark", ["> ", ">> ", "  > ", "| ", "» "])
def test_what_is_marked_as_quoted_is_said_by_nobody(mark: str) -> None:
    assert withdrawal_in(f"Thank you.\n{mark}{FORM}") == ""


@pytest.mark.parametrize(("language", "text"), SAID)
def test_what_is_said_outright_is_a_withdrawal(language: str, text: str) -> None:
    assert withdrawal_in(text) == language


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_clear_is_left_to_a_person(text: str) -> None:
    assert withdrawal_in(text) == ""
