"""Photos that people send: read and written anew by a child process that may do next to nothing."""
