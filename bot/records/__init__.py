"""What has to outlive the process: escalations, and messages on their way."""
