"""The words of the field: languages, findings, lifecycles, errors, clock (standard library only)."""
