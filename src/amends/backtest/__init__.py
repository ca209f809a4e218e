"""What a policy, or a change of one, would have answered over years of orders: clauses as columns, millions at a time.

Read first `formulas` (what a truth is, row by row), then `columns` (a policy lowered to them) and `payouts` (the
money); `statement` writes it as SQL, `comparing` counts. Everything equals the engine row for row. Needs the extra
`backtest`.
"""
