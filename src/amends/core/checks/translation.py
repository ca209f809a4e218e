"""A policy in another language: sentences that are missing, that the policy does not have, or that say other numbers.

Customers are promised what they read in their own language, so 30 days in one and 35 in another is a finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from amends.core.checks.finding import Finding
from amends.core.engine.language import ShopTexts
from amends.core.errors import did_you_mean
from amends.core.policy.tree import Policy
from amends.core.vocabulary import VOCABULARY

_NUMBER = re.compile(r"[0-9]+(?:[.,\u00a0\u202f][0-9]+)*")
_COINS = re.compile(r"[.,]([0-9]{2})$")


def translation(policy: Policy, texts: ShopTexts, language: str) -> Iterator[Finding]:
    """This function will find what is wrong with the policy's words in a language."""
    sentences = {one.id: one.says for one in policy.clauses}
    sentences |= {one.id: one.says for clause in policy.clauses for one in clause.unless}
    own = {
        name: fact.ask
        for name, fact in policy.vocabulary.facts.items()
        if fact.ask and fact.ask != getattr(VOCABULARY.facts.get(name), "ask", "")
    }
    sections = {one.section: one.section for one in policy.clauses if one.section}
    for part, english, said in (("says", sentences, texts.says), ("sections", sections, texts.sections),
                                ("ask", own, texts.asks)):  # fmt: skip
        for name, sentence in english.items():
            if name not in said:
                message = f"`{name}` is not said in `{language}`, and is read as the policy has it."
                yield Finding("translation_missing", message, f"Add it under `{part}`.", field=(part,))
            elif numbers_in(sentence) != numbers_in(said[name]):
                message = f"`{name}` says {_shown(said[name])} in `{language}`, and {_shown(sentence)} in the policy."
                yield Finding("said_differently", message, "Let both say the same.", field=(part, name))
        for name in said.keys() - english.keys():
            if part == "ask" and name in policy.vocabulary.facts:
                continue  # the policy asks it as every policy does; a shop may still ask it in its own way
            hint = did_you_mean(name, english) or "Take it away."
            yield Finding("translation_unknown", f"the policy has no `{name}`.", hint, field=(part, name))


def numbers_in(sentence: str) -> Counter[str]:
    """This function will return the numbers of a sentence, written alike: `1.234,50` and `1,234.50` are one."""
    found: Counter[str] = Counter()
    for text in _NUMBER.findall(sentence):
        coins = _COINS.search(text)
        whole = re.sub(r"[^0-9]", "", text[: coins.start()] if coins else text)
        found[f"{int(whole)}.{coins.group(1)}" if coins else str(int(whole))] += 1
    return found


def _shown(sentence: str) -> str:
    return ", ".join(sorted(numbers_in(sentence).elements())) or "no number"
