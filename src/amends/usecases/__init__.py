"""What can be done, one verb a file: read, call the core once, write once."""
