"""The hosted page of a Checkout Session, with one button that pays and one that is declined."""

from __future__ import annotations

from html import escape

from amends.sandbox.answers import Body
from amends.sandbox.world import money

STYLE = """body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 32rem; padding: 2rem 1rem;
  color: #1b1b1f; background: #fff; }
button { font: inherit; min-height: 3rem; width: 100%; margin: .5rem 0; border: 2px solid #1b3a6b; border-radius: .4rem;
  background: #1b3a6b; color: #fff; cursor: pointer; }
button.plain { background: #fff; color: #1b3a6b; }
.note { background: #eef2f9; padding: .75rem 1rem; border-radius: .4rem; }
.amount { font-size: 2rem; font-weight: 600; margin: 0; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #16171b; } .note { background: #262a33; }
  button { background: #a9c3f5; color: #16171b; border-color: #a9c3f5; }
  button.plain { background: #16171b; color: #a9c3f5; } a { color: #a9c3f5; } }
"""
_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title} - practice payment</title>
<link rel="stylesheet" href="/pay/style.css"></head>
<body><main>
<h1>{title}</h1>
{content}
<p class="note">This is a practice payment provider. No money moves.</p>
</main></body></html>
"""


def page_of(session: Body, *, declined: bool = False) -> str:
    """This function will return the page as it stands for a session."""
    back = _link(session["cancel_url"] or session["success_url"])
    if session["status"] == "complete":
        return _PAGE.format(title="Paid", content=f"<p>This was paid already.</p>{back}")
    if session["status"] == "expired":
        return _PAGE.format(title="No longer open", content=f"<p>This page has closed. Nothing was paid.</p>{back}")
    said = '<p class="note" role="alert">The card was declined. Nothing was paid.</p>' if declined else ""
    content = f"""{said}<p>{escape(session["_name"])}</p>
<p class="amount">{escape(money(session["amount_total"], session["currency"]))}</p>
<form method="post"><button name="do" value="pay">Pay</button>
<button class="plain" name="do" value="decline">Try a card that is declined</button></form>{back}"""
    return _PAGE.format(title="Pay", content=content)


def _link(address: str) -> str:
    # Any other scheme would be a script of whoever made the session.
    return f'<p><a href="{escape(address)}">Back to the shop</a></p>' if address.startswith("http") else ""
