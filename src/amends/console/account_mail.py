"""Mails about accounts: a link to set a password, and what was changed. They belong to no shop and to no case."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from amends.core.errors import AmendsError
from amends.integrations.connect import mailer
from amends.ports.mail import Button, Look, Mail, Mailbox

_log = logging.getLogger("amends.console")
NOBODY = "amends@localhost"  # as whom mails are written into the folder, where no server is set up


def send_account_mail(template: str, email: str, words: Mapping[str, Any]) -> bool:
    """This function will send the mail of that template, and say whether it left; why it did not is logged.

    `link` among the words becomes a button.
    """
    subject = " ".join(render_to_string(f"{template}_subject.txt", dict(words)).split())
    text = render_to_string(f"{template}_message.txt", dict(words))
    sender = settings.AMENDS_MAIL["sender"] or NOBODY
    link = str(words.get("link", ""))
    mail = Mail(
        id=f"<{secrets.token_hex(16)}@{sender.rpartition('@')[2]}>",
        sender=Mailbox(sender, "Amends"),
        recipient=Mailbox(email),
        subject=subject,
        headline=subject,
        look=Look(shop="Amends"),
        paragraphs=tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip()),
        buttons=(Button(_("Set the password"), link),) if link else (),
    )
    try:
        mailer("staff").send(mail)
    except AmendsError:
        _log.exception("a mail about an account was not sent: `%s`", template)
        return False
    return True
