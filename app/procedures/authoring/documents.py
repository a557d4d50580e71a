"""The documents of a procedure: which there are, who signs them, one more, one less."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put_at, put_rows
from app.procedures.yaml_source import kept_mapping

FIRST_DRAFT = """\
// {title}
#import "letterhead.typ": *

#show: official.with(title-ar: "{title_ar}", title-fr: "{title}")

#same("Référence du dossier", "مرجع الملف", data.case.reference)
#fact("Demandeur", "صاحب الطلب", data.case.applicant, data.case.applicant)
#fact("Déposé le", "تاريخ الإيداع", data.case.filed_on_fr, data.case.filed_on_ar)

#signature(data.document)
"""
"""The page that a new document begins with: letterhead, what every case knows, and the place of the signature."""


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """A document as the manifest lists it: the register that numbers it and the role that signs it, "" for none."""

    key: str
    file: str
    register: str = ""
    signatory: str = ""


def list_document_rows(slug: str, files: Mapping[str, bytes]) -> list[DocumentRow]:
    """Return the procedure's own documents. Raises SourceRefused."""
    path = manifest_path(slug)
    manifest = kept_mapping(files[path], path) if path in files else {}
    return [
        DocumentRow(
            key=str(row.get("key") or ""),
            file=str(row.get("file") or ""),
            register=str(row.get("register") or ""),
            signatory=str(row.get("signatory") or ""),
        )
        for row in _rows(manifest)
        if row.get("key")
    ]


def with_document(
    slug: str, files: Mapping[str, bytes], row: DocumentRow, *, title: str, title_ar: str
) -> dict[str, bytes]:
    """Return the files of a new document: its row, its first page and its titles. Raises SourceRefused."""
    page = FIRST_DRAFT.format(title=_quoted(title), title_ar=_quoted(title_ar))
    changes = {manifest_path(slug): _listed(slug, files, row), f"processes/{slug}/{row.file}": page.encode()}
    for language, text in (("fr", title), ("ar", title_ar)):
        path = f"processes/{slug}/translations/{language}.yaml"
        changes[path] = edited(files.get(path, b""), path, _title_change(row.key, text))
    return changes


def with_document_row(slug: str, files: Mapping[str, bytes], row: DocumentRow) -> dict[str, bytes]:
    """Return the manifest with another register or signatory of a document. Raises SourceRefused."""
    path = manifest_path(slug)
    content = _listed(slug, files, row)
    return {} if content == files[path] else {path: content}


def without_document(slug: str, files: Mapping[str, bytes], key: str) -> dict[str, bytes | None]:
    """Return the changes that take a document away: its row, its page, its titles. Raises SourceRefused."""

    def change(manifest: MutableMapping[str, Any]) -> None:
        put_rows(manifest, "documents", [dict(row) for row in _rows(manifest) if row["key"] != key], identity="key")

    path = manifest_path(slug)
    gone = [row.file for row in list_document_rows(slug, files) if row.key == key]
    changes: dict[str, bytes | None] = {path: edited(files[path], path, change)}
    changes |= {f"processes/{slug}/{file}": None for file in gone if f"processes/{slug}/{file}" in files}
    for language in ("fr", "ar", "zgh"):
        texts = f"processes/{slug}/translations/{language}.yaml"
        if texts in files:
            changes[texts] = edited(files[texts], texts, _title_change(key, None))
    return {path: content for path, content in changes.items() if content != files.get(path)}


def _listed(slug: str, files: Mapping[str, bytes], row: DocumentRow) -> bytes:
    stored = {"key": row.key, "file": row.file}
    stored |= {name: value for name, value in (("register", row.register), ("signatory", row.signatory)) if value}

    def change(manifest: MutableMapping[str, Any]) -> None:
        before = [dict(one) for one in _rows(manifest)]
        rows = [stored if one["key"] == row.key else one for one in before]
        put_rows(manifest, "documents", rows if stored in rows else [*rows, stored], identity="key")

    path = manifest_path(slug)
    return edited(files[path], path, change)


def _title_change(key: str, text: str | None) -> Any:
    path = ("documents", key, "title") if text else ("documents", key)
    return lambda texts: put_at(texts, path, text or None)


def _rows(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = manifest.get("documents")
    return [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []


def _quoted(text: str) -> str:
    """Return a title as it may stand between the quotes of a Typst text."""
    return " ".join(text.replace("\\", " ").replace('"', "”").split())
