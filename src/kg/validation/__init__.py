"""Is a graph what an export promises: shapes made from the ontology, and the faults of a graph that breaks them."""
