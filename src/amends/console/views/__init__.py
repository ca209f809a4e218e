"""The console's views, by subject."""
