"""What was asked, in the words of the recorded tools, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from amends.core.errors import AmendsError, Place, did_you_mean

ADDRESS = ("address1", "address2", "city", "state", "country", "zip")


class CallInvalid(AmendsError):
    """A recorded call cannot be read."""

    code = "call_invalid"


@dataclass(frozen=True, slots=True)
class Tool:
    """What a tool asks for."""

    remedy: str
    change: str = ""  # of the remedy `change`: what is to be changed
    has_items: bool = False
    has_new_items: bool = False
    has_method: bool = False


TOOLS: Mapping[str, Tool] = {
    "cancel_pending_order": Tool("cancel"),
    "modify_pending_order_address": Tool("change", "address"),
    "modify_pending_order_payment": Tool("change", "payment", has_method=True),
    "modify_pending_order_items": Tool("change", "options", has_items=True, has_new_items=True, has_method=True),
    "return_delivered_order_items": Tool("refund", has_items=True, has_method=True),
    "exchange_delivered_order_items": Tool("exchange", has_items=True, has_new_items=True, has_method=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call; `customer` is who was identified, `confirmed` whether they said yes to the details read back."""

    name: str
    tool: Tool
    customer: str | None
    order: str
    items: tuple[str, ...] = ()
    new_items: tuple[str, ...] = ()
    method: str = ""
    reason: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = True


def read_call(raw: Any, customer: Any, place: Place) -> Call:
    """This function will return the call, or raise `CallInvalid`; recorded calls were confirmed unless they say not."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("arguments"), Mapping):
        raise CallInvalid("a call has a `tool` and `arguments`.", place=place)
    name = raw.get("tool")
    tool = TOOLS.get(name) if isinstance(name, str) else None
    if tool is None:
        hint = did_you_mean(str(name), TOOLS) or "The tools are " + ", ".join(f"`{one}`" for one in TOOLS) + "."
        raise CallInvalid(f"there is no tool `{name}`.", place=place, hint=hint)
    said: Mapping[str, Any] = raw["arguments"]
    if customer is not None and not isinstance(customer, str):
        raise CallInvalid(f"`{customer}` is no customer's id.", place=place)
    return Call(
        name=str(name),
        tool=tool,
        customer=customer,
        order=_word(said, "order_id", place),
        items=_words(said, "item_ids", place) if tool.has_items else (),
        new_items=_words(said, "new_item_ids", place) if tool.has_new_items else (),
        method=_word(said, "payment_method_id", place) if tool.has_method else "",
        reason=_word(said, "reason", place) if tool.remedy == "cancel" else "",
        address={key: _word(said, key, place) for key in ADDRESS} if tool.change == "address" else {},
        confirmed=raw.get("confirmed", True) is True,
    )


def _word(said: Mapping[str, Any], key: str, place: Place) -> str:
    value = said.get(key)
    if not isinstance(value, str):
        raise CallInvalid(f"the call needs `{key}` as a text.", place=place)
    return value


def _words(said: Mapping[str, Any], key: str, place: Place) -> tuple[str, ...]:
    value = said.get(key)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise CallInvalid(f"the call needs `{key}` as a list of texts.", place=place)
    return tuple(value)
