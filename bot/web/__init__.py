"""The page: asking, checking drafts, signing, and letters to and from the line manager, in a browser."""
