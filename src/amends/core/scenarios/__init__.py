"""Scenarios: what a shop expects its policy to say, written down as cases and run against the real engine and money."""
