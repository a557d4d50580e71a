"""Stores the bytes of a document and writes its row."""

from collections.abc import Mapping
from typing import Any

from app.commands.bus import Unit
from app.domain.codes import new_id
from app.store import cases
from app.store.database import flush
from app.store.models import Case, Document


def keep_document(
    case: Case,
    *,
    key: str,
    pdf: bytes,
    code: str,
    titles: Mapping[str, str],
    unit: Unit,
    number: str | None = None,
    state: str = "valid",
    public: bool = True,
    signatory: Mapping[str, Any] | None = None,
) -> Document:
    """Write a document of a case in the open transaction and return its row."""
    stored = unit.services.files.put(pdf)
    document = Document(
        id=new_id(),
        commune_id=case.commune_id,
        case_id=case.id,
        key=key,
        number=number,
        state=state,
        verification_code=code,
        storage_key=stored.key,
        sha256=stored.sha256,
        size=stored.size,
        public=public,
        titles=dict(titles),
        issued_at=unit.now,
        signatory=dict(signatory) if signatory else None,
    )
    cases.add(document)
    flush()
    return document
