"""All situations that a policy can meet, by exhaustion: its own tests cut the facts into finitely many regions.

`situations` is the way in: every realisable claim about one remedy in one lane, as a set that can be asked, cut and
joined, and out of which a witness - a concrete claim - can be taken. Nothing here is sampled.
"""
