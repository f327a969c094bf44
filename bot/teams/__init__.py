"""Microsoft Teams: what comes in is verified before the SDK sees it; `translate` and `render` are pure."""
