"""From the text of an expression to its tree (DMN 1.5, 10.3.1)."""
