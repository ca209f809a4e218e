"""The sentences and examples of the language reference that no model can give."""

from __future__ import annotations

from collections.abc import Mapping

from amends.core.facts import Kind

OPENING = """\
# The language of policies

<!-- Made by `python -m amends.reference` from the language itself; a test holds it to that. Change it there. -->

A policy is one YAML file. The page that customers read, every decision with the clause that decided it, the money and
the deadlines come from it. This page names every word of it. To begin, read [ten minutes](ten-minutes.md); the words
themselves are explained in the [glossary](glossary.md). Editors complete and check with the JSON Schema: run
`amends policy schema > policy.schema.json` and begin the file with
`# yaml-language-server: $schema=policy.schema.json`.

YAML is read plainly. `true`, `false` and `null` are the only special words, so `no` is a word; `40.00` is exact;
`2023-11-01` is a day. Amounts are written `6.00` or `6.00 USD`, in the shop's currency and no other. Where a list is
taken, one word may stand alone. A key twice, an anchor, an alias, a tag or a character that nobody sees is an error,
the last in comments too. Names, headings, values and questions stand on one line; a sentence may take several.
A policy has at most 1,000 clauses, 500 facts and 500 reasons of its own, 5,000 values in one list, and 200 questions in
one condition.
Everything that is wrong is told at once, each with its line, column and a way out.
"""
FILE = """\
The clauses may stand in any order: it never matters. Dates are local days in the shop's zone.
"""
HEAD = """\
amends: 1
shop:
  id: my-shop
  name: My Shop
  country: US
  zone: America/New_York
  currency: USD
  shipping: {flat_rate: 6.00, free_from: 75.00}
version: "1"
starts: 2026-01-01
answers_within: {business_days: 2}
post_within: {days: 14}
clauses:
  - id: window
    says: You have 30 days from the delivery.
    within: {days: 30, of: delivery}
    accept: [refund, exchange]
"""
OUTCOMES = """\
For every line of an order and every remedy the answer is `accepted`, `refused` or `referred` (a person decides). The
first row that applies decides:

| | for this line and remedy | the answer |
|---|---|---|
| 1 | no clause grants this remedy to anyone | refused as not offered, and not listed |
| 2 | a refusal fits | refused |
| 3 | an acceptance fits and everything that it and the requirements and limits over it ask for is so | accepted |
| 4 | acceptances fit, but something asked for is not so | refused, naming each; referred if the clause says so |
| 5 | no clause speaks of the claim | referred |

A clause *fits* where its lane, its remedy, its `when` and none of its exceptions fit. A fact that is missing refers the
claim where its value could change the answer, and is asked for; a fact that makes no sense always does. All reasons are
told, not the first. Where two acceptances or terms give different things, the customer gets the better.
"""
LANES = """\
Every claim belongs to one lane, by its reason; a clause speaks for the lanes that it names, and for all where it names
none. "Earrings cannot be returned, except for faults" is then a refusal in the lane `change_of_mind`.
"""
CLAUSES = """\
A clause holds the sentence that customers read and the rule, so that they cannot drift apart. It has exactly one of
the effects below.
"""
EFFECTS = """\
`within`, `provided` and `otherwise` belong to `accept` and `require` (`otherwise` to `limit` too), `set` to `accept`
and `terms`. `all` stands for all remedies.
"""
EFFECT: Mapping[str, tuple[str, str]] = {
    "accept": (
        "`within` and `provided` are what it asks for, `set` are its terms.",
        """\
- id: window
  says: You have 30 days from the delivery, for unworn pieces.
  lanes: [change_of_mind, fault]
  within: {days: 30, of: delivery}
  provided: {condition.worn: false}
  accept: [refund, exchange]
  set: {return_postage: customer}
""",
    ),
    "refuse": (
        "Whom it is about stands in `when`; it asks for nothing.",
        """\
- id: hygiene
  says: Earrings cannot be returned, except when something is wrong with them.
  lanes: change_of_mind
  when: {item.category: earring}
  refuse: [refund, exchange]
""",
    ),
    "require": (
        "It needs `provided` or `within`.",
        """\
- id: report
  says: Tell us within 48 hours, with a photo; later, one of us looks at it.
  lanes: fault
  require: all
  within: {hours: 48, of: delivery}
  provided: {claim.photo: true}
  otherwise: refer
""",
    ),
    "terms": (
        "It needs `set`.",
        """\
- id: postage
  says: You pay for the way back.
  lanes: change_of_mind
  terms: [refund, exchange]
  set: {return_postage: customer}
""",
    ),
    "limit": (
        "What was used before is the fact `used.<per>.<counting>`, which `when` can ask for too.",
        """\
- id: one-exchange
  says: One exchange for each order.
  limit: {remedies: exchange, times: 1, per: order, counting: exchange}
""",
    ),
    "promise": (
        "The date is shown to customers and staff as soon as its anchor is known.",
        """\
- id: money
  says: Your money is on its way within 10 business days of the return's arrival.
  promise: {what: refund, within: {business_days: 10, of: return_receipt}}
""",
    ),
    "advise": (
        "It changes no answer.",
        """\
- id: tracked
  says: For a piece over 40.00, please choose tracked post.
  when: {item.price: {over: 40.00}}
  advise: [refund, exchange]
""",
    ),
    "classify": (
        "It takes no `lanes`; `when` says for which pieces.",
        """\
- id: tarnish
  says: Silver darkens with time; that is no fault.
  when: {item.material: silver}
  classify: {reasons: tarnished, lane: change_of_mind}
""",
    ),
    "extend": (
        "Each season is a line; a window that is open longer by itself stays so.",
        """\
- id: window
  says: You have 30 days from the order.
  within: {days: 30, of: order}
  accept: refund
- id: holidays
  says: What you order from 1 November to 25 December can come back until 31 January.
  extend:
    clauses: window
    seasons:
      - {ordered_from: 2026-11-01, ordered_to: 2026-12-25, open_until: 2027-01-31}
""",
    ),
}
TIMES = """\
A length of time is in exactly one unit. Hours are exact and inclusive. The others end with the last local day: within
30 days of 10 March is until the end of 9 April, whatever the clocks do.
"""
CONDITIONS = """\
A condition is a mapping from facts to what they must be; all its entries must hold. What can be asked depends on the
kind of the fact. The plain value is short for `is` (of marks, for `has`), and a list means one of these. Numbers and
amounts can be compared with another fact of their kind: `{at_most: {fact: item.size_tolerance_mm}}`.
"""
KINDS = tuple(Kind)
FORMS: Mapping[str, str] = {
    "flag": "condition.worn: false",
    "choice": "claim.cause: [wear, accident]",
    "text": "item.material: {not: [silver, gold]}",
    "count": "item.quantity: {at_least: 2}",
    "number": "item.carat: {at_least: 18}",
    "money": "item.price: {over: 40.00, at_most: 500.00}",
    "moment": "order.placed_at: {within: {hours: 24}}",
    "marks": "item.marks: {lacks: [final_sale, sample_sale]}",
}
JOINED = """\
A moment can be written `happened` or `not_yet`; `from` and `to` are local days, both included; `within` and
`longer_ago_than` compare it with the asking, as a window does. `any`, `all` and `none` take lists of conditions:
"""
JOINED_EXAMPLE = """\
- id: as-sold
  says: Neither marked down nor worn, and either sealed or bought less than a day ago.
  when:
    none:
      - {item.marks: {has: [final_sale, sample_sale]}}
      - {condition.worn: true}
    any:
      - {item.marks: {has: sealed}}
      - {order.placed_at: {within: {hours: 24}}}
      - {order.placed_at: {from: 2026-11-01, to: 2026-12-25}}
      - {parcel.shipped_at: not_yet}
  accept: refund
"""
TERMS = """\
Terms are set by the acceptance that decides and by every `terms` clause over it. A term that nobody sets has the value
that silence means.
"""
TERMS_EXAMPLE = """\
- id: offer
  says: We offer 5 to 30 percent of the price. If what you keep comes to less than 75.00, we deduct 6.00 for shipping.
  lanes: fault
  accept: [refund, partial_refund]
  set:
    offer_percent: {at_least: 5, at_most: 30}
    clawback: {free_from: 75.00, rate: 6.00}
"""
OWN = """\
A fact under `item.` or `parcel.` is filled from the attribute of that name. Any other needs a question (`ask`) or a
value for its absence (`absent`): else nobody ever tells it. `ask` at the head of the file gives the shop's own wording
of a question that every policy has; `reasons` adds reasons, each with its lane.
"""
OWN_EXAMPLE = """\
facts:
  item.plating: {kind: choice, about: what it is plated with, values: [none, gold, rhodium], absent: none}
  claim.size_known: {kind: flag, about: the customer knows the size, ask: Do you know your size?}
reasons: {too_heavy: change_of_mind}
ask: {condition.worn: "Has it been worn, even once?"}
clauses:
  - id: window
    says: You have 30 days from the delivery, if you know your size.
    when: {item.plating: none, claim.reason: too_heavy, condition.worn: false}
    provided: {claim.size_known: true}
    within: {days: 30, of: delivery}
    accept: exchange
"""
FACTS = """\
Moments are `not_yet` where it is known that they have not come; `unknown` is something else: nobody knows.
`used.order.<name>`, `used.line.<name>` and `used.customer.<name>` count uses, for any name that a limit counts under,
and are 0 where nothing is said.
"""
CHECKS = """\
A file that can be read may still say what is not meant. `amends check FILE` names it, with 0, 1 or 2 as exit code:
nothing found, something found, not readable.
"""
