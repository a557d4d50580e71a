"""Electronic seals on PDF files (PAdES), and what a seal found on a file is worth (law 43-20)."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from app.documents.demonstration_keys import AUTHORITY_CERTIFICATE_FILE, ensure_seal_key
from app.documents.errors import DocumentError

_FIELD = "Cachet"
_SPACE = 16_384
"""Digits kept in the file for the seal, twice what ours takes; without it each file would be sealed once for trial."""


@dataclass(frozen=True, kw_only=True)
class Seal:
    """The key with which one commune seals its documents.

    `key_file` is a PEM file with the private key and its certificate; `authority_file` the certificate of the
    authority that issued it; `demonstration` tells that the seal has no legal value.
    """

    holder: str
    key_file: Path
    authority_file: Path
    demonstration: bool


@dataclass(frozen=True, kw_only=True)
class SealReport:
    """What the seal of a file proves.

    `sealed`: there is a seal. `intact`: nothing changed since. `trusted`: it chains to an authority that we trust.
    `holder` and `moment` (UTC) are what the seal says of itself, None without one.
    """

    sealed: bool
    intact: bool
    trusted: bool
    holder: str | None = None
    moment: datetime | None = None


NO_SEAL = SealReport(sealed=False, intact=False, trusted=False)


def demonstration_seal(folder: Path, *, commune_code: str, holder: str) -> Seal:
    """Return the demonstration seal of a commune; its keys are made in `folder` on first use (files mode 0600)."""
    key_file = ensure_seal_key(folder, commune_code=commune_code, holder=holder)
    return Seal(
        holder=holder,
        key_file=key_file,
        authority_file=folder / AUTHORITY_CERTIFICATE_FILE,
        demonstration=True,
    )


def seal_pdf(pdf: bytes, seal: Seal, *, reason: str, location: str, moment: datetime) -> bytes:
    """Return the file with a PAdES seal that says why, where and when (`moment`, aware).

    Raises DocumentError when the file is not a PDF or the key cannot be used.
    """
    metadata = PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location,
        name=seal.holder,
    )
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        sealed = _DatedSigner(metadata, _signer(seal), moment=moment).sign_pdf(writer, bytes_reserved=_SPACE)
    except (PdfError, SigningError, OSError, ValueError) as failure:
        raise DocumentError(
            f"Expected a PDF file and the seal key of {seal.holder}; sealing failed: {failure}. "
            "Print the document again, or ask the operator to check the key file."
        ) from failure
    return bytes(sealed.getvalue())


def inspect_seal(pdf: bytes, *, trusted: Sequence[Path] = ()) -> SealReport:
    """Return what the last seal of the file proves; `trusted` are certificates of authorities (PEM files).

    A damaged file, or a file that is no PDF, has no seal: the report says so, nothing is raised.
    """
    try:
        seals = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if not seals:
            return NO_SEAL
        last = seals[-1]
        moment = last.self_reported_timestamp
        status = validate_pdf_signature(last, _validation(trusted, moment))
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError):
        return NO_SEAL
    whole = last.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return SealReport(
        sealed=True,
        intact=bool(status.intact and status.valid and whole),
        trusted=bool(status.trusted),
        holder=status.signing_cert.subject.native.get("common_name"),
        moment=moment.astimezone(UTC) if moment else None,
    )


class _DatedSigner(PdfSigner):
    """Signs at a given moment instead of the machine's."""

    def __init__(self, metadata: PdfSignatureMetadata, signer: SimpleSigner, *, moment: datetime) -> None:
        super().__init__(metadata, signer=signer)
        self._moment = moment

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._moment
        return session


def _signer(seal: Seal) -> SimpleSigner:
    return _load_signer(
        key_file=str(seal.key_file),
        cert_file=str(seal.key_file),
        ca_chain_files=(str(seal.authority_file),),
        key_passphrase=None,
    )


_load_signer: Callable[..., SimpleSigner] = SimpleSigner.load
_certificates_in: Callable[[bytes], Iterable[Any]] = load_certs_from_pemder_data


def _validation(trusted: Sequence[Path], moment: datetime | None) -> ValidationContext:
    roots = [certificate for file in trusted for certificate in _certificates_in(file.read_bytes())]
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)
