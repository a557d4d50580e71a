"""From the tree of an expression to its value (DMN 1.5, 10.3.2)."""
