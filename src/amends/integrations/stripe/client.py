"""The port of payments over Stripe's own library.

Laws: the library never sends again by itself, because a second sending is looked up first; a call ends within its
time-out; an error of the library leaves as one of the port's three. The key and the shop stand in the provider's
metadata, so that a refund is found after the provider has forgotten its key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import stripe

from amends.core.dates import DAY, HOUR, MINUTE, SECOND, Instant
from amends.core.errors import AmendsError
from amends.integrations.stripe import webhook
from amends.integrations.stripe.amounts import to_provider
from amends.integrations.stripe.translate import (
    Object,
    dispute_of,
    metadata_of,
    page_of,
    payment_of,
    ref_of,
    refund_of,
)
from amends.ports.answers import NotNow, Unclear
from amends.ports.payments import (
    EventRefused,
    PaymentAsked,
    PaymentDeclined,
    PaymentPage,
    ProviderDispute,
    ProviderEvent,
    ProviderPayment,
    ProviderRefund,
)

# Otherwise the library leaves a file with an id of the machine in the user's home.
stripe.enable_telemetry = False

CONNECT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 20
_PAGE_LENGTH: Final = 100  # the longest that Stripe gives
# Stripe's limits are half an hour and a day from when it makes the page; a minute is left for clocks that differ.
_SHORTEST, _LONGEST = HOUR // 2 + MINUTE, DAY - MINUTE
_FAILED = {"requires_payment_method", "canceled"}
_NEVER_SENT = {"NewConnectionError", "ConnectTimeoutError", "NameResolutionError"}  # urllib3's, below the library


class StripePayments:
    """One shop's account at Stripe."""

    def __init__(
        self,
        *,
        shop: str,
        api_key: str,
        webhook_secrets: Sequence[str] = (),
        address: str = "",
        answer_seconds: int = ANSWER_SECONDS,
    ) -> None:
        self._shop = shop
        self._secrets = tuple(webhook_secrets)
        client = stripe.StripeClient(
            api_key,
            base_addresses={"api": address} if address else None,
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, answer_seconds)),
        )
        self._api = client.v1

    def refund(
        self, *, key: str, payment_ref: str, amount_minor: int, currency: str, about: Mapping[str, str]
    ) -> ProviderRefund:
        """This function will send the amount back to the payment, once for a key, and return the refund."""
        amount = to_provider(amount_minor, currency)
        found = self.find_refund(key=key, payment_ref=payment_ref)
        if found:
            return _same(found, amount_minor, currency)
        with answers():
            charge = self._charge(payment_ref)
            if charge["currency"].upper() != currency:
                # Stripe would refund the number in the payment's own currency.
                raise PaymentDeclined(
                    f"the payment is in {charge['currency'].upper()}, not in {currency}.", reason="currency_differs"
                )
            params: Any = {**_by(payment_ref), "amount": amount, "metadata": metadata_of(self._shop, key, about)}
            refund = self._api.refunds.create(params, {"idempotency_key": self._key(key)})
            return _same(refund_of(refund.to_dict(), self._shop, payment_ref), amount_minor, currency)

    def find_refund(self, *, key: str, payment_ref: str) -> ProviderRefund | None:
        """This function will look among all refunds of the payment for the one with that key."""
        return next((refund for refund in self._refunds(_by(payment_ref), payment_ref) if refund.key == key), None)

    def read_refund(self, ref: str) -> ProviderRefund:
        """This function will return the refund as it stands now."""
        with answers():
            return refund_of(self._api.refunds.retrieve(ref).to_dict(), self._shop)

    def refunds_of(self, payment_ref: str) -> tuple[ProviderRefund, ...]:
        """This function will return all refunds of the payment, oldest first."""
        return tuple(self._refunds(_by(payment_ref), payment_ref))[::-1]

    def refunds_since(self, at: Instant) -> Iterator[ProviderRefund]:
        """This function will yield all refunds made since then, newest first, but those of other shops."""
        for refund in self._refunds({"created": {"gte": at // SECOND}}):
            if refund.about.get("shop", self._shop) == self._shop:
                yield refund

    def payment(self, payment_ref: str) -> ProviderPayment:
        """This function will return how the payment stands."""
        with answers():
            charge = self._charge(payment_ref)
            disputes: tuple[ProviderDispute, ...] = ()
            if charge["disputed"]:
                said = self._api.disputes.list({"charge": charge["id"], "limit": _PAGE_LENGTH})
                disputes = tuple(dispute_of(one.to_dict(), payment_ref) for one in said.auto_paging_iter())
            return payment_of(charge, disputes, payment_ref)

    def ask_payment(self, asked: PaymentAsked) -> PaymentPage:
        """This function will make a Checkout Session; a Payment Link would neither expire nor be paid only once."""
        closes_at = min(max(asked.due, asked.asked_at + _SHORTEST), asked.asked_at + _LONGEST)
        metadata = metadata_of(self._shop, asked.key, {**asked.about, "case": asked.case})
        price: Any = {
            "currency": asked.currency.lower(),
            "unit_amount": to_provider(asked.amount_minor, asked.currency),
            "product_data": {"name": asked.says},
        }
        with answers():
            session = self._api.checkout.sessions.create(
                {
                    "mode": "payment",
                    "line_items": [{"price_data": price, "quantity": 1}],
                    "client_reference_id": asked.case,
                    "metadata": metadata,
                    "payment_intent_data": {"description": asked.says, "metadata": metadata},
                    "adaptive_pricing": {"enabled": False},  # the amount that was asked, in the currency that was asked
                    "expires_at": closes_at // SECOND,
                    "success_url": asked.return_to,
                    "cancel_url": asked.return_to,
                },
                {"idempotency_key": self._key(asked.key)},
            )
            return page_of(session.to_dict(), self._shop)

    def find_payment_page(self, ref: str) -> PaymentPage:
        """This function will return the page as it stands now."""
        with answers():
            page = page_of(self._api.checkout.sessions.retrieve(ref).to_dict(), self._shop)
            if page.state == "processing" and page.payment_ref:
                # The session does not say that a transfer has failed; what it paid for does.
                intent = self._api.payment_intents.retrieve(page.payment_ref)
                if intent.status in _FAILED:
                    return replace(page, state="expired")
            return page

    def withdraw_payment_page(self, ref: str) -> PaymentPage:
        """This function will close the page and return how it stands."""
        try:
            with answers():
                return page_of(self._api.checkout.sessions.expire(ref).to_dict(), self._shop)
        except PaymentDeclined:
            return self.find_payment_page(ref)  # no longer open: paid, or closed before

    def read_event(self, body: bytes, signature: str, at_seconds: int) -> ProviderEvent | EventRefused:
        """This function will check the signature over the raw bytes and return the event, or why it is refused."""
        return webhook.read_event(body, signature, at_seconds, secrets=self._secrets, shop=self._shop)

    def _key(self, key: str) -> str:
        return f"amends-{self._shop}-{key}"  # two shops with one account must not meet in a key

    def _refunds(self, which: Mapping[str, Any], payment_ref: str = "") -> Iterator[ProviderRefund]:
        with answers():
            params: Any = {**which, "limit": _PAGE_LENGTH}
            for refund in self._api.refunds.list(params).auto_paging_iter():
                yield refund_of(refund.to_dict(), self._shop, payment_ref)

    def _charge(self, payment_ref: str) -> Object:
        if not payment_ref.startswith("pi_"):
            return self._api.charges.retrieve(payment_ref).to_dict()
        intent = self._api.payment_intents.retrieve(payment_ref).to_dict()
        latest = ref_of(intent.get("latest_charge"))
        if not latest:
            raise PaymentDeclined(f"nothing was paid on `{payment_ref}`.", reason="nothing_paid")
        return self._api.charges.retrieve(latest).to_dict()


def _by(payment_ref: str) -> dict[str, str]:
    return {"payment_intent" if payment_ref.startswith("pi_") else "charge": payment_ref}


def _same(refund: ProviderRefund, amount_minor: int, currency: str) -> ProviderRefund:
    if (refund.amount_minor, refund.currency) != (amount_minor, currency):
        raise PaymentDeclined(
            f"the key belongs to the refund `{refund.ref}` of another amount.",
            reason="key_reused",
            hint="A second refund needs a key of its own.",
        )
    return refund


@contextmanager
def answers() -> Iterator[None]:
    """This function will turn what the library raises into one of the port's three answers."""
    try:
        yield
    except stripe.StripeError as error:
        raise _answer(error) from error
    except AmendsError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unclear(f"the payment provider gave an answer that we cannot read: {error!r}.") from error


def _answer(error: stripe.StripeError) -> AmendsError:
    said = error.user_message or "no reason given"
    if isinstance(error, stripe.APIConnectionError):
        if _was_never_sent(error):
            return NotNow("the payment provider cannot be reached.")
        return Unclear("the payment provider did not answer.")
    if isinstance(error, stripe.RateLimitError):
        return NotNow(f"the payment provider is busy: {said}")
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        return NotNow(f"the payment provider does not let us in: {said}", hint="Look at `AMENDS_STRIPE_KEY`.")
    if isinstance(error, stripe.CardError | stripe.InvalidRequestError | stripe.IdempotencyError):
        kind = "key_reused" if isinstance(error, stripe.IdempotencyError) else ""
        return PaymentDeclined(f"the payment provider declined: {said}", reason=error.code or kind)
    # 409 as well: the same request is under way a second time, and how it ends is not known yet.
    return Unclear(f"the payment provider failed: {said}")


def _was_never_sent(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if type(cause).__name__ in _NEVER_SENT:
            return True
        cause = cause.__cause__ or cause.__context__
    return False
