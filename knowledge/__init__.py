"""What is known and how it is found: documents, clauses, guidance and search over a published generation."""
