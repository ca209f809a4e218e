"""The life of a case, from what was asked to its end.

Read first `states` (where an item can stand, and the table of moves), then `events` (what can have happened), `case`
(what the events fold into, by `evolve`), `commands` (what somebody can want) and `handle` (what happens then).
`routes` says which steps a remedy takes, `rules` how long each may take, `effects` what must happen outside, and
`timers` what is to be looked at again, and when.
"""
