"""Places written in one cell or two: decimal degrees, degrees and minutes, WKT, pairs, MGRS and UTM."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import mgrs
import pyproj
import shapely

from geo.errors import ValueFault
from geo.importers.tools import wkb
from geo.importers.tools.parse import decimal, show, western


class Form(StrEnum):
    """How places are written; the pairs stand in one cell."""

    COLUMNS = "columns"
    LAT_LON = "lat, lon"
    LON_LAT = "lon, lat"
    WKT = "wkt"
    MGRS = "mgrs"
    UTM = "utm"


class Point(NamedTuple):
    """WGS 84 degrees, with WKB where the cell holds more than a point."""

    longitude: float
    latitude: float
    shape: bytes | None = None


_LONGEST = 60
_NORTH, _EAST = "NS", "EWO"
_HEMISPHERES = {"N": 1, "S": -1, "E": 1, "O": 1, "W": -1}
_WORDS = str.maketrans({"ش": "N", "ج": "S", "ق": "E", "غ": "W", "С": "N", "Ю": "S", "В": "E", "З": "W"})
_ANGLE = re.compile(
    r"""\s*([NSEWO])?\s*([+-]?\d{1,3}(?:[.,]\d+)?)\s*(?:[°º˚d*:\s-]\s*)?
        (?:(\d{1,2}(?:[.,]\d+)?)\s*(?:['’′m:\s-]\s*)?
        (?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|'')?\s*)?)?([NSEWO])?\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_COMMA = re.compile(r"[+-]?\d{1,3},\d+")
_MGRS = re.compile(r"\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}(\d\d){1,5}")
_UTM = re.compile(
    r"(\d{1,2})\s*([C-HJ-NP-X])[,;\s]+(\d{5,7}(?:\.\d+)?)\s*m?E?[,;\s]+(\d{4,8}(?:\.\d+)?)\s*m?N?", re.IGNORECASE
)
_BANDS = "CDEFGHJKLMNPQRSTUVWX"


def angle(text: str, *, letters: str = _NORTH + _EAST) -> float:
    """Read one angle in degrees: ``34.5``, ``34,5``, ``34.5 N``, ``34°28'12"N``, ``34 28 12 S``.

    ``letters`` are the hemispheres that may stand in it.
    """
    plain = western(text.strip()).translate(_WORDS)
    if len(plain) > _LONGEST:
        raise ValueFault(f"{show(text)} is too long for an angle")
    if _COMMA.fullmatch(plain):
        return decimal(plain.replace(",", "."))
    try:
        return decimal(plain)
    except ValueFault:
        match = _ANGLE.fullmatch(plain)
        if match is None or not any(c in plain.upper() for c in "NSEWO°º˚'’′\" "):
            raise
    before, whole, minutes, seconds, after = match.groups()
    letter = (before or after or "").upper()
    if (before and after) or (letter and letter not in letters) or (letter and whole[0] in "+-"):
        raise ValueFault(f"{show(text)} is no angle of this kind") from None
    parts = [float(p.replace(",", ".")) if p else 0.0 for p in (whole.lstrip("+-"), minutes, seconds)]
    if parts[1] >= 60 or parts[2] >= 60:
        raise ValueFault(f"{show(text)} has 60 or more minutes or seconds") from None
    sign = _HEMISPHERES.get(letter, 1) * (-1 if whole.startswith("-") else 1)
    return sign * (parts[0] + parts[1] / 60 + parts[2] / 3600)


def latitude(text: str) -> float:
    """Read a latitude in degrees, -90 to 90."""
    return _within(angle(text, letters=_NORTH), 90, "latitude")


def longitude(text: str) -> float:
    """Read a longitude in degrees, -180 to 180."""
    return _within(angle(text, letters=_EAST), 180, "longitude")


def _within(number: float, most: int, what: str) -> float:
    if not -most <= number <= most:
        raise ValueFault(f"{what} {number:g} is outside -{most} to {most}")
    return number


def point(text: str, form: Form) -> Point:
    """Read a place from one cell."""
    match form:
        case Form.WKT:
            return _from_wkt(text)
        case Form.MGRS:
            return _from_mgrs(text)
        case Form.UTM:
            return _from_utm(text)
    first, second = _halves(text)
    marked = [
        next((c for c in western(h).translate(_WORDS).upper() if c in _HEMISPHERES), None) for h in (first, second)
    ]
    turned = form is Form.LON_LAT if not all(marked) else marked[0] in tuple(_EAST)
    lat, lon = (second, first) if turned else (first, second)
    return Point(longitude(lon), latitude(lat))


def _halves(text: str) -> tuple[str, str]:
    plain = text.strip().strip("()[]").strip()
    if len(plain) > 3 * _LONGEST:
        raise ValueFault(f"{show(text)} is too long for a pair of coordinates")
    for cut in (r"\s*;\s*", r",\s+", r"\s*\|\s*", r"(?<=[NSEWOnsewo])\s*,?\s*(?=[\d+-])", r"\s*,\s*", r"\s+"):
        parts = re.split(cut, plain)
        if len(parts) == 2 and all(parts):
            return parts[0], parts[1]
    raise ValueFault(f"{show(text)} is no pair of latitude and longitude")


def _from_wkt(text: str) -> Point:
    data = wkb.from_wkt(text)
    shape = shapely.from_wkb(data)
    if shape.is_empty:
        raise ValueFault("the shape is empty")
    centre = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
    return Point(centre.x, centre.y, None if shape.geom_type == "Point" else data)


@cache
def _mgrs() -> mgrs.MGRS:
    return mgrs.MGRS()


def _from_mgrs(text: str) -> Point:
    plain = re.sub(r"\s+", "", western(text)).upper()
    if not _MGRS.fullmatch(plain):
        raise ValueFault(f"{show(text)} is no MGRS reference")
    try:
        lat, lon = _mgrs().toLatLon(plain)
    except (mgrs.core.MGRSError, ValueError):
        raise ValueFault(f"{show(text)} is no MGRS reference") from None
    return Point(round(lon, 7), round(lat, 7))


@cache
def _projection(zone: int, south: bool) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs((32700 if south else 32600) + zone, "OGC:CRS84", always_xy=True)


def _from_utm(text: str) -> Point:
    match = _UTM.fullmatch(western(text.strip()))
    if match is None or not 1 <= int(match.group(1)) <= 60:
        raise ValueFault(f"{show(text)} is no UTM reference of the form 38S 345678 3801234")
    zone, letter, east, north = (
        int(match.group(1)),
        match.group(2).upper(),
        float(match.group(3)),
        float(match.group(4)),
    )
    south = letter < "N"
    lon, lat = _projection(zone, south).transform(east, north)
    if letter == "S" and not 31 <= lat <= 41:  # then it is the hemisphere, not the band
        lon, lat = _projection(zone, True).transform(east, north)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueFault(f"{show(text)} is outside its zone")
    return Point(round(lon, 7), round(lat, 7))
