"""The answer that stands first at every piece: what can be done and until when, or why not, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amends.core.dates import NOT_YET, Deadline, Instant
from amends.core.engine.verdict import AGAINST, Ground, Outcome
from amends.core.policy.tree import Article, Policy
from amends.pages import shown
from amends.portal.telling import told
from amends.records.shops import ShopRow
from amends.usecases.answer_pieces import BACK, Chance, PieceAnswer

FAULT_REMEDIES = ("refund", "exchange", "remake", "resend", "partial_refund", "repair")


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause as a page quotes it, with what it adds here."""

    id: str
    says: str
    note: str = ""
    article: Article | None = None  # of a law's clause


@dataclass(frozen=True, slots=True)
class Said:
    """One piece's answer: `tone` is yes, no, ask or held."""

    tone: str
    headline: SafeString
    clauses: tuple[Cited, ...] = ()
    more: tuple[SafeString, ...] = field(default=())
    do: str = ""  # what the button says


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, under which policy, at what moment."""

    shop: ShopRow
    policy: Policy
    at: Instant

    def say(self, answer: PieceAnswer) -> Said:
        """This function will put the answer into words."""
        more = tuple(self._more(answer))
        if not answer.free_units:
            return Said("held", format_html("{}", _("You have asked for this already")))
        best = answer.best("change_of_mind")
        if best is not None:
            return Said(
                "yes", self._yes(best), self._cited(best.conditions), (*self._cost(best), *more), self._do(best)
            )
        refused = self._refused(answer)
        if refused is not None:
            return Said("no", *refused, more)
        by = self._until(answer.weighed["change_of_mind"].answer_by)
        return Said("ask", format_html(_("Ask us about this, and one of us answers by {}"), by), (), more)

    def _do(self, best: Chance) -> str:
        if best.option.remedy == "cancel":
            return _("Cancel or change it")
        return _("Exchange or get help") if best.option.remedy == "exchange" else _("Return or get help")

    def _cost(self, best: Chance) -> Iterator[SafeString]:
        if best.option.remedy != "cancel" and best.option.verdict.terms.return_postage == "customer":
            yield format_html("{}", _("You pay the way back."))

    def _yes(self, best: Chance) -> SafeString:
        option = best.option
        free = option.verdict.terms.return_postage == "shop" and not (
            option.verdict.terms.fee_minor or option.verdict.terms.restocking_percent
        )
        sentences = {
            "cancel": (_("You can cancel this"), _("You can cancel this until {}")),
            "refund": (_("You can return this"), _("You can return this until {}")),
            "store_credit": (
                _("You can swap this, or turn it into store credit"),
                _("You can swap this, or turn it into store credit, until {}"),
            ),
            "exchange": (_("You can exchange this"), _("You can exchange this until {}")),
        }
        always, dated = sentences[option.remedy]
        said = format_html(dated, self._until(option.until)) if option.until else format_html("{}", always)
        if option.remedy == "cancel" and option.refund is not None:
            return format_html(
                _("{} and get {} back"), said, shown.money(option.refund.total_minor, self.shop.currency)
            )
        return format_html(_("{}, free of charge"), said) if free else said

    def _refused(self, answer: PieceAnswer) -> tuple[SafeString, tuple[Cited, ...]] | None:
        weighed = answer.weighed["change_of_mind"]
        unsent = answer.piece.parcel is None or answer.piece.parcel.shipped_at is NOT_YET
        order = BACK if unsent else BACK[1:]
        refused = [one for one in answer.lanes["change_of_mind"] if one.option.outcome is Outcome.REFUSED]
        found = next((one for name in order for one in refused if one.option.remedy == name), None)
        if found is None:
            return None
        reasons = [one for one in found.option.verdict.reasons if one.ground in AGAINST]
        cited = self._cited(tuple(one.clause for one in reasons))
        late = [one for one in reasons if one.ground is Ground.TOO_LATE and one.clause in weighed.decision.closings]
        if late and len(late) == len(reasons):
            closed = self._until(weighed.decision.closings[late[0].clause])
            word = (
                _("The time to cancel this ended at {}")
                if found.option.remedy == "cancel"
                else _("The time to return this ended on {}")
            )
            return format_html(word, closed), cited
        if found.option.remedy == "cancel":
            return format_html("{}", _("This cannot be cancelled any more")), cited
        return format_html("{}", _("This cannot be returned for a change of mind")), cited

    def _more(self, answer: PieceAnswer) -> Iterator[SafeString]:
        parcel = answer.piece.parcel
        if parcel is None or parcel.shipped_at is NOT_YET or parcel.delivered_at is NOT_YET or not answer.free_units:
            return
        faults = [one.option.until for one in answer.all_of("fault") if one.option.remedy in FAULT_REMEDIES]
        ends = [one for one in faults if one is not None]
        if faults and len(ends) == len(faults):  # the law may replace a piece long after the shop's own time for money
            last = max(ends, key=lambda one: one.closes_at)
            yield format_html(_("Something wrong with it? We put that right until {}."), self._until(last))
        elif faults:
            yield format_html("{}", _("Something wrong with it? We put that right."))
        elif any(
            one.option.outcome is Outcome.REFERRED and one.option.remedy in FAULT_REMEDIES[:2]
            for one in answer.lanes["fault"]
        ):
            by = self._until(answer.weighed["fault"].answer_by)
            yield format_html(_("Something wrong with it? Tell us today, and one of us answers by {}."), by)
        yield from self._repair(answer)

    def _repair(self, answer: PieceAnswer) -> Iterator[SafeString]:
        """The warranty ends with its clause's window, though a repair can be had later as well, on other terms."""
        repair = answer.best("guarantee", ("repair",))
        if repair is None:
            return
        closings = answer.weighed["guarantee"].decision.closings
        accepting = [one.clause for one in repair.option.verdict.reasons if one.ground is Ground.ACCEPTS]
        ends = [closings[one] for one in accepting if one in closings]
        if ends and repair.option.verdict.terms.labour == "shop":
            yield format_html(_("Under warranty until {}."), self._until(max(ends, key=lambda one: one.closes_at)))
        else:
            yield format_html("{}", _("We repair it at any time."))

    def _cited(self, clause_ids: tuple[str, ...]) -> tuple[Cited, ...]:
        policy = told(self.shop, self.policy).policy
        clauses = (policy.clause(one) for one in clause_ids)
        return tuple(Cited(one.id, one.says, article=one.article) for one in clauses)

    def _until(self, deadline: Deadline) -> SafeString:
        return shown.until(deadline, self.shop.zone, self.at)
