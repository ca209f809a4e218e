"""Lists as the provider gives them: newest first, at most a hundred at once, then from where the last one ended."""

from __future__ import annotations

from amends.sandbox.answers import Body, Refused, missing
from amends.sandbox.forms import Params
from amends.sandbox.store import Store
from amends.sandbox.world import shown

LONGEST = 100


def page(store: Store, kind: str, url: str, params: Params, parent: str) -> Body:
    """This function will return one page of the objects of a kind, of one parent where that is given."""
    limit = params.number("limit", 10)
    if limit > LONGEST:
        raise Refused("Invalid limit: must be at most 100.", code="parameter_invalid_integer", param="limit")
    after = params.text("starting_after", "")
    since = params.inside("created").number("gte", 0, least=0)
    params.finish()
    if after and not store.get(kind, after):
        raise missing(kind, after, "starting_after")
    found = store.page(kind, parent, since=since, after=after, limit=limit + 1)
    return {
        "object": "list",
        "url": url,
        "has_more": len(found) > limit,
        "data": [shown(body) for body in found[:limit]],
    }
