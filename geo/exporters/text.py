"""Characters that a format cannot hold."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.exporters.json_text import text_bytes

_NOT_XML = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]"
_CONTROL = np.array([n < 32 and n not in {9, 10, 13} for n in range(256)])


def without_control(texts: pa.Array) -> pa.Array:
    """Take out the characters that XML 1.0 forbids: control characters other than tab, LF and CR."""
    held = text_bytes(texts)
    if _CONTROL[held].any() or (held == 0xEF).any():
        return pc.replace_substring_regex(texts, _NOT_XML, "")
    return texts


def without_nul(texts: pa.Array) -> pa.Array:
    """Take out NUL, at which C libraries would end the text."""
    return pc.replace_substring(texts, "\0", "") if (text_bytes(texts) == 0).any() else texts


def xml(texts: pa.Array) -> pa.Array:
    """Give texts as XML character data, for elements and quoted attributes."""
    texts = without_control(texts)
    held = text_bytes(texts)
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;")):
        if (held == ord(mark)).any():
            texts = pc.replace_substring(texts, mark, entity)
    return texts
