"""Recorded calls, decided again: from a store's state through the policy and the money to the state that follows.

`calls` reads what was asked, `claims` turns it into facts, `answer` lets the policy decide and the money be quoted,
`store` holds the state and applies what was accepted, `compare` sets it beside what was expected. All of it is pure:
whether something is granted comes from the policy's clauses alone. Only a request that makes no sense is turned away
here: an order or item that is not there, an empty list.
"""
