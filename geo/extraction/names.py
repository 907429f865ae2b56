"""Keys under which differently transliterated spellings of one name meet."""

from __future__ import annotations

import re
from typing import Final

from geo.model.normalise import fold

_ARTICLE = re.compile(r"^(?:the |al |el |ul |ar |as |ash |at |an |ad |az |adh |ath )(?=\w{3})")
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{2})")
_INNER_ARTICLE = re.compile(r" (?:al|el|ul|as|az|ez|ad|ed|ash|esh|ar|er|at|et|an|en) ")
_SOUNDS: Final = {"ou": "u", "oo": "u", "ee": "i", "ey": "i", "ay": "ai", "ei": "ai", "dj": "j"}
_SOUND_OR_DOUBLE = re.compile(r"ou|oo|ee|ey|ay|ei|dj|([^\W\d_])\1")
_TAIL = re.compile(r"(?<=\w\w)(?:ah|eh)\b")
_LETTERS: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", '"': None})
_PLAIN: Final = str.maketrans({"'": None, "`": None, '"': None} | dict.fromkeys("-_/.,()", " "))

FACILITY = re.compile(
    r"(?i)\b(?:international|regional|military|army|naval|joint)?\s*"
    r"(?:air ?bases?|airbases?|air force base|airports?|air ?fields?|air station|bases?|garrison|aerodrome|camp)\b"
)


def key(name: str) -> str:
    """Give the form under which a name is kept: folded, without its article, doubled letters or ``-ah``.

    ``Ar Raqqah``, ``Raqqa`` and ``al-Raqqah`` give the same key.
    """
    plain = name.isascii()
    text = " ".join(name.translate(_PLAIN).casefold().split()) if plain else fold(name).translate(_LETTERS)
    if " " in text:
        text = _ARTICLE.sub("", text)
        text = _INNER_ARTICLE.sub(" ", text) if text.count(" ") > 1 else text
    if not plain:
        text = _ARABIC_ARTICLE.sub("", text)
    if "h" in text:
        text = _TAIL.sub("a", text)
    return _SOUND_OR_DOUBLE.sub(_sound, text)


def _sound(match: re.Match[str]) -> str:
    return _SOUNDS.get(match.group()) or match.group(1)


_VOWELS = re.compile(r"[aeiouywh]")
_LIKE: Final = str.maketrans("qcgzdvb", "kkkstbb")


def skeleton(name_key: str) -> str:
    """Give the consonants of a key, sounds that transliterations mix up made one: equal for one name's spellings."""
    return _VOWELS.sub("", name_key.replace(" and ", " ").replace(" ", "")).translate(_LIKE)


def stem(name: str) -> str:
    """Give the key of what is left of a facility's name: ``Al Asad Air Base`` is kept under ``asad``."""
    return key(" ".join(FACILITY.sub(" ", name).split()).strip(" -,"))
