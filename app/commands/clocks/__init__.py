"""The legal clock of cases: kept at each step, extended by a decision, told when time runs out."""
