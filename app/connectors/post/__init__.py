"""Registered mail: items, tracking numbers and signed notices of a carrier."""
