"""String functions (DMN 1.5, table 74)."""

from decimal import Decimal

from app.feel.builtins.registry import builtin
from app.feel.limits import bounded_text, spend
from app.feel.patterns import Pattern, read_pattern
from app.feel.values.numbers import whole


@builtin("substring(string: string, start position: number, length?: number)")
def _substring(text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    first = whole(start)
    if first is None or first == 0 or abs(first) > len(text):
        return None
    index = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[index:]
    count = int(length)
    return text[index : index + count] if 1 <= count <= len(text) - index else None


@builtin("string length(string: string)")
def _length(text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case(string: string)")
def _upper_case(text: str) -> str:
    return bounded_text(text.upper())


@builtin("lower case(string: string)")
def _lower_case(text: str) -> str:
    return bounded_text(text.lower())


@builtin("substring before(string: string, match: string)")
def _before(text: str, match: str) -> str:
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after(string: string, match: string)")
def _after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def _contains(text: str, match: str) -> bool:
    return match in text


@builtin("starts with(string: string, match: string)")
def _starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def _ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


@builtin("matches(input: string, pattern: string, flags?: string or null)")
def _matches(text: str, pattern: str, flags: str | None = None) -> bool | None:
    read = read_pattern(pattern, flags or "")
    return None if read is None else read.search(text, 0) is not None


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string or null)")
def _replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    read = read_pattern(pattern, flags or "")
    if read is None or read.search("", 0) is not None:
        return None
    parts = read.replacement(replacement)
    if parts is None:
        return None
    pieces: list[str] = []
    end = 0
    for groups in read.find_all(text):
        pieces.append(text[end : groups[0]])
        pieces.extend(part if isinstance(part, str) else read.group(text, groups, part) for part in parts)
        end = groups[1]
        spend(len(pieces[-1]) >> 8)
    return bounded_text("".join((*pieces, text[end:])))


@builtin("split(string: string, delimiter: string)")
def _split(text: str, delimiter: str) -> list[object] | None:
    read = read_pattern(delimiter, "")
    return None if read is None else _pieces(read, text)


def _pieces(pattern: Pattern, text: str) -> list[object] | None:
    if pattern.search("", 0) is not None:
        return None
    pieces: list[object] = []
    end = 0
    for groups in pattern.find_all(text):
        pieces.append(text[end : groups[0]])
        end = groups[1]
    return [*pieces, text[end:]]


@builtin("string join(list: list, delimiter?: string or null)")
def _join(texts: list[object], delimiter: str | None = None) -> str | None:
    spend(len(texts))
    known = [text for text in texts if isinstance(text, str)]
    if len(known) + texts.count(None) != len(texts):
        return None
    return bounded_text((delimiter or "").join(known))
