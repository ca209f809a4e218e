"""The certificate of a piece, as the shop's system keeps it with the line of the order."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.pages.parameters import takes
from amends.portal.asking import asking_about
from amends.portal.visits import Visit, with_visit

NUMBER = "certificate_number"
_SAYS: Mapping[str, str | Promise] = {
    NUMBER: _("Number"),
    "material": _("Material"),
    "carat": _("Carat of the gold"),
    "stone": _("Stone"),
    "stone_carat": _("Weight of the stone, in carats"),
}


@takes(get=())
@with_visit
def certificate(request: HttpRequest, visit: Visit, piece_id: str) -> HttpResponse:
    """This function will show the certificate of the piece, where it has one."""
    asking = asking_about(request, visit, piece_id)
    attributes = asking.piece.line.attributes
    if not attributes.get(NUMBER):
        raise Http404
    rows = [(label, attributes[name]) for name, label in _SAYS.items() if attributes.get(name)]
    serials = ", ".join(asking.piece.line.serials)
    return asking.show("certificate", rows=[*rows, *([(_("Serial number"), serials)] if serials else [])])
