"""Mail: written, sent, and read."""
