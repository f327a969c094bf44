"""From policy files to a published generation: read, cut into clauses, embed, learn, index, publish."""
