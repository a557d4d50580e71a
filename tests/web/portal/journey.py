"""The way of an invented citizen of Azrou through a request, as a browser walks it."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

SHEET = "/fr/communes/azrou/procedures/civil-status-copy"
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "document-step": {"act_type": "birth", "doc_type": "full_copy", "copy_language": "ar", "qty": "2"},
    "link-step": {"relation": "self"},
    "requester-step": {
        "requester_last": "Amziane",
        "requester_first": "Yousra",
        "requester_cin": "ZT48213",
        "requester_phone": "0661234567",
        "requester_email": "yousra.amziane@example.ma",
    },
    "subject-step": {
        "subject_last_ar": "أمزيان",
        "subject_first_ar": "يسرى",
        "subject_last_lat": "Amziane",
        "subject_first_lat": "Yousra",
        "birth_known": "date",
        "birth_date": "1994-06-21",
        "father_first_ar": "عبد الإله",
        "mother_name_ar": "فاطمة الزهراء بناني",
    },
    "act-step": {"knows_references": "no", "search_hint": "Née à l'hôpital local d'Azrou"},
    "delivery-step": {"delivery_mode": "electronic"},
    "consent-step": {"consent_0908": "true", "declaration_on_honour": "true"},
}
STEPS = tuple(ANSWERS)
BOUNDARY = "----mastara-test"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
UPLOAD_STEP, UPLOAD_FIELD = "requester-step", "identity_card"


def a_picture() -> bytes:
    """Return a small photograph."""
    buffer = io.BytesIO()
    Image.new("RGB", (320, 200), (90, 120, 90)).save(buffer, "JPEG")
    return buffer.getvalue()


def a_file(content: bytes, name: str = "carte.jpg") -> tuple[io.BytesIO, str]:
    """Return a file as the test browser posts it."""
    return io.BytesIO(content), name


def write_multipart(values: Mapping[str, str | tuple[io.BytesIO, str]]) -> bytes:
    """Return the body that a browser would post; the test client's own leaves a large one in an open file."""
    parts: list[bytes] = []
    for key, value in values.items():
        name, content = (
            (f'; filename="{value[1]}"', value[0].read()) if isinstance(value, tuple) else ("", value.encode())
        )
        parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"{name}\r\n\r\n'.encode())
        parts += [content, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


@dataclass
class Journey:
    """One citizen with one browser and at most one draft."""

    client: FlaskClient
    draft: str = ""
    """Path of the draft: /fr/drafts/<token>."""

    def start(self, sheet: str = SHEET) -> "Journey":
        """Begin a request from its sheet."""
        resumed = self.client.post(f"{sheet}/start")
        assert resumed.status_code == 302, resumed.status_code
        self.draft = resumed.headers["Location"].rstrip("/")
        return self

    def answer(self, step: str, *, files: bool = True, **changes: Any) -> TestResponse:
        """Post a step with its usual answers, changed where asked."""
        data: dict[str, Any] = {**ANSWERS[step], "go": "next", **changes}
        if step == UPLOAD_STEP and files and UPLOAD_FIELD not in data:
            data[UPLOAD_FIELD] = a_file(a_picture())
        body = write_multipart({key: value for key, value in data.items() if value is not None})
        return self.client.post(f"{self.draft}/{step}", data=body, content_type=MULTIPART)

    def answer_all(self) -> "Journey":
        """Answer every step, up to the review."""
        for step in STEPS:
            answered = self.answer(step)
            assert answered.status_code == 302, (step, answered.text)
        return self

    def file(self) -> TestResponse:
        """Press the last button."""
        return self.client.post(f"{self.draft}/review")

    def file_all(self) -> "FiledRequest":
        """Begin, answer, file; return what the receipt says."""
        filed = self.start().answer_all().file()
        assert filed.status_code == 302, filed.text
        page = self.client.get(filed.headers["Location"])
        reference, code = (
            text.strip() for text in re.findall(r'<bdi dir="ltr" class="code">([^<]+)</bdi>', page.text)[:2]
        )
        return FiledRequest(reference=reference, code=code, receipt=page)


@dataclass(frozen=True, kw_only=True)
class FiledRequest:
    """Reference, tracking code and the receipt's page."""

    reference: str
    code: str
    receipt: TestResponse

    @property
    def page(self) -> str:
        """Address of the case's page."""
        return f"/fr/cases/{self.reference}"
