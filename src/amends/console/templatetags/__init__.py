"""The console's words and figures in templates."""
