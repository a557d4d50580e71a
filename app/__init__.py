"""Mastara: administrative procedures drawn by analysts, tailored by communes, run without code."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> "Flask":
    """Return the application of the environment's settings: `flask` finds it here, in the folder of the project."""
    from app.factory import create_app as create

    return create()
