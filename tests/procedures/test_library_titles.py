"""Every procedure of the library has a title in Tifinagh, and says that nobody has validated it yet."""

import pytest
import yaml

from app.procedures.layout import list_slugs
from app.settings import ROOT

PROCESSES = ROOT / "processes"
TIFINAGH = range(0x2D30, 0x2D80)
NOT_VALIDATED = "tant que la traduction n'est pas validée"


@pytest.mark.parametrize("slug", list_slugs(PROCESSES))
def test_a_procedure_has_a_title_in_tifinagh_marked_as_not_validated(slug: str) -> None:
    text = (PROCESSES / slug / "translations" / "zgh.yaml").read_text(encoding="utf-8")
    title = str(yaml.safe_load(text)["fiche"]["title"])
    assert all(letter == " " or ord(letter) in TIFINAGH for letter in title), title
    assert text.startswith("#") and NOT_VALIDATED in text.partition("\n")[0]
