"""What the ontology lacks: names and triggers that documents use and no file knows."""
