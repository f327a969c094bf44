"""The command line. One module a command; each loads only what it needs."""
