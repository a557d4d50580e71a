"""The receipt (récépissé, وصل) of a case, once it was made."""

from sqlalchemy import select

from app.store.database import database
from app.store.models import Document


def find_receipt(commune_id: str, case_id: str, key: str) -> Document | None:
    """Return the receipt of a case at one stage of its file (its key), or None while it has not been made."""
    statement = select(Document).where(
        Document.commune_id == commune_id,
        Document.case_id == case_id,
        Document.key == key,
        Document.state == "valid",
    )
    return database.session.scalar(statement.order_by(Document.issued_at.desc(), Document.id).limit(1))
