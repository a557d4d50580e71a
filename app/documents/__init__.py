"""What is printed, sealed and verified: Typst documents, QR codes, electronic seals, verification codes."""

from app.documents.errors import DocumentError
from app.documents.qr import qr_png, qr_svg
from app.documents.sealing import (
    Seal,
    SealReport,
    demonstration_seal,
    inspect_seal,
    seal_pdf,
)
from app.documents.typesetting import read_libraries, render_pdf
from app.documents.verification import (
    new_verification_code,
    read_verification_code,
    verification_url,
    write_verification_code,
)
from app.documents.words import explain_seal

__all__ = [
    "DocumentError",
    "Seal",
    "SealReport",
    "demonstration_seal",
    "explain_seal",
    "inspect_seal",
    "new_verification_code",
    "qr_png",
    "qr_svg",
    "read_libraries",
    "read_verification_code",
    "render_pdf",
    "seal_pdf",
    "verification_url",
    "write_verification_code",
]
