"""Names → things: what documents tell, gathered in any order and grouping, and then joined with reasons."""
