"""What a page with a form posts, and what its scripts ask for without leaving the page.

The header X-Mastara-Form says what a script wants: `check` = what would be refused, as JSON; `keep` = save what is
right; `part` = keep files, change rows, and show the page again. Without it a button says what the person wants.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.commands.attaching import UploadedFile, receive_upload
from app.commands.services import current_services
from app.forms import FormDefinition

HEADER = "X-Mastara-Form"
CHECK, KEEP, PART = "check", "keep", "part"
REMOVE_FILE = "remove_attachment"
ROW_BUTTONS = ("add_row", "remove_row")
UNPOSTED_WHEN_EMPTY = ("radio", "checkbox", "checklist")
OWN_FIELDS = frozenset({"csrf_token", "case_version", "shown_fields", "next", "go", REMOVE_FILE, *ROW_BUTTONS})
"""What a page posts for itself: never an answer."""


def purpose() -> str:
    """Return what a script of the page wants: `check`, `keep`, `part`; empty for a page that was sent."""
    return request.headers.get(HEADER, "")


def stays_on_page() -> bool:
    """Tell whether a script or a button wants this page again, with nothing completed and nobody blamed."""
    return purpose() == PART or REMOVE_FILE in request.form or changes_rows()


def changes_rows() -> bool:
    """Tell whether a button of a list was pressed."""
    return any(name in request.form for name in ROW_BUTTONS)


def posted_answers() -> dict[str, list[str]]:
    """Return the fields of the posted form, all values of each."""
    return {key: request.form.getlist(key) for key in request.form if key not in OWN_FIELDS}


def posted_buttons() -> dict[str, list[str]]:
    """Return the buttons of lists that were pressed."""
    return {key: request.form.getlist(key) for key in ROW_BUTTONS if key in request.form}


def seen_keys() -> frozenset[str]:
    """Return the names of the questions that the page showed: what it posted, and what its script noted."""
    return frozenset([*request.form, *request.files, *request.form.get("shown_fields", "").split()])


def posted_files() -> dict[str, list[UploadedFile]]:
    """Return the files of the posted form by field; a file field left empty is passed over."""
    found: dict[str, list[UploadedFile]] = {}
    for key in request.files:
        for upload in request.files.getlist(key):
            content = upload.read()
            if upload.filename or content:
                received = receive_upload(upload.filename or "", content, current_services())
                found.setdefault(key, []).append(received)
    return found


def forget_files(storage_keys: Sequence[str]) -> bool:
    """Remove the bytes of files whose rows are gone; tell whether there were any."""
    for key in storage_keys:
        current_services().files.remove(key)
    return bool(storage_keys)


def errors_seen(form: FormDefinition, errors: Mapping[str, str]) -> dict[str, str]:
    """Leave out the questions that the posted page did not show yet: an answer on it has just opened them.

    A browser posts every field it shows, empty ones too, except boxes that nobody ticked.
    """
    seen = seen_keys()
    boxes = {field.key for field in form.fields if field.type in UNPOSTED_WHEN_EMPTY}
    return {key: message for key, message in errors.items() if key in seen or key in boxes or "[" in key or "." in key}


def check_reply(errors: Mapping[str, str], beside: Mapping[str, str]) -> ResponseReturnValue:
    """Return what would be refused, and the words beside answers, for the script that asks on leaving a field."""
    return jsonify(errors=dict(errors), beside=dict(beside))


def without_files(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers without those of file fields: their files are known by themselves."""
    files = {field.key for field in form.fields if field.type == "filepicker"}
    return {key: value for key, value in answers.items() if key not in files}
