"""Deciding: `spec` is the definition, `decide` the fast engine that equals it, `explain` the words."""
