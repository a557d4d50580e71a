"""How the values of a register are read: by their names, in the language of the reader."""

import pytest

from app.domain.languages import Language
from app.queries.inscriptions import say_value
from tests.world.registering import shipped


@pytest.mark.parametrize(
    ("register", "field", "value", "language", "said"),
    [
        ("mail-out", "signed_by", "vice_president", "fr", "Vice-président par délégation"),
        ("mail-out", "signed_by", "vice_president", "ar", "نائب الرئيس بالتفويض"),
        ("complaints", "answer", "unfounded", "ar", "غير مبنية على أساس"),
        ("activities", "regime", "Déclaration", "ar", "تصريح"),
        ("public-domain", "occupation_kind", "manège forain", "ar", "manège forain"),
        ("births", "sex", "F", "fr", "Féminin"),
    ],
)
def test_a_known_value_is_read_by_its_name_and_another_as_it_was_written(
    register: str, field: str, value: str, language: Language, said: str
) -> None:
    kept = shipped(register).find_field(field)
    assert kept is not None
    assert say_value(kept, value, language) == said
