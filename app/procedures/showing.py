"""What goes wrong in a scenario on purpose, so that a reader finds it: each package shows each of these once."""

CITIZEN_ERRS = "citizen-errs"
"""Whoever fills in a form is mistaken: the form refuses it, or the file is sent back."""
ADMINISTRATION_LATE = "administration-late"
"""A period of the administration passes before it has acted."""
SYSTEM_FAILS = "system-fails"
"""A system or body outside fails, keeps silent, answers too late or answers twice."""
SHOWN = (CITIZEN_ERRS, ADMINISTRATION_LATE, SYSTEM_FAILS)
"""The words that `shows` of a scenario may hold."""
