"""Questions to a finished graph: SPARQL, plain or kept under a name in the ontology folder, and its answers."""
