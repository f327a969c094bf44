"""Reading a policy, understanding it, signing it: a journey that waits for its colleague, and a log that stands up."""
