"""What tells things of one name apart within a document: places, countries, posts, and what persons are."""
