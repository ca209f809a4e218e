"""What must always hold over the live tables: each check names the row that breaks it, what is wrong and what to do."""

from amends.records.invariants.breach import Breach

__all__ = ["Breach"]
