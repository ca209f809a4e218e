"""The console's words for how a policy changes: ways, parts of clauses, what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from amends.console.wording import Words, said
from amends.core.changes.told import Told
from amends.core.engine.language import Words as EngineWords
from amends.core.engine.wording import span_in_words

WAYS: Words = {
    "worse": _("Worse for the customer"),
    "mixed": _("Better in one thing, worse in another"),
    "better": _("Better for the customer"),
}
CHANGES: Words = {
    "added": _("New"),
    "taken_out": _("Taken out"),
    "changed": _("Changed"),
}
PARTS: Words = {
    "id": _("Id"),
    "sentence": _("Sentence"),
    "section": _("Section"),
    "counted_from": _("Counted from"),
    "remedies": _("About"),
    "extends": _("Lengthens"),
    "exception": _("Exception"),
    "answer_within": _("A person answers within"),
    "post_within": _("Goods are sent back within"),
    "free_shipping_from_minor": _("Free shipping from"),
    "flat_rate_minor": _("Shipping"),
    "name": _("Name"),
    "country": _("Country"),
    "email": _("E-mail"),
    "longest_days": _("Days until a parcel has arrived"),
}
STANDINGS: Words = {
    "now": _("In force"),
    "coming": _("Coming"),
    "earlier": _("Earlier"),
    "open": _("Proposed"),
    "published": _("Published"),
    "withdrawn": _("Withdrawn"),
}
_POST = _("Time to send the goods back")
_NOTHING = _("not promised")


def promises_said(told: Told, words: EngineWords) -> tuple[tuple[str, str, str, str], ...]:
    """This function will say what is promised otherwise: the way, what, before, and now; each once."""
    return tuple(dict.fromkeys(_promises(told, words)))


def _promises(told: Told, words: EngineWords) -> Iterator[tuple[str, str, str, str]]:
    for one in told.promises:
        what = str(_POST) if one.what == "post" else words.page.promises.get(one.what, one.what)
        spans = (", ".join(span_in_words(each, words) for each in side) for side in (one.before, one.after))
        before, after = (each or str(_NOTHING) for each in spans)
        yield said(WAYS, one.way.value), what[:1].upper() + what[1:], before, after
