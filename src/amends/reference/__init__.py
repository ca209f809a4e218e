"""What the documentation says of the language, made from the language: `python -m amends.reference` writes it."""
