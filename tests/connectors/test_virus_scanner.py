"""Files are looked into before they are kept: by a simulator, or by ClamAV over its own protocol."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.connectors.errors import ConnectorFailed
from app.connectors.records import RecordsInMemory
from app.connectors.virus_scanner.clamd import Clamd
from app.connectors.virus_scanner.port import ScanResult
from app.connectors.virus_scanner.simulator import TEST_FILE, SimulatedVirusScanner


class FakeClamd:
    """Speaks INSTREAM on a socket of its own; `received` is what it was sent, `answer` what it says."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "clamd")
        self.received = b""
        self.answer = b"stream: OK\0"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(self.address)
        self._socket.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while size := struct.unpack("!I", stream.read(4))[0]:
                    self.received += stream.read(size)
                connection.sendall(self.answer)

    def close(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[FakeClamd]:
    fake = FakeClamd(tmp_path)
    yield fake
    fake.close()


def test_clamd_gets_the_whole_file_in_pieces(clamd: FakeClamd) -> None:
    content = bytes(range(256)) * 1_000
    assert Clamd(clamd.address).scan(content) == ScanResult()
    assert clamd.received == content


def test_clamd_names_what_it_finds(clamd: FakeClamd) -> None:
    clamd.answer = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
    found = Clamd(clamd.address).scan(b"x")
    assert (found.is_clean, found.virus) == (False, "Win.Test.EICAR_HDB-1")


def test_an_answer_that_is_none_and_a_daemon_that_is_away_fail(clamd: FakeClamd, tmp_path: Path) -> None:
    clamd.answer = b"INSTREAM size limit exceeded. ERROR\0"
    for address in (clamd.address, str(tmp_path / "nobody"), "127.0.0.1:1", "nowhere"):
        with pytest.raises(ConnectorFailed, match="MASTARA_CLAMD"):
            Clamd(address).scan(b"x")


def test_the_simulator_knows_the_test_file() -> None:
    scanner = SimulatedVirusScanner(RecordsInMemory())
    assert scanner.scan(b"a picture").is_clean
    assert not scanner.scan(b"before " + TEST_FILE + b" after").is_clean
