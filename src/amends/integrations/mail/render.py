"""A mail's two tellings: HTML in the shop's look, and plain text that says the same.

Laws: every word of a mail stands in both; words are escaped before they are markup, so that they are printed as
written; nothing is loaded from anywhere, and nothing tells whether the mail was opened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Any
from urllib.parse import urlsplit

import mrml
from django.template.defaultfilters import linebreaksbr
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from amends.core.errors import AmendsError
from amends.core.theme import is_colour
from amends.ports.mail import Mail, Picture

_TEMPLATES = Path(__file__).parent / "jinja2"
_WIDTH = 76
_TEXT_FONT = "Inter, system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
_LIGHT = {
    "paper": "#fafaf8", "surface": "#ffffff", "ink": "#1d2321", "muted": "#5a635f", "hairline": "#dfe2dd",
    "accent": "#2b5a4b", "on_accent": "#ffffff",
}  # fmt: skip
_DARK = {
    "paper": "#141816", "surface": "#1c211f", "ink": "#eef1ee", "muted": "#aab4ae", "hairline": "#353d39",
    "accent": "#93d0b8", "on_accent": "#0e211a",
}  # fmt: skip
# Left to itself, the renderer would have a font loaded from elsewhere that is only one of several named.
_NO_INCLUDES, _NO_FONTS = mrml.ParserOptions(mrml.noop_loader()), mrml.RenderOptions(fonts={})
_FONT = re.compile(r"[\w ,'-]{1,200}")
# What XML cannot hold, and what turns the direction of writing for all that follows.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class MailNotWritten(AmendsError):
    """A mail cannot be written as it is given."""

    code = "mail_not_written"


def html_of(mail: Mail) -> str:
    """This function will return the mail as HTML; its pictures are named `cid:` and their place (see `cid`)."""
    rtl = mail.direction == "rtl"
    words = {
        "mail": clean(mail), "start": "right" if rtl else "left", "end": "left" if rtl else "right",
        "light": _colours(mail.look.light, _LIGHT), "dark": _colours(mail.look.dark, _DARK), "text_font": _TEXT_FONT,
        "heading_font": mail.look.heading_font if _FONT.fullmatch(mail.look.heading_font) else _TEXT_FONT,
        "logo": _placed(mail.look.logo, "logo") if mail.look.logo else None,
        "pictures": [_placed(one, cid(place)) for place, one in enumerate(mail.pictures)],
    }  # fmt: skip
    markup = _template().render(words)
    try:
        return mrml.to_html(markup, _NO_INCLUDES, _NO_FONTS).content
    except OSError as error:
        raise MailNotWritten(f"the mail `{mail.id}` cannot be laid out: {error}.") from error


def text_of(mail: Mail) -> str:
    """This function will return the mail as plain text."""
    mail = clean(mail)
    parts = [mail.headline, *mail.paragraphs]
    if mail.rows:
        parts.append("\n".join(f"{row.label}: {row.value}" for row in mail.rows))
    parts += [f"{one.label}:\n{one.url}" for one in mail.buttons]
    if mail.address:
        parts.append("\n".join((*((f"{mail.address_title}:",) if mail.address_title else ()), *mail.address)))
    parts += [f"[{one.alt}]" for one in mail.pictures if one.alt]
    if mail.clauses:
        parts.append(f"{mail.clauses_title}:")
        parts += [f"{one.sentence} ({one.clause})" for one in mail.clauses]
    parts += mail.closing
    foot = "\n".join((mail.look.shop, *mail.look.foot))
    return "\n\n".join(_wrapped(part) for part in parts if part.strip()) + f"\n\n-- \n{foot}\n"


def cid(place: int) -> str:
    """This function will return the name under which a mail's picture lies inside it."""
    return f"picture-{place}"


def clean(mail: Mail) -> Mail:
    """This function will return the mail without characters that cannot be printed; links lead to the web alone."""
    for button in mail.buttons:
        if urlsplit(button.url).scheme not in {"https", "http"}:
            raise MailNotWritten(f"the button `{button.label}` leads to `{button.url}`.", hint="Give a web address.")
    cleaned: Mail = _cleaned(mail)
    return cleaned


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, tuple):
        return tuple(_cleaned(one) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        return type(value)(**{name: _cleaned(getattr(value, name)) for name in value.__dataclass_fields__})
    return value


def _placed(picture: Picture, name: str) -> Mapping[str, str]:
    return {"cid": name, "alt": picture.alt}


def _colours(given: Mapping[str, str], usual: Mapping[str, str]) -> dict[str, str]:
    """This function will return the shop's colours; what is none could be anything, and the usual one stands for it."""
    return {name: found if is_colour(found := str(given.get(name, ""))) else usual[name] for name in usual}


def _wrapped(part: str) -> str:
    """This function will break lines of words; addresses on the web stay whole."""
    lines = (wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""] for line in part.split("\n"))
    return "\n".join("\n".join(one) for one in lines)


@cache
def _template() -> Template:
    # An environment of its own: the mail does not change with the settings of the pages.
    made = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    made.filters["linebreaksbr"] = linebreaksbr
    return made.get_template("mail/mail.mjml")
