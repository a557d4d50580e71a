"""A certificate authority and seal keys made on the spot, for demonstrations and tests only.

They prove nothing to anybody outside this installation: a real commune brings the certificate of an accredited
provider of trust services (law 43-20). Every name that they carry says so.
"""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AUTHORITY_FILE = "demonstration-authority.pem"
AUTHORITY_CERTIFICATE_FILE = "demonstration-authority.crt"
AUTHORITY_NAME = "DEMONSTRATION - autorité sans valeur légale"

_VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_VALID_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)
_PRIVATE = 0o600
_PUBLIC = 0o644


def ensure_authority(folder: Path) -> Path:
    """Return the PEM file (key and certificate) of the demonstration authority, made on first use."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / AUTHORITY_FILE
    if not file.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(AUTHORITY_NAME)
        certificate = (
            _builder(name, name, key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        _write_once(file, _pem(key, certificate), mode=_PRIVATE)
    public = folder / AUTHORITY_CERTIFICATE_FILE
    if not public.exists():
        _, certificate = read_pair(file)
        _write_once(public, certificate.public_bytes(serialization.Encoding.PEM), mode=_PUBLIC)
    return file


def ensure_seal_key(folder: Path, *, commune_code: str, holder: str) -> Path:
    """Return the PEM file (key and certificate) of one commune's demonstration seal, made on first use."""
    authority_key, authority = read_pair(ensure_authority(folder))
    file = folder / f"demonstration-seal-{''.join(sign for sign in commune_code if sign.isalnum())}.pem"
    if not file.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _builder(_name(f"{holder} - cachet de DEMONSTRATION"), authority.subject, key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .sign(authority_key, hashes.SHA256())
        )
        _write_once(file, _pem(key, certificate), mode=_PRIVATE)
    return file


def read_pair(file: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Return the key and the certificate of a demonstration PEM file."""
    content = file.read_bytes()
    key = serialization.load_pem_private_key(content, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"Expected an elliptic-curve key in {file.name}, found {type(key).__name__}: remove the file.")
    return key, x509.load_pem_x509_certificate(content)


def _builder(subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_UNTIL)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "MA"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> bytes:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _write_once(file: Path, content: bytes, *, mode: int) -> None:
    """Put the file in place whole; when another process was quicker, its file stays."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        draft.chmod(mode)
        if not file.exists():
            os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()
