"""The console: the pages of a shop's staff. It translates in, makes one call, and translates out."""
