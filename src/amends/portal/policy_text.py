"""The words of a policy as its page shows them: laid out once a process, for each version and language.

Law: what was laid out for one policy as told in one language is shown for that very one. It is kept beside the policy
and the words that it was made from, and made anew where either is another.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from amends.core.engine.language import Words
from amends.core.engine.page import policy_page
from amends.core.policy.tree import Policy
from amends.pages.reader import language
from amends.portal.telling import told
from amends.records.shops import ShopRow

MOST = 64  # versions of policies, each in a language
_laid_out: dict[tuple[str, str, str], tuple[Policy, Words, SafeString]] = {}


def policy_text(shop: ShopRow, policy: Policy) -> SafeString:
    """This function will return the summary and the clauses, in the language of whoever reads."""
    here = told(shop, policy)
    key = (shop.id, policy.hash, language().code)
    kept = _laid_out.get(key)
    if kept is not None and kept[0] is here.policy and kept[1] is here.words:
        return kept[2]
    text = SafeString(render_to_string("portal/policy_text.html", {"page": policy_page(here.policy, here.words)}))
    if len(_laid_out) >= MOST:
        _laid_out.clear()
    _laid_out[key] = (here.policy, here.words, text)
    return text
