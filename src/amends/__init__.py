"""Amends runs a shop's after-sales from the shop's own written policy."""
