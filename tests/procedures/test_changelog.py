"""The changelog of a package: what a version says is found, replaced and never mixed with another's."""

from app.procedures.changelog import TITLE, VERSION, entry_of, with_entry

TWO = b"# J\n\n## 1.1.0 \xe2\x80\x93 mars\n- Un.\n- Deux.\n\n## 1.0.0\n- Avant.\n"


def test_an_entry_ends_where_the_next_version_begins() -> None:
    assert entry_of(TWO, "1.1.0") == "- Un.\n- Deux."
    assert entry_of(TWO, "1.0.0") == "- Avant."
    assert entry_of(TWO, "2.0.0") == ""


def test_a_new_entry_stands_above_the_others() -> None:
    written = with_entry(TWO, "1.2.0", "- Trois.")

    assert [entry_of(written, version) for version in ("1.2.0", "1.1.0", "1.0.0")] == [
        "- Trois.",
        "- Un.\n- Deux.",
        "- Avant.",
    ]
    assert written.decode().index("1.2.0") < written.decode().index("1.1.0")


def test_an_entry_is_replaced_in_its_place() -> None:
    written = with_entry(TWO, "1.1.0", "- Autre chose.")

    assert entry_of(written, "1.1.0") == "- Autre chose."
    assert entry_of(written, "1.0.0") == "- Avant."
    assert with_entry(written, "1.1.0", "- Autre chose.") == written


def test_the_first_entry_begins_the_file() -> None:
    assert with_entry(b"", "1.0.0", "- Premier.").decode() == f"{TITLE}\n\n## 1.0.0\n- Premier.\n"


def test_an_entry_cannot_begin_another_version() -> None:
    written = with_entry(TWO, "1.2.0", "- Trois.\n## 9.9.9\n- Faux.")

    assert entry_of(written, "9.9.9") == ""


def test_a_version_is_three_numbers() -> None:
    assert all(VERSION.fullmatch(one) for one in ("0.0.1", "1.2.3", "10.0.0"))
    assert not any(VERSION.fullmatch(one) for one in ("1.2", "1.2.3.4", "01.2.3", "a.b.c", "1.2.3\n## x"))
