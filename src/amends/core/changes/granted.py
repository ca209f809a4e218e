"""On which terms a remedy is granted, each with the claims that have them.

Clause by clause the claims are parted by what has been settled so far, key by key, and not by which clauses settled it:
a hundred fees are a hundred parts at most. Laws: the terms are those of `engine.agreed`; the parts hold every claim of
the set once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from amends.core.changes.joint import View
from amends.core.changes.judge import told
from amends.core.policy.tree import Effect
from amends.core.refunds.terms import BETTER, UNSAID, Terms
from amends.core.regions.diagram import NONE

Settled = tuple[tuple[str, tuple[Any, ...], bool], ...]  # a key, its best value where one sets it, whether one does not
_SILENT: Settled = ()


def terms_in(view: View, among: int) -> Mapping[Terms, int]:
    """This function will return the terms on which a remedy is granted, each with the claims that have them."""
    sets = view.sets
    parts: dict[tuple[Settled | None, Settled], int] = {(None, _SILENT): among}
    for clause in view.speaking(Effect.ACCEPT, Effect.TERMS):
        is_terms = clause.effect is Effect.TERMS
        own = clause.terms
        fits = view.scope(clause) if is_terms else view.granted_by(clause)
        split: dict[tuple[Settled | None, Settled], int] = {}
        for (granted, set_), here in parts.items():
            sets.steps.take()
            more = (granted, _with(set_, own)) if is_terms else (_granted(granted, own), set_)
            for name, part in ((more, sets.both(here, fits)), ((granted, set_), sets.without(fits, here))):
                if part != NONE:
                    split[name] = sets.either(split.get(name, NONE), part)
        parts = split
    found: dict[Terms, int] = {}
    for (granted, set_), here in parts.items():
        terms = told(_terms(granted, set_))
        found[terms] = sets.either(found.get(terms, NONE), here)
    return found


def _granted(before: Settled | None, own: Mapping[str, Any]) -> Settled:
    """What several acceptances come to; a key that one of them leaves open counts by what is set over all of them."""
    return _with(before or _SILENT, own, all_set=before is not None)


def _with(before: Settled, own: Mapping[str, Any], *, all_set: bool = False) -> Settled:
    """What is settled, with one more setting."""
    known = {key: (values, is_open) for key, values, is_open in before}
    found = []
    for key in sorted({*known, *own}):
        values, is_open = known.get(key, ((), all_set))
        if key in own:
            values = (BETTER[key].better(values[0], own[key]),) if values else (own[key],)
        found.append((key, values, all_set and (is_open or key not in own)))
    return tuple(found)


def _terms(granted: Settled | None, set_: Settled) -> Terms:
    if granted is None:
        return UNSAID
    over = {key: values for key, values, _ in set_}
    chosen: dict[str, Any] = {}
    for key, values, is_open in granted:
        each = [reduce(BETTER[key].better, (*values, *over.get(key, ())))] if values else []
        if is_open:
            each.append(over[key][0] if key in over else getattr(UNSAID, key))
        chosen[key] = reduce(BETTER[key].better, each)
    return Terms(**{key: values[0] for key, values in over.items() if key not in chosen}, **chosen)
