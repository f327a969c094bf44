"""From an answer to the line manager and back, with consent, tracked until it is settled."""
