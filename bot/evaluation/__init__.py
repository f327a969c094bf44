"""The owner's measure of quality: questions with known answers asked, scored, compared, and shown as a page."""
