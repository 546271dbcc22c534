"""What the ontology folder says of names: known ones, how names are built, and when two are one thing."""
