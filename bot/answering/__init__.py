"""From a question to an answer: tidy, route, search, gate, compose, verify. One module a step, `service` in order."""
