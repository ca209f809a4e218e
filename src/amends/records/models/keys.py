"""How long ids may be."""

KEY = 80  # characters of an id that a shop or its system gives
DIGEST = 64  # characters of a SHA-256 in hexadecimal digits
CASE = 16  # characters of a case's number
ITEM = 8  # characters of an item's id
