"""One process that serves: what is published, the desk, and the surfaces that are configured, put together."""
