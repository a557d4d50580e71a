"""Composes a new procedure from the shared flows: a whole package that runs, to be changed and not to be begun."""

from app.procedures.composing.choices import PRESETS, STEPS, Composition, Preset, StepChoice
from app.procedures.composing.package import compose

__all__ = ["PRESETS", "STEPS", "Composition", "Preset", "StepChoice", "compose"]
