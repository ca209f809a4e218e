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


@pytest.mark.parametrize(("language", "text"), SAID)
def test_what_is_said_outright_is_a_withdrawal(language: str, text: str) -> None:
    assert withdrawal_in(text) == language


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_clear_is_left_to_a_person(text: str) -> None:
    assert withdrawal_in(text) == ""
