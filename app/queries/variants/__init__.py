"""The same procedure in many communes: what each changed in words, and what became of the cases."""
