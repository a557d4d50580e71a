"""The numbers of registers: one shape for documents and for common registers."""


def register_number(prefix: str, commune_id: str, year: int, sequence: int) -> str:
    """Return "EC-032710101-2026-00042": prefix, digits of the commune's code, year, place in the year."""
    return f"{prefix}-{commune_id.replace('.', '')}-{year}-{sequence:05d}"
