"""What callers need to know of a file field before they accept an upload for it."""

from tests.forms.builders import a_field, a_form


def test_a_file_field_tells_its_piece_its_types_and_its_limit() -> None:
    properties = {"piece": "identity-card", "maxMegabytes": "2.5"}
    field = a_form(a_field("filepicker", accept=".pdf", properties=properties)).fields[0]
    assert (field.piece, field.accept, field.max_bytes) == ("identity-card", ".pdf", 2_500_000)


def test_a_file_field_without_settings_takes_five_megabytes_of_any_accepted_type() -> None:
    field = a_form(a_field("filepicker")).fields[0]
    assert (field.piece, field.accept, field.max_bytes) == (None, None, 5_000_000)
