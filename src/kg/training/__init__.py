"""``kg train``: annotated examples → the table of the tagger, with what it reached by cross-validation."""
