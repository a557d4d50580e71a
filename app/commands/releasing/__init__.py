"""Publication of procedures: is it ready, who approves, from which day, retire, go back. Each act is remembered."""
