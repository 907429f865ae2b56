"""From bytes to text: which encoding a report is in, and whether it is text at all."""

from __future__ import annotations

import re


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 without its mark by the zero bytes that it puts beside Latin letters."""
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if max(even, odd) * 2 < half or min(even, odd) * 10 > half or not half:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def is_binary(data: bytes) -> bool:
    """Say whether bytes are no text: one in ten is a control code, and they are not UTF-16."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or _wide(data):
        return False
    head = data[:4000]
    return sum(b < 32 and b not in b"\t\n\f\r\x0b" for b in head) * 10 > len(head)


def decoded(data: bytes) -> str:
    """Give the text of bytes in UTF-8, UTF-16, the encoding that they declare, or Windows-1252."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    if wide := _wide(data):
        return data.decode(wide, errors="replace")
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:2000])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")
