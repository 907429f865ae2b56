"""Small normalisations that every importer and every lookup shares."""

from __future__ import annotations

import re
import unicodedata

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None})
_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bb\u02bc\u02bf\u02be`\u00b4]")
_BREAKS = re.compile(r"[-_/.,()]+")
_WHOLE_FLOAT = re.compile(r"^([+-]?\d+)\.0+$")


def dataset_id(text: str) -> str:
    """Give an id without the ``.0`` that a spreadsheet adds: ``300380.0`` is ``300380``."""
    text = text.strip()
    match = _WHOLE_FLOAT.match(text)
    return match.group(1) if match else text


def fold(text: str) -> str:
    """Fold a name for comparison: no accents, apostrophes, case or doubled blanks; Arabic letters unified."""
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).translate(_ARABIC))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_BREAKS.sub(" ", text).casefold().split())


def fold_lines(text: str) -> str:
    """Fold many names at once, one a line, each as ``fold`` does it."""
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).translate(_ARABIC))
    text = text.translate({ord(c): None for c in set(text) if unicodedata.combining(c)})
    return "\n".join(" ".join(line.split()) for line in _BREAKS.sub(" ", text).casefold().split("\n"))


def search_fold(text: str) -> str:
    """Fold running text for a substring search: no accents or case, Arabic letters unified.

    For ASCII text this is exactly ``text.lower()``, so that whole columns can be folded at once.
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text.translate(_ARABIC))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()
