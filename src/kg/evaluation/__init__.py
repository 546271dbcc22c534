"""How right a graph is: gold, what was given for it, the comparison, and saved runs."""
