"""The stages of a case: what is done, what comes next and by when, and who acts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amends.core.dates import Instant
from amends.portal import shown
from amends.usecases.show_case import ShownCase

SENT_BACK = ("refund", "store_credit", "exchange")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; `state` is done, now or later."""

    title: str
    detail: SafeString
    state: str


def stages_of(found: ShownCase, now: Instant, *, goods_out: bool) -> list[Stage]:
    """This function will return the stages of the case in order; `goods_out`: the customer has what it is about."""
    zone = found.policy.shop.zone
    opened = shown.moment(found.case.opened_at, zone, now)
    started = Stage(_("Sent"), format_html(_("You sent this at {}."), opened), "done")
    if found.answer_by is not None:
        by = shown.until(found.answer_by, zone, now)
        answer = Stage(_("Our answer"), format_html(_("One of us looks at it and answers by {}."), by), "now")
        return [started, answer, _stage(_("What follows"), _("We agree with you on what puts it right."), "later")]
    return [started, *_granted(found, now, goods_out=goods_out)]


def _stage(title: str, detail: str, state: str) -> Stage:
    return Stage(title, format_html("{}", detail), state)


def _granted(found: ShownCase, now: Instant, *, goods_out: bool) -> list[Stage]:
    remedy, terms = found.case.remedy, found.verdict.terms
    if remedy in SENT_BACK and goods_out:
        return _way_back(found, now)
    if remedy in {"cancel", "refund", "store_credit"}:
        return [_stage(_("Your money"), _("We send your money back and tell you when it is on its way."), "now")]
    if terms.quote_first:
        quote = _("We send you a quote. Nothing moves and nothing is charged before you accept it.")
        return [
            _stage(_("A quote"), quote, "now"),
            _stage(_("Your answer"), _("You accept the quote, or leave it."), "later"),
            _stage(_("The work"), _("You send the piece, we do the work and send it back."), "later"),
        ]
    if remedy == "partial_refund":
        return [
            _stage(_("An offer"), _("We make you an offer."), "now"),
            _stage(_("Your answer"), _("You take the offer, or leave it."), "later"),
        ]
    if remedy == "change":
        return [_stage(_("The change"), _("We make the change and confirm it to you."), "now")]
    if remedy == "resend":
        return [_stage(_("A new parcel"), _("We send it again and tell you when it is on its way."), "now")]
    return [_stage(_("Our part"), _("We write to you with what happens next."), "now")]


def _way_back(found: ShownCase, now: Instant) -> list[Stage]:
    terms, case = found.verdict.terms, found.case
    date = shown.until(found.post_by, found.policy.shop.zone, now)
    if terms.return_label == "prepaid":
        post = format_html(_("We send you a prepaid label with the steps. Post the piece by {}."), date)
    elif terms.return_postage == "shop":
        post = format_html(_("We write to you how to post it at no cost to you. Post the piece by {}."), date)
    else:
        post = format_html(_("Post the piece to us by {}. You pay the way back."), date)
    ends = {
        "refund": (_("Your money"), _("Your money goes back the way you paid. We tell you when it is on its way.")),
        "store_credit": (_("Your credit"), _("You get your store credit by mail.")),
        "exchange": (_("The new piece"), _("The new piece leaves us. We tell you when it is on its way.")),
    }
    title, last = ends[case.remedy]
    if case.remedy == "exchange" and case.total_minor < 0:
        last = _("Once the difference is paid, the new piece leaves us. We send you a link to pay it.")
    return [
        Stage(_("Post it"), post, "now"),
        _stage(_("Arrived and checked"), _("We look at it when it arrives and tell you."), "later"),
        _stage(title, last, "later"),
    ]
