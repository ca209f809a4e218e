"""How much goes back, less what, by which payment: quotes, exchanges, offers, and the book of returns.

Read first `paid` (what was paid for every unit) and `units` (what is asked back), then `totals` with `shipping` (what
all refunds come to), then `quote`. `terms` is what a decision says about money, `routes` where it goes, `left` what
remains.

Three parts are complete and called by nobody yet but the cases from outside: `returns` (the desk that receives parcels
will keep its book), `payments` (what a payment provider tells), and `changes` (an order edited before it is sent).
"""
