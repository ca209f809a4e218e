"""One customer's claim about one piece as far as it has come, alone or with other pieces of the order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from amends.core.claims import Claim, Piece
from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.core.orders import Product
from amends.core.vocabulary import GIFT_RECIPIENT
from amends.pages import clock
from amends.portal.questions import facts_from_answers
from amends.portal.remedies import Outlook, outlook
from amends.portal.together import Together, keep_together, together_of
from amends.portal.views.orders import in_hand_of, options_of
from amends.portal.views.pages import policy_url, show
from amends.portal.visits import Visit, draft_of, keep_draft
from amends.portal.wording import KEPT_REMEDIES, NEVER_CAME, REMEDIES
from amends.records.shops import products_with
from amends.usecases.read_order import InHand, is_sent
from amends.usecases.weigh_claim import Ask, Wanted, Weighed, wanted_of, weigh_asks, weigh_claim

STEPS = ("reason", "questions", "remedy", "variant", "check")


@dataclass(slots=True)
class Asking:
    """One customer's claim about one piece as far as it has come."""

    request: HttpRequest
    visit: Visit
    in_hand: InHand
    piece: Piece
    draft: dict[str, Any]
    products: dict[str, Product]
    now: Instant
    together: Together | None = None

    @property
    def product(self) -> Product | None:
        """This property will hold the piece's product, where the catalogue has it."""
        return self.products.get(self.piece.line.product_id)

    @property
    def chosen(self) -> Wanted | None:
        """This property will hold the variant that was chosen instead."""
        return wanted_of(self.product, self.draft.get("sku", ""))

    @property
    def wanted(self) -> Wanted | None:
        """This property will hold the variant that was chosen, where an exchange is asked for."""
        return self.chosen if self.draft.get("remedy") == "exchange" else None

    @property
    def claim(self) -> Claim:
        """This property will hold the claim that the answers make."""
        vocabulary = self.in_hand.policy.vocabulary
        answers = facts_from_answers(self.draft.get("answers", {}), vocabulary)
        quantity, reason = self.draft.get("quantity", 1), self.draft.get("reason")
        return Claim(reason=reason, quantity=quantity, by=self.visit.by, asked_at=self.now, answers=answers)

    @property
    def ask(self) -> Ask:
        """This property will hold what is asked for, once a remedy is chosen."""
        return Ask(piece_id=self.piece.id, claim=self.claim, remedy=self.draft["remedy"], wanted=self.wanted)

    @property
    def key(self) -> str:
        """This property will hold the key of the form that this becomes."""
        return self.together.key if self.together else str(self.draft["key"])

    def weigh(self, wanted: Wanted | None = None) -> Weighed:
        """This function will weigh the claim as it stands, on what the pieces before it come to."""
        before = [one.ask for one in self.others() if one.is_before(self) and one.is_complete]
        in_hand = with_asked(self.in_hand, before, self.now)
        return weigh_claim(in_hand, self.piece.id, self.claim, self.now, wanted)

    def outlook(self, weighed: Weighed) -> Outlook:
        """This function will arrange the remedies for the page."""
        has_it = is_sent(self.piece) and self.draft.get("reason") not in NEVER_CAME
        return outlook(self.in_hand, weighed, REMEDIES if has_it else KEPT_REMEDIES)

    @property
    def is_complete(self) -> bool:
        """This property will say whether a remedy, and what belongs to it, is chosen."""
        return bool(self.draft.get("reason") and self.draft.get("remedy"))

    @property
    def place(self) -> int:
        """This property will hold the piece's place among those that are asked about together, from 1."""
        return self.together.pieces.index(self.piece.id) + 1 if self.together else 1

    def is_before(self, other: Asking) -> bool:
        """This function will say whether this piece is asked about before the other."""
        return self.place < other.place

    def others(self) -> list[Asking]:
        """This function will return the claims about the other pieces that are asked about together."""
        together = self.together
        if together is None:
            return []
        ids = [one for one in together.pieces if one != self.piece.id and one in self.in_hand.pieces]
        return [self._about(piece_id, together) for piece_id in ids]

    def _about(self, piece_id: str, together: Together) -> Asking:
        piece, _ = self.in_hand.pieces[piece_id]
        return replace(self, piece=piece, draft=together.draft(piece_id))

    def keep(self, **changes: Any) -> None:
        """This function will remember what was answered."""
        self.draft |= changes
        if self.together is None:
            keep_draft(self.request, self.visit, self.piece.id, self.draft)
            return
        self.together.drafts[self.piece.id] = self.draft
        keep_together(self.request, self.together)

    def url(self, step: str) -> str:
        """This function will return the address of a step of this claim."""
        shop_id, order = self.visit.shop.id, self.visit.key
        if self.together is None:
            return reverse(f"portal:{step}", args=[shop_id, order, self.piece.id])
        if step == "check":
            return reverse("portal:together_check", args=[shop_id, order, self.together.id])
        return reverse(f"portal:together_{step}", args=[shop_id, order, self.together.id, self.place])

    def to(self, step: str) -> HttpResponse:
        """This function will send the browser to a step of this claim; to the last look only once nothing is open."""
        if step == "check" and self.together is not None:
            open_one = next((one for one in self.others() if not one.is_complete), None)
            if open_one is not None:
                return redirect(open_one.url("questions"))  # which leads to the reason where that is open
        return redirect(self.url(step))

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        """This function will show a step."""
        context = {
            "visit": self.visit, "piece": self.piece, "draft": self.draft, "order": self.in_hand.order,
            "picture": bool(self.product and self.product.picture), "options": options_of(self.piece, self.products),
            "is_gift": self.visit.by == GIFT_RECIPIENT, "asking": self, "together": self.together,
            "urls": {step: self.url(step) for step in STEPS},
            "policy_url": policy_url(self.visit.shop.id, self.in_hand.policy),
        }  # fmt: skip
        return show(self.request, f"claim/{template}", self.visit.shop, self.now, status, **context, **more)


def with_asked(in_hand: InHand, asks: list[Ask], at: Instant) -> InHand:
    """This function will return the order in hand as it stands once these are granted."""
    found = [option.refunded for _, option in weigh_asks(in_hand, asks, at) if option is not None]
    return in_hand.beside(*(one for one in found if one is not None))


def asking_about(request: HttpRequest, visit: Visit, piece_id: str) -> Asking:
    """This function will return the claim about that piece alone; one that the order does not have is a 404."""
    in_hand = _readable(visit)
    found = in_hand.pieces.get(piece_id)
    if found is None:
        raise Http404
    piece, _ = found
    products = products_with(visit.shop.id, [piece.line.product_id])
    return Asking(request, visit, in_hand, piece, draft_of(request, visit, piece_id), products, clock.now())


def asking_together(request: HttpRequest, visit: Visit, set_id: str, place: int) -> Asking:
    """This function will return the claim about the piece at that place of the set; what is not there is a 404."""
    together = together_of(request, visit, set_id)
    if together is None or not 1 <= place <= len(together.pieces):
        raise Http404
    in_hand = _readable(visit)
    piece_id = together.pieces[place - 1]
    if piece_id not in in_hand.pieces:
        raise Http404
    piece, _ = in_hand.pieces[piece_id]
    lines = [in_hand.pieces[one][0].line for one in together.pieces if one in in_hand.pieces]
    products = products_with(visit.shop.id, [line.product_id for line in lines])
    draft = together.draft(piece_id)
    return Asking(request, visit, in_hand, piece, draft, products, clock.now(), together)


def _readable(visit: Visit) -> InHand:
    in_hand = in_hand_of(visit)
    try:
        _ = in_hand.pieces
    except AmendsError as error:
        raise Http404 from error  # an order that contradicts itself
    return in_hand
