"""The roles of the country, as lists on a screen name them."""

from collections.abc import Mapping

from app.domain.languages import Language, choose
from app.procedures.layout import SHARED
from app.procedures.library import Library
from app.procedures.yaml_source import read_mapping

ROLES = f"processes/{SHARED}/roles.yaml"
OUTSIDE = ("citizen", "company", "system")
"""Roles that no agent of an administration holds."""


def role_titles(library: Library, language: Language) -> dict[str, str]:
    """Return the roles that agents hold, by key, in the order of the file."""
    listed: Mapping[str, Mapping[str, str]] = read_mapping(library.shared_files()[ROLES], file=ROLES).data
    return {key: choose(titles, language) for key, titles in listed.items() if key not in OUTSIDE}
