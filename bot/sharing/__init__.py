"""May this be shared? A draft read before it is posted, and what is said of it."""
