"""What can be made to go wrong, and where in a request it does.

A fault waits for the next request that fits: `method`, the beginning of the `path`, and `has`, a text in the body or
path. It strikes as often as `times` says.
"""

from __future__ import annotations

import json

from amends.sandbox.answers import Body, Refused
from amends.sandbox.store import Store

KINDS = {
    "error_before": "answers 500, having done nothing and kept nothing",
    "error_kept": "answers 500, having done nothing; the key keeps that answer for a day",
    "error_after": "does it and answers 500; the key keeps that answer for a day",
    "timeout_after": "does it and never answers",
    "drop_before": "cuts the line, having done nothing",
    "drop_after": "does it and cuts the line",
    "decline": "answers 402; `code` and `message` say why",
    "rate_limit": "answers 429, having done nothing",
    "slow": "answers after `seconds`, the key in use meanwhile",
    "die_before": "the provider is killed before it does anything",
    "die_inside": "the provider is killed before its commit",
    "die_after": "the provider is killed after its commit",
    "pending": "the refund is pending; `settles_as` after `after_seconds`, with `failure_reason`",
    "requires_action": "the refund waits for the customer",
    "hook_first": "events are delivered before the answer",
}


def add(store: Store, told: Body) -> Body:
    """This function will keep a fault for the requests that fit it."""
    if told.get("kind") not in KINDS:
        raise Refused(f"`{told.get('kind')}` is no fault. Known are {', '.join(KINDS)}.", param="kind")
    store.execute("INSERT INTO faults (body, times) VALUES (?, ?)", json.dumps(told), int(told.get("times", 1)))
    return told


def take(store: Store, method: str, path: str, body: str) -> Body:
    """This function will return the first fault that fits, one time fewer, or an empty one."""
    for row in store.execute("SELECT * FROM faults WHERE times > 0 ORDER BY number"):
        fault: Body = json.loads(row["body"])
        if (
            fault.get("method", "POST") == method
            and path.startswith(fault.get("path", "/v1/refunds"))
            and fault.get("has", "") in f"{path}?{body}"
        ):
            store.execute("UPDATE faults SET times = times - 1 WHERE number = ?", row["number"])
            return fault
    return {}
