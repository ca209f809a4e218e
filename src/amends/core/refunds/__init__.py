"""How much goes back, less what, by which payment: quotes, exchanges, offers, and the book of returns.

Read first `paid` (what was paid for every unit) and `units` (what is asked back), then `totals` with `shipping` (what
all refunds come to), then `quote`. `terms` is what a decision says about money, `routes` where it goes, `left` what
remains.

`payments` says what the events of a payment come to, for imports. Two parts serve other programs alone: `returns`
(how much of an order is asked back, came back, was dismissed) and `changes` (an order edited before it is sent). A
shop's own cases do not use them: what was asked, came and was turned down are events of a case (`core.cases`).
"""
