"""A package in a zip: the same package comes out, and a hostile zip is refused quickly."""

import io
import zipfile

import pytest

from app.procedures import load_package, package_from_files
from app.procedures.layout import MAX_FILES, MAX_TOTAL_BYTES
from app.procedures.package import ArchiveRefused, pack_files, unpack_files
from app.settings import ROOT
from tests.costs import at_most_bytes

SLUG = "civil-status-copy"


def _zip(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_shipped_package_comes_back_from_its_zip_with_the_same_digest() -> None:
    package = load_package(ROOT / "processes", ROOT / "forms", SLUG)

    again = package_from_files(SLUG, unpack_files(package.to_zip()))

    assert again.digest == package.digest and dict(again.files) == dict(package.files)
    assert again.to_zip() == package.to_zip()


def test_the_order_of_files_does_not_change_the_zip() -> None:
    files = {"processes/a/x": b"1", "forms/a/y": b"2"}
    assert pack_files(files) == pack_files(dict(reversed(files.items())))


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../processes/a/x",
        "processes/a/../../x",
        "processes/./a/x",
        "processes//a/x",
        "processes\\a\\x",
        "C:/processes/a/x",
        "processes/a",
        "app/a/x",
        "processes/a/\u202ex",
        "processes/a/" + "x" * 300,
    ],
)
def test_a_path_outside_of_the_layout_is_refused(path: str) -> None:
    with pytest.raises(ArchiveRefused):
        unpack_files(_zip((path, b"x")))


def test_a_file_that_stands_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = _zip(("forms/a/x", b"1"), ("forms/a/x", b"2"))
    with pytest.raises(ArchiveRefused):
        unpack_files(content)


def test_folders_in_a_zip_are_passed_over() -> None:
    assert unpack_files(_zip(("processes/a/", b""), ("processes/a/x", b"1"))) == {"processes/a/x": b"1"}


def test_a_zip_bomb_is_refused_unopened() -> None:
    bomb = _zip(*((f"forms/a/{number}", b"\0" * 10_000_000) for number in range(5)))
    assert len(bomb) < 100_000

    with at_most_bytes(40_000_000), pytest.raises(ArchiveRefused, match=str(MAX_TOTAL_BYTES)):
        unpack_files(bomb)


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    content = bytearray(_zip(("forms/a/x", b"\0" * 30_000_000)))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (5).to_bytes(4, "little")

    with pytest.raises(ArchiveRefused):
        unpack_files(bytes(content))


def test_too_many_files_are_refused() -> None:
    with pytest.raises(ArchiveRefused, match=str(MAX_FILES)):
        unpack_files(_zip(*((f"forms/a/{number}", b"") for number in range(MAX_FILES + 1))))


@pytest.mark.parametrize("change", ["empty", "text", "cut", "damaged", "encrypted", "unknown-method"])
def test_what_is_no_readable_zip_is_refused_not_a_crash(change: str) -> None:
    content = bytearray(_zip(("forms/a/x", b"hello " * 100)))
    header = content.index(b"PK\x01\x02")
    match change:
        case "empty":
            content = bytearray()
        case "text":
            content = bytearray(b"no zip at all")
        case "cut":
            content = content[:-30]
        case "damaged":
            content[45:50] = b"\xff" * 5
        case "encrypted":
            content[6] |= 1
            content[header + 8] |= 1
        case "unknown-method":
            content[8] = content[header + 10] = 99
    with pytest.raises(ArchiveRefused):
        unpack_files(bytes(content))
