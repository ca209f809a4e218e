"""The mails that a sample shop has sent, to be looked at on one's own machine. Elsewhere there is no such page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from amends.integrations.connect import mail_folder
from amends.integrations.mail.outbox import kept_mail, kept_mails
from amends.pages import clock
from amends.pages.parameters import takes
from amends.portal.views.pages import show
from amends.portal.visits import with_shop
from amends.records.shops import ShopRow

# The mail's own page: its styles stand in it, its links lead out, and nothing in it runs or is fetched.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation"
)


@takes(get=())
@with_shop
def mails(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will list the mails, the latest first."""
    folder = mail_folder(shop)
    if folder is None:
        raise Http404
    return show(request, "mails", shop, clock.now(), mails=kept_mails(folder))


@takes(get=())
@with_shop
def mail(request: HttpRequest, shop: ShopRow, name: str) -> HttpResponse:
    """This function will show one mail: its heads and its plain text."""
    folder = mail_folder(shop)
    found = kept_mail(folder, name) if folder else None
    if found is None:
        raise Http404
    return show(request, "mail", shop, clock.now(), mail=found)


@takes(get=())
@with_shop
def mail_page(request: HttpRequest, shop: ShopRow, name: str) -> HttpResponse:
    """This function will show one mail as a mail program shows it."""
    folder = mail_folder(shop)
    found = kept_mail(folder, name) if folder else None
    if found is None:
        raise Http404
    response = HttpResponse(found.html)
    response.headers["Content-Security-Policy"] = _MAIL_POLICY
    return response
