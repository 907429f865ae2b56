"""Keys under which differently transliterated spellings of one name meet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.model.normalise import fold, fold_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLANKS = re.compile(r"[^\S\n]+")
_EDGES = re.compile(r"(?m)^ +| +$")
_FIRST_ARTICLE = re.compile(r"(?m)^(?:the |al |el |ul |ar |as |ash |at |an |ad |az |adh |ath )(?=\w{3})")
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


def keys(names: Sequence[str]) -> list[str]:
    """Give the keys of many names at once, the same as ``key`` gives one by one and some times faster."""
    plain = [name.isascii() for name in names]
    folded = {
        True: iter(_keys_of_blob(names, plain, ascii_only=True)),
        False: iter(_keys_of_blob(names, plain, ascii_only=False)),
    }
    return [next(folded[is_plain]) for is_plain in plain]


def _keys_of_blob(names: Sequence[str], plain: Sequence[bool], *, ascii_only: bool) -> list[str]:
    own = [n for n, is_plain in zip(names, plain, strict=True) if is_plain is ascii_only]
    text = "\n".join(own)
    if text.count("\n") >= len(own):
        text = "\n".join(n.replace("\n", " ") for n in own)
    text = text.translate(_PLAIN).casefold() if ascii_only else fold_lines(text).translate(_LETTERS)
    text = _EDGES.sub("", _BLANKS.sub(" ", text))
    text = _INNER_ARTICLE.sub(" ", _FIRST_ARTICLE.sub("", text))
    text = text if ascii_only else _ARABIC_ARTICLE.sub("", text)
    return _SOUND_OR_DOUBLE.sub(_sound, _TAIL.sub("a", text)).split("\n") if own else []


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
