"""Slack: messages in, answers out. `app` is thin, `translate` and `render` are pure, `verifying` stands in front."""
