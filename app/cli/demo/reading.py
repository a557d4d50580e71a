"""Reads the demonstration's files of data."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.procedures.yaml_source import read_mapping

FOLDER = Path(__file__).parent


@cache
def read_data(name: str) -> Mapping[str, Any]:
    """Return the content of a file of this folder."""
    data: Mapping[str, Any] = read_mapping((FOLDER / name).read_bytes(), file=name).data
    return data


def read_communes() -> Mapping[str, Any]:
    """Return communes.yaml: password, services, hours, communes, national, titles."""
    return read_data("communes.yaml")
