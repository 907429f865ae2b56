"""A filter as a URL query, and as a sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from pydantic import ValidationError

from geo.errors import FilterError
from geo.model.codes import WherePrecision
from geo.model.filter import DateRange, Filter, Within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LISTS = {
    "country": "countries",
    "adm_1": "adm_1",
    "type": "types",
    "actor": "actors",
    "dataset": "datasets",
    "state": "states",
}
PARAMETERS = ("bbox", "datetime", *LISTS, "role", "precision", "q", "polygon", "within")
"""Every name that a filter has in a URL; other names in a query are the page's own and ignored."""


def to_query(chosen: Filter) -> str:
    """Write the filter as a URL query in a fixed order; the empty filter gives an empty string."""
    pairs: list[tuple[str, str]] = []
    if chosen.bbox is not None:
        pairs.append(("bbox", ",".join(_number(n) for n in chosen.bbox)))
    if chosen.datetime is not None:
        pairs.append(("datetime", _interval(chosen.datetime)))
    for name, field in LISTS.items():
        pairs += [(name, str(value)) for value in getattr(chosen, field)]
    if chosen.role is not None:
        pairs.append(("role", chosen.role.value))
    if chosen.precision is not None:
        pairs.append(("precision", str(int(chosen.precision))))
    if chosen.text.split():
        pairs.append(("q", chosen.text))
    if chosen.polygon is not None:
        pairs.append(("polygon", chosen.polygon))
    if chosen.within is not None:
        pairs.append(("within", f"{_number(chosen.within.km)},{chosen.within.of}"))
    return urlencode(pairs)


def from_query(query: str | Mapping[str, str | list[str]]) -> Filter:
    """Read a filter from a URL query or a mapping of names to one or many values.

    Names that are not a filter's are ignored. A list may also be given comma-separated for codes
    (country, type, state). Raises FilterError with the name and value at fault.
    """
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=False) if isinstance(query, str) else _flat(query)
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in LISTS:
            values = [value] if name in {"actor", "adm_1", "dataset"} else value.split(",")
            fields.setdefault(LISTS[name], []).extend(v.strip() for v in values if v.strip())
        elif name in _SINGLE and value.strip():
            field, read = _SINGLE[name]
            try:
                fields[field] = read(value)
            except ValueError as error:
                raise FilterError(f"{name}={value} cannot be read: {_HELP[name]}.") from error
    try:
        return Filter(**fields)
    except ValidationError as error:
        raise FilterError(_first_fault(error)) from error


def _number(value: float) -> str:
    return repr(value).removesuffix(".0")


def _flat(query: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
    return [(k, v) for k, vs in query.items() for v in ([vs] if isinstance(vs, str) else vs)]


def _first_fault(error: ValidationError) -> str:
    faults = [
        f"{'.'.join(str(p) for p in e['loc'][:2]) or 'filter'}: {e['msg']} (given: {e.get('input')!r:.80})"
        for e in error.errors()
    ]
    return "; ".join(dict.fromkeys(faults))


def _interval(span: DateRange) -> str:
    start, end = (d.isoformat() if d else ".." for d in (span.start, span.end))
    return start if start == end != ".." else f"{start}/{end}"


def _read_interval(text: str) -> DateRange:
    parts = text.strip().split("/")
    if len(parts) == 1:
        parts *= 2
    start, end = (None if p in {"", ".."} else date.fromisoformat(p[:10]) for p in parts)
    return DateRange(start=start, end=end)


def _read_box(text: str) -> tuple[float, float, float, float]:
    west, south, east, north = (float(n) for n in text.split(","))
    return west, south, east, north


def _read_within(text: str) -> Within:
    km, of = text.split(",", 1)
    return Within(km=float(km.strip().removesuffix("km")), of=of.strip())


_SINGLE: dict[str, tuple[str, Callable[[str], Any]]] = {
    "bbox": ("bbox", _read_box),
    "datetime": ("datetime", _read_interval),
    "role": ("role", str),
    "precision": ("precision", lambda text: WherePrecision(int(text))),
    "q": ("text", str),
    "polygon": ("polygon", str),
    "within": ("within", _read_within),
}
_HELP = {
    "bbox": "write west,south,east,north in degrees",
    "datetime": "write 2024-01-20/2024-01-24, with .. for an open end",
    "precision": "write a UCDP where_prec code from 1 to 7",
    "within": "write kilometres and a place, such as 25,al-qaim",
}


def words(chosen: Filter) -> str:
    """Say the filter as one sentence without its final stop."""
    parts = [_kind(chosen), _parties(chosen), _where(chosen), _when(chosen.datetime), _rest(chosen)]
    return " ".join(p for p in parts if p)


def _kind(chosen: Filter) -> str:
    return "Incidents of type " + _either(t.words for t in chosen.types) if chosen.types else "All incidents"


def _parties(chosen: Filter) -> str:
    role = chosen.role.value if chosen.role else ""
    if not chosen.actors:
        return f"with a stated {role}" if role else ""
    return f"with {_either(chosen.actors)}{' as ' + role if role else ''}"


def _where(chosen: Filter) -> str:
    parts = []
    if chosen.adm_1:
        parts.append(f"in {_either(chosen.adm_1)}")
    if chosen.countries:
        parts.append(f"in {_either(chosen.countries)}")
    if chosen.within:
        parts.append(f"within {chosen.within.km:g} km of {chosen.within.of}")
    if chosen.bbox:
        parts.append("in the box {:g}, {:g} to {:g}, {:g}".format(*chosen.bbox))
    if chosen.polygon:
        parts.append("in the drawn area")
    return " ".join(parts)


def _when(span: DateRange | None) -> str:
    if span is None:
        return ""
    if span.start and span.end:
        return f"on {span.start}" if span.start == span.end else f"from {span.start} to {span.end}"
    return f"from {span.start}" if span.start else f"until {span.end}" if span.end else "with a date"


def _rest(chosen: Filter) -> str:
    parts = []
    if chosen.precision:
        parts.append(f"placed at least as well as: {chosen.precision.words}")
    if chosen.text.split():
        parts.append(f"mentioning “{chosen.text.strip()}”")
    if chosen.datasets:
        parts.append(f"from dataset {_either(chosen.datasets)}")
    if chosen.states:
        parts.append(f"in state {_either(chosen.states)}")
    return ", ".join(parts)


def _either(values: Any) -> str:
    *head, last = [str(v) for v in values]
    return f"{', '.join(head)} or {last}" if head else last
