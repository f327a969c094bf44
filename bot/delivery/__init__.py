"""Letters from the outbox to people, each once, whatever fails in between."""
