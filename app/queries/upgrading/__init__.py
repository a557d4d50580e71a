"""Upgrades and trials in words: what changed on both sides, what a commune may answer, figures by region."""

from app.queries.upgrading.words import ConflictWords, attention_words, conflict_words, tell_kept

__all__ = ["ConflictWords", "attention_words", "conflict_words", "tell_kept"]
