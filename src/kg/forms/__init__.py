"""Further forms of names: what a document declares, what it was called before, what follows from a full name."""
