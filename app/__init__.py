"""Mastara: administrative procedures drawn by analysts, tailored by communes, run without code."""
