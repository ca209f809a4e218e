"""The ports, filled in: one package for each vendor, and `connect.py`, which gives a shop its own."""
