"""What anybody may learn about a document from its code: enough to trust it or not, nothing about the person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.languages import Text
from app.store.database import database
from app.store.models import Case, Commune, Document

PUBLISHED_STATES = ("valid", "revoked")


@dataclass(frozen=True, kw_only=True)
class VerifiedDocument:
    """Kind, number, commune, day and state of a document; of the person, the initials only."""

    titles: Text
    number: str | None
    commune: Text
    issued_at: datetime
    revoked_at: datetime | None
    initials: str

    @property
    def is_valid(self) -> bool:
        """Tell whether the document has its value today."""
        return self.revoked_at is None


def find_verified_document(code: str) -> VerifiedDocument | None:
    """Return the document of a code (28 normalised signs), or None: a draft is as unknown as a wrong code."""
    statement = (
        select(Document, Commune, Case.applicant)
        .join(Case, (Case.commune_id == Document.commune_id) & (Case.id == Document.case_id))
        .join(Commune, Commune.id == Document.commune_id)
        .where(Document.verification_code == code, Document.state.in_(PUBLISHED_STATES))
    )
    found = database.session.execute(statement).first()
    if found is None:
        return None
    document, commune, applicant = found
    return VerifiedDocument(
        titles=document.titles,
        number=document.number,
        commune={"ar": commune.name_ar, "fr": commune.name_fr},
        issued_at=document.issued_at,
        revoked_at=document.revoked_at,
        initials=initials_of(applicant),
    )


def initials_of(name: str) -> str:
    """Return "A. B." for "Amina Benali"; the Arabic article is passed over; "" where there is no name."""
    words = [word.removeprefix("ال") or word for word in name.split() if word[:1].isalpha()]
    return " ".join(f"{word[0].upper()}." for word in words[:4])
