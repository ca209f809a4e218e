"""Asking in one's own words: from what somebody types to the guides that answer it. Text in, values out."""
