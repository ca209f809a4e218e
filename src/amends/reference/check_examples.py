"""The sentences of the page of the checks that no module gives, and for each check a few clauses in which it finds."""

from __future__ import annotations

from collections.abc import Mapping

OPENING = """\
# What `amends check` finds

<!-- Made by `python -m amends.reference` from the checks themselves; a test holds it to that. Change it there. -->

`amends check FILE` reads a policy and tells what is probably not meant in it, each with its place and what to do. Where
a claim can show it, that claim stands there as a command: run it, and `amends decide` gives the answer in question.
What weighs most comes first: an error, then a warning (no word stands by it), then a note. It leaves with 0 where
nothing was found, with 1 where something was, and with 2 where a file cannot be read.

Of all claims that show the same, one is told that could be made on any day - a parcel of some days, asked for soon
after the bound - by the facts without which an answer would be another one. What there is one thing to do about is one
finding: clauses of which the same is so follow with their places and claims, and the laws that go before them stand in
one list. `--json` has the further clauses in `also`, the laws with every place in `rules`; `--sarif` has a result for
each clause, since code hosts show a result at one line.

Nothing is tried at random. The clauses' own tests cut all claims into finitely many situations: a value that is named
or another one; an amount just under, at or just over a bound; a moment in a window, on its last instant or after it.
Every situation that a real order can be in is looked at, lane by lane and remedy by remedy. So where no gap is told,
there is none. What is told is first decided by the engine itself; what that does not confirm is left out and counted.
Two limits: days that a change of the clock makes longer or shorter are not looked for on their own; and where windows
are counted in months, years or business days, five years of calendar are looked at. Without `--law`, the shop's own
clauses are looked at alone.

Claims are looked at with all their facts known. Nothing that is decided is missed by that: what is granted or refused
while facts are missing is answered the same whatever they turn out to be, so a claim with all of them shows it too.
What is not told is which claims are left to a person for want of a fact alone: a parcel that nobody gave a date, or a
piece of which the catalogue does not say what it says of others. Nearly every clause could be told so of some fact that
an order may lack, and nothing in the policy would be wrong: such a list would hide what is. So only what no product or
nobody ever tells is found (`needs_unknown_fact`, `never_known`), and a claim itself says what it lacks: `amends decide`
names each fact that is missing, and customers are asked for what they can tell.

A policy of 100 clauses takes seconds. `python -m benchmarks.hostile` measures it on 37 kinds of them that are made to
be hard: each takes less than 10 seconds of one processor, and where a check could not look at all of one in that time,
which some of them are made for, that is found and the check named (`too_many_situations`).
"""
POSSIBLE = """\
## What a real order can be

A finding rests only on claims that somebody could make. These laws of the data are what is taken for granted:
"""
_WINDOW = """\
  - id: window
    says: You have 30 days from the delivery.
    lanes: [change_of_mind]
    within: {days: 30, of: delivery}
    accept: [refund]
"""
EXAMPLES: Mapping[str, str] = {
    "contradiction": """\
clauses:
  - id: rings-come-back
    says: Rings and brooches can be returned.
    lanes: [change_of_mind]
    when: {item.category: [ring, brooch]}
    accept: [refund]
  - id: pins-stay
    says: Brooches and pins cannot be returned.
    lanes: [change_of_mind]
    when: {item.category: [brooch, pin]}
    refuse: [refund]
""",
    "dead_clause": f"""\
clauses:
{_WINDOW}  - id: never-posted
    says: What was delivered before it was posted stays with you.
    lanes: [change_of_mind]
    when: {{parcel.delivered_at: happened, parcel.shipped_at: not_yet}}
    refuse: [refund]
""",
    "exception_unused": f"""\
clauses:
{_WINDOW}  - id: earrings
    says: Earrings stay with you.
    lanes: [change_of_mind]
    when: {{item.category: earring}}
    unless: [{{id: gold-rings, says: Gold rings we take., when: {{item.category: ring}}}}]
    refuse: [refund]
""",
    "gap": """\
clauses:
  - id: unworn-rings
    says: You can return a ring within 30 days.
    lanes: [change_of_mind]
    when: {item.category: ring}
    within: {days: 30, of: delivery}
    accept: [refund]
""",
    "loophole": f"""\
clauses:
{_WINDOW}  - id: swap
    says: You can swap it for something else.
    lanes: [change_of_mind]
    within: {{days: 30, of: delivery}}
    accept: [exchange]
  - id: restocking
    says: When you return something, we keep a fifth of its price.
    lanes: [change_of_mind]
    terms: [refund]
    set: {{restocking_percent: 20}}
""",
    "never_known": """\
facts: {claim.first_time: {kind: flag, about: it is the customer's first return}}
clauses:
  - id: first-return
    says: Your first return is on us.
    lanes: [change_of_mind]
    when: {claim.first_time: true}
    accept: [refund]
""",
    "never_speaks": """\
clauses:
  - id: old-window
    says: Ordered in 2025? You have 60 days.
    lanes: [change_of_mind]
    ordered_to: 2025-12-31
    within: {days: 60, of: delivery}
    accept: [refund]
""",
    "no_season": """\
clauses:
  - id: window
    says: You have 14 days from the delivery.
    lanes: [change_of_mind]
    within: {days: 14, of: delivery}
    accept: [refund]
""",
    "nothing_to_govern": f"""\
clauses:
{_WINDOW}  - id: photo
    says: For an exchange we need a photo.
    lanes: [change_of_mind]
    require: [exchange]
    provided: {{claim.photo: true}}
""",
    "promise_impossible": f"""\
clauses:
{_WINDOW}  - id: quick
    says: Your money is on its way within 5 days of the delivery.
    lanes: [change_of_mind]
    promise: {{what: refund, within: {{days: 5, of: delivery}}}}
""",
    "season_over": f"""\
clauses:
{_WINDOW}  - id: spring
    says: Ordered in April 2026? You have until the end of June.
    lanes: [change_of_mind]
    extend:
      clauses: [window]
      seasons: [{{ordered_from: 2026-04-01, ordered_to: 2026-04-30, open_until: 2026-06-30}}]
""",
    "season_without_effect": """\
clauses:
  - id: window
    says: You have 60 days from the order.
    lanes: [change_of_mind]
    within: {days: 60, of: order}
    accept: [refund]
  - id: december
    says: Ordered in December 2026? You have until 15 January.
    lanes: [change_of_mind]
    extend:
      clauses: [window]
      seasons: [{ordered_from: 2026-12-01, ordered_to: 2026-12-31, open_until: 2027-01-15}]
""",
    "sentence_differs": """\
clauses:
  - id: window
    says: You have 35 days from the delivery.
    lanes: [change_of_mind]
    within: {days: 30, of: delivery}
    accept: [refund]
""",
    "shadowed": f"""\
clauses:
{_WINDOW}  - id: earrings
    says: Earrings stay with you.
    lanes: [change_of_mind]
    when: {{item.category: earring}}
    refuse: [refund]
  - id: studs-on-sale
    says: Earrings on sale stay with you.
    lanes: [change_of_mind]
    when: {{item.category: earring, item.discounted: true}}
    refuse: [refund]
""",
    "starts_far_ahead": f"starts: 2062-01-01\nclauses:\n{_WINDOW}",
    "unused": f"""\
facts: {{item.metal: {{kind: text, about: which metal}}}}
clauses:
{_WINDOW}""",
    "window_impossible": f"""\
clauses:
{_WINDOW}  - id: late
    says: After 20 days you can still return it, within 14 days of the delivery.
    lanes: [change_of_mind]
    when: {{parcel.delivered_at: {{longer_ago_than: {{days: 20}}}}}}
    within: {{days: 14, of: delivery}}
    accept: [exchange]
""",
    "window_never_open": """\
clauses:
  - id: window
    says: You have 14 days from our go-ahead to ask.
    lanes: [change_of_mind]
    within: {days: 14, of: authorisation}
    accept: [refund]
""",
}
