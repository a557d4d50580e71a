"""ClamAV's daemon, over its socket: the command INSTREAM of its protocol (clamd manual, section COMMANDS)."""

import socket
import struct

from app.connectors.errors import ConnectorFailed
from app.connectors.virus_scanner.port import ScanResult

CONNECTOR = "virus-scanner"
PIECE = 64 * 1024
"""Bytes sent at once; each piece goes after its length (four bytes, network order), an empty one ends the file."""

LONGEST_WAIT = 20.0
"""Seconds for each exchange with the daemon."""

LONGEST_ANSWER = 4_096


class Clamd:
    """Asks the daemon at `/run/clamav/clamd.ctl` (a path) or `scanner.local:3310` (host and port)."""

    def __init__(self, address: str) -> None:
        self._address = address

    def scan(self, content: bytes) -> ScanResult:
        try:
            with self._connect() as daemon:
                daemon.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), PIECE):
                    piece = content[start : start + PIECE]
                    daemon.sendall(struct.pack("!I", len(piece)) + piece)
                daemon.sendall(struct.pack("!I", 0))
                answer = _receive(daemon)
        except (OSError, ValueError) as problem:
            raise self._failure(f"found {problem}") from problem
        return self._read(answer)

    def _connect(self) -> socket.socket:
        if self._address.startswith("/"):
            daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            daemon.settimeout(LONGEST_WAIT)
            try:
                daemon.connect(self._address)
            except OSError:
                daemon.close()
                raise
            return daemon
        host, _, port = self._address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=LONGEST_WAIT)

    def _read(self, answer: str) -> ScanResult:
        words = answer.removeprefix("stream:").strip()
        if words == "OK":
            return ScanResult()
        if words.endswith(" FOUND"):
            return ScanResult(virus=words.removesuffix(" FOUND"))
        raise self._failure(f"found the answer {words[:100]!r}")

    def _failure(self, found: str) -> ConnectorFailed:
        message = f"Expected clamd to look into a file at {self._address}, {found}: start it, or correct MASTARA_CLAMD."
        return ConnectorFailed(message, connector=CONNECTOR, retryable=True)


def _receive(daemon: socket.socket) -> str:
    """Return the answer up to its zero byte."""
    received = b""
    while not received.endswith(b"\0") and len(received) < LONGEST_ANSWER:
        piece = daemon.recv(LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0").decode("utf-8", "replace")
