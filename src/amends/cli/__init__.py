"""The command line: each command translates its words in, makes one call, and prints the answer."""
