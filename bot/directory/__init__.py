"""Where people come from: a file by default."""
