"""Scenarios: the runner, and every scenario that analysts wrote."""
