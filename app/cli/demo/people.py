"""Invents people and addresses: the same seed gives the same person."""

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from app.cli.demo.reading import read_data
from app.domain.languages import Language

FIRST_IDENTITY, LAST_IDENTITY = 12_000, 19_999
LAST_TELEPHONE = 9_999
HOUSES = 140

Values = Mapping[str, Any]
"""What the placeholders of a story stand for, by name."""


def invent(seed: Random, commune_id: str, language: Language) -> Values:
    """Return the values of a person of a commune.

    `first`, `last`, `full`, `street`, `quarter`, `address` and `company` are written in `language`; each also has an
    `_fr` and an `_ar` form. The others are `cin`, `phone`, `email`, `location`, `number`, `ice`,
    `staff_number` and `sex` (F or M).
    """
    data = read_data("people.yaml")
    place = data["places"][commune_id]
    sex = seed.choice(("F", "M"))
    first: Mapping[str, str] = seed.choice(data["women" if sex == "F" else "men"])
    last: Mapping[str, str] = seed.choice(data["last_names"])
    number = seed.randint(1, HOUSES)
    street: Mapping[str, str] = seed.choice(place["streets"])
    words = {
        "first": first,
        "last": last,
        "full": {tongue: f"{first[tongue]} {last[tongue]}" for tongue in ("fr", "ar")},
        "street": street,
        "quarter": seed.choice(place["quarters"]),
        "address": {"fr": f"{number}, {street['fr']}", "ar": f"{number}، {street['ar']}"},
        "company": seed.choice(data["companies"]),
        "father": seed.choice(data["men"]),
        "father_last": seed.choice(data["last_names"]),
        "mother": seed.choice(data["women"]),
    }
    return {
        **_in_both(words, language),
        "sex": sex,
        "number": number,
        "location": seed.choice(place["location"]),
        "cin": f"{seed.choice(place['series'])}{seed.randint(FIRST_IDENTITY, LAST_IDENTITY)}",
        "phone": f"066100{seed.randint(1_000, LAST_TELEPHONE)}",
        "email": f"{_plain(first['fr'])}.{_plain(last['fr'])}@example.ma",
        "ice": f"00{seed.randint(1_000_000, 9_999_999)}0000{seed.randint(10, 99)}",
        "staff_number": str(seed.randint(1_200_000, 1_899_999)),
        "language": language,
    }


def _in_both(words: Mapping[str, Mapping[str, str]], language: Language) -> dict[str, str]:
    chosen = {name: texts[language] for name, texts in words.items()}
    both = {f"{name}_{tongue}": texts[tongue] for name, texts in words.items() for tongue in ("fr", "ar")}
    return chosen | both


def _plain(name: str) -> str:
    return name.lower().replace(" ", "")


@cache
def placed_communes() -> Sequence[str]:
    """Return the codes of the communes for which people can be invented."""
    return tuple(read_data("people.yaml")["places"])
