"""Laws as policies: in the language of policies, by country and day of the contract. Not legal advice."""

from __future__ import annotations

from amends.laws.floors import duties_for, floor_for, floor_texts

__all__ = ["duties_for", "floor_for", "floor_texts"]
