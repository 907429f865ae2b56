"""Cleaning: what is page furniture, a dateline, a caption or a sentence of the report.

Nothing is cut out or rewritten: every span counts characters of the text as it was given.
"""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SAME_LENGTH: Final = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
    | {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u2212": "-", "\u00ab": '"', "\u00bb": '"'}
    | {"\u02bb": "'", "\u02bf": "'", "\u02be": "'", "`": "'", "\u00b4": "'", "\t": " ", "\r": " "}
)

_FURNITURE = re.compile(
    r"""(?ix)^\W*(?:
      advert\w*|sponsored.*|read\s+(?:more|also|next|full).*|also\s+read.*|related(?:\s+(?:articles?|stories|topics|news))?:?.{0,80}
    | (?:most\s+)?popular\s+\w+.*|most\s+(?:read|viewed).*|share(?:\s+(?:this|on|via)\b.*)?|follow\s+us.*|subscribe.*
    | sign\s+(?:up|in)\b.*|log\s+in|newsletter.*|comments?(?:\s*\(?\d*\)?)?|leave\s+a\s+(?:comment|reply).*
    | (?:tags?|topics?|keywords?|categor\w+|filed\s+under)\s*:.*|(?:copyright|\(c\)|©).*|all\s+rights\s+reserved.*
    | (?:last\s+)?(?:updated|published|posted|modified)\b(?:\s+(?:on|at))?\s*:?.{0,60}
    | (?:written\s+)?by\s+[A-Z][\w.'-]+(?:\s+(?:and\s+)?[A-Z][\w.'-]+){0,6}(?:\s*[,|].{0,60})?
    | \(?(?:additional\s+)?(?:reporting|writing|editing)\s+by\b.*|our\s+standards.*|the\s+thomson\s+reuters.*
    | skip\s+to.*|home|menu|search|watch(?:\s+(?:live|now))?:?.{0,80}|listen:?.{0,60}|live\s+updates.*|breaking(?:\s+news)?
    | \d+\s+min(?:ute)?s?\s+read|\d+(?:\.\d+)?\s*°?\s*[CF]|click\s+here.*|download\s+.{0,60}|print|e-?mail|facebook|twitter|whatsapp|telegram|x
    | -?\s*ends?\s*-?|\#{2,}|(?:this\s+article|this\s+story)\s+(?:was|has|is)\b.*|for\s+immediate\s+release.*|release\s+(?:no|number).*
    | this\s+is\s+a\s+developing\s+story.*|accept\s+(?:all\s+)?cookies.*|we\s+use\s+cookies.*|next\s+article.*|previous\s+article.*
    )\W*$"""
)
_DATE_LINE = re.compile(
    r"(?ix)^\W*(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?,?\s+)?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\.?,?\s+\d{4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
    r"(?:[\s,|.-]*(?:at\s+)?\d{1,2}:\d\d.{0,20})?\W*$"
)
_CAPTION = re.compile(
    r"(?i)^\W*(?:file\s*(?:photo|image|picture|pic)?\s*[-:–—]|(?:photo|image|picture|video|caption|graphic|map)\s*(?:credit|courtesy|by)?\s*[:/]"
    r"|in this (?:undated |file |handout |screen ?grab |image |photo|picture|frame)|a (?:screen ?grab|handout|satellite image)\b)"
)
_CREDIT = re.compile(
    r"(?:\((?:AP|AFP|Reuters|Getty|EPA|File|Photo)[^)]{0,80}\)|\[[^\]]{0,60}(?:Reuters|AFP|AP|Getty|File|EPA)[^\]]{0,40}\]|Getty Images)\s*$"
)
_DATELINE = re.compile(
    r"^\s*(?P<line>[A-Z][A-Z .,'/-]{2,40}[A-Z](?:,\s*[A-Z][\w.' ]{2,25}){0,2}(?:,?\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8})(?:,?\s+\d{4})?)?"
    r"\s*(?:\((?P<agency>[^)]{2,30})\)\s*)?(?:-{1,2}|:)\s*(?=\S)"
    r"|[A-Z][\w' ]{2,25}(?:,\s*[A-Z][\w.' ]{2,25})?\s*\((?:AP|AFP|Reuters|dpa|Xinhua|VOA|Kurdistan 24|Rudaw|CNN|IRNA|TASS|SANA|WAFA|UPI)\)\s*(?:-{1,2}|:)?\s*"
    r"|[A-Z][\w' ]{2,25}\s*\([A-Z][\w ]{2,25}\)\s*\((?:AP|AFP|Reuters|dpa|Xinhua|VOA|TASS|UPI)\)\s*(?:-{1,2}|:)\s*"
    r"|[A-Z][\w' ]{2,25},\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8})\s*\((?:AP|AFP|Reuters|dpa|Xinhua|VOA|TASS|UPI)\)\s*(?:-{1,2}|:)\s*"
    r"|[A-Z][\w' -]{2,25},\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8})(?:,?\s+\d{4})?\s*(?:\([^)]{2,30}\)\s*)?(?:-{1,2}|:)\s*(?=[\"A-Z])"
    r"|(?:[A-Z][a-z]+\s+\d{1,2},\s+\d{4}\s+\([A-Z][\w .,'/-]{2,40}\)\s*(?:-{1,2}|:)\s*(?=[\"A-Z]))"
    r"|\((?:AP|AFP|Reuters|dpa|CNN|UPI)\)\s*(?:-{1,2}\s*)?(?=[A-Z])"
    r"|[A-Z][a-z']+(?: [A-Z][a-z']+)?(?:, [A-Z][a-z]+)? -{1,2} (?=[A-Z\"])"
    r"|[A-Z][\w' -]{2,25},\s+(?:SANA|WAFA|IRNA|TASS|Xinhua|AFP|AP)\s*(?:-{1,2}|:)\s*|(?:Shafaq News|Rudaw|Kurdistan ?24|Reuters|AFP|AP|SANA|WAFA|Xinhua)\s*(?:/|-{1,2})\s*)"
)
_BULLET = re.compile(r"\s*(?:[\u2022\u25cf\u25aa\u2023*\u00b7]|-\s|\d{1,2}[.)]\s)")
_SPEAKER_LABEL = re.compile(r"^\s*(?:[A-Z][A-Z.'-]+[ ,]+){1,9}[A-Z][A-Z.'-]+:\s|^\s*[QA]\s*[:.-]\s")
_HEADING = re.compile(r"(?!\W)(?:[\w',&-]+ ?){1,5}(?<![.!?:])")
_OFFICE = re.compile(
    r"(?m)^\s*(?:[A-Z.]+ )*(?:GEN|GENERAL|MR|MS|MRS|DR|SECRETARY|MODERATOR|STAFF|PRESIDENT|SPOKES[A-Z]+|COL|COLONEL|ADM|CMDR|PRESS|QUESTION|MINISTER|AMBASSADOR)\b[A-Z. ,'-]*:\s"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|Cmdr|Cpl|Pvt|Rep|Sen|Gov|Pres|St|No|Nos|approx|vs|etc|al"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Spc|Pfc|Lieut|Rev|Prof|Hon|Inc|Ltd|Co|Corp|a\.m|p\.m|A\.M|P\.M|U\.S|U\.N|U\.K|D\.C|e\.g|i\.e|km|mi))\.$"
)
_ENDING = re.compile(r"[.!?]+[\"')\]]*\s+(?=[\"'(\[]*[^\W_a-z])|[.!?][\"')\]]*\s*$|\n\s*\n|\n")


LONGEST_SENTENCE: Final = 1_500
"""Characters; what is longer is no sentence, and is read in pieces."""

MOST_PIECES: Final = 4
"""More of them in one go are no prose: a table, a dump of words; the rest is left out."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the report; ``paragraph`` counts from 0. ``text`` is normalised and of the same length."""

    start: int
    end: int
    text: str
    paragraph: int
    index: int


@dataclass(frozen=True, slots=True)
class Clean:
    """What the text consists of; spans of ``(start, end)`` in characters."""

    sentences: tuple[Sentence, ...]
    furniture: tuple[tuple[int, int], ...]
    datelines: tuple[tuple[int, int], ...]
    captions: tuple[tuple[int, int], ...]
    headline: tuple[int, int] | None


def normalise(text: str) -> str:
    """Replace typographic quotes, dashes and blanks by plain ones, character for character."""
    return text.translate(_SAME_LENGTH)


def clean(text: str, title: str | None = None) -> Clean:
    """Tell furniture, headline, captions and datelines from the report, and split the report into sentences."""
    plain = normalise(text)
    furniture: list[tuple[int, int]] = []
    captions: list[tuple[int, int]] = []
    datelines: list[tuple[int, int]] = []
    body: list[tuple[int, int]] = []
    headline = None
    talks = len(re.findall(_SPEAKER_LABEL.pattern.replace("^", "(?m:^)"), plain)) > 1 or _OFFICE.search(plain)
    for start, end in _paragraphs(plain):
        line = plain[start:end]
        if _is_furniture(line):
            furniture.append((start, end))
        elif _CAPTION.match(line) or (_CREDIT.search(line) and len(line) < 400):
            captions.append((start, end))
        elif not body and headline is None and _is_headline(line, title):
            headline = (start, end)
        elif body and _HEADING.fullmatch(line):
            furniture.append((start, end))
        else:
            body_start = start
            match = _DATELINE.match(line)
            if match and match.end() < len(line) and not (talks and _SPEAKER_LABEL.match(line)):
                datelines.append((start, start + match.end()))
                body_start = start + match.end()
            body.append((body_start, end))
    if not body and headline:
        body, headline = [headline], None
    return Clean(tuple(_sentences(plain, body)), tuple(furniture), tuple(datelines), tuple(captions), headline)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Give the spans of paragraphs; a line that ends in mid-sentence goes on in the next line."""
    spans: list[tuple[int, int]] = []
    open_start: int | None = None
    for match in re.finditer(r"[^\n]*(?:\n|$)", text):
        line = match.group().rstrip("\n")
        if not line.strip():
            if open_start is not None:
                spans.append(_trim(text, open_start, match.start()))
                open_start = None
            continue
        open_start = match.start() if open_start is None else open_start
        following = text[match.end() :].split("\n", 1)[0].strip()
        if not _is_wrapped(line, following):
            spans.append(_trim(text, open_start, match.start() + len(line)))
            open_start = None
    return [span for span in spans if span[1] > span[0]]


def _is_wrapped(line: str, following: str) -> bool:
    """Say whether the next line continues this one: hard-wrapped text of mails and PDF files."""
    if not following or len(line) < 50 or _BULLET.match(following) or _is_furniture(line) or _is_furniture(following):
        return False
    return not re.search(r"[.!?:\"')]\s*$", line) or len(line) < 100


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_furniture(line: str) -> bool:
    return bool(_FURNITURE.match(line) or _DATE_LINE.match(line) or not re.search(r"\w", line))


def _is_headline(line: str, title: str | None) -> bool:
    if title and normalise(title).casefold().strip() == line.casefold().strip():
        return True
    return len(line) < 160 and not re.search(r"[.!?][\"')]*\s*$", line) and not _DATELINE.match(line)


def _sentences(text: str, spans: list[tuple[int, int]]) -> list[Sentence]:
    found: list[Sentence] = []
    for number, (start, end) in enumerate(spans):
        at = start
        for match in _ENDING.finditer(text, start, end):
            stop = match.start() + len(match.group().rstrip())
            if _ABBREVIATION.search(text, max(at, stop - 12), stop) and not _ends_anyway(text, match.end(), end):
                continue
            if match.group().strip() == "" and match.group().count("\n") == 1:
                continue
            _add(found, text, at, stop, number)
            at = match.end()
        _add(found, text, at, end, number)
    return found


def _ends_anyway(text: str, at: int, end: int) -> bool:
    """Say whether a sentence ends although its last word is an abbreviation such as ``p.m.`` or ``U.S.``."""
    before = text[max(0, at - 6) : at]
    starts_anew = re.match(
        r"(?:The|A|An|In|On|It|He|She|They|But|There|This|These|That|No|At|According)\b", text[at:end]
    )
    return bool(starts_anew and re.search(r"(?:[ap]\.m|U\.S|U\.N|\d\s?km)\.\s*$", before, re.IGNORECASE))


def _add(found: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    start, end = _trim(text, start, end)
    end = min(end, start + MOST_PIECES * LONGEST_SENTENCE)
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE) + 1 or start + LONGEST_SENTENCE
        found.append(Sentence(start, cut, text[start:cut], paragraph, len(found)))
        start = cut
    if end - start > 1:
        found.append(Sentence(start, end, text[start:end], paragraph, len(found)))
