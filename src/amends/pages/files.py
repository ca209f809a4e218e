"""Files that pages hand out: labels, photos, receipts, policies.

Law: a file that is opened alone in a browser is a document of its own, and can do nothing there.
"""

from __future__ import annotations

from django.http import HttpResponse


def handed_out(content: str | bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """This function will return the file under that name, to keep, or to look at in place."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
