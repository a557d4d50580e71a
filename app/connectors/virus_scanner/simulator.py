"""A scanner that knows one virus: the test file that every real scanner knows too."""

from app.connectors.records import SimulatedRecords
from app.connectors.switches import pass_switches
from app.connectors.virus_scanner.port import ScanResult

CONNECTOR = "virus-scanner"
TEST_FILE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""The middle of the harmless test file of the European Institute for Computer Antivirus Research (eicar.org)."""


class SimulatedVirusScanner:
    """Finds the test file wherever it stands in the content."""

    def __init__(self, records: SimulatedRecords) -> None:
        self._records = records

    def scan(self, content: bytes) -> ScanResult:
        pass_switches(self._records, CONNECTOR)
        return ScanResult(virus="Eicar-Test-Signature" if TEST_FILE in content else None)
