"""Names of agents as a history keeps them, in French, for a reader of Arabic."""

from collections.abc import Iterable, Mapping

from app.domain.languages import Language
from app.store import people


def names_for(language: Language, kept: Iterable[str]) -> Mapping[str, str]:
    """Return the Arabic names of the agents whose French names a history keeps; nothing for another language.

    A history keeps the name as it was. Where agents of one French name are written in two ways in Arabic, and where
    nobody has the name any more, it stays as it is kept.
    """
    wanted = frozenset(kept)
    if language != "ar" or not wanted:
        return {}
    found: dict[str, set[str]] = {}
    for name_fr, name_ar in people.list_names(wanted):
        found.setdefault(name_fr, set()).add(name_ar)
    return {name_fr: names.pop() for name_fr, names in found.items() if len(names) == 1}
