"""Corrections and further sources for a dataset's row, laid over it when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError

from geo.errors import InputError
from geo.model import Claim, Incident, Link, ReviewState, Source, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIXED = {"dataset", "dataset_id", "raw", "sources", "claims", "links"}


class Amendment(Value):
    """What the team says of one row of a dataset.

    ``set`` replaces fields by their path (``place.precision``, ``fatalities.best``, ``state``);
    None there means "not reported". ``sources``, ``claims`` and ``links`` are added to the row's own.
    ``removed`` takes the row out of view; it stays out when the dataset's next version is imported.
    """

    set: dict[str, Any] = Field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()
    removed: bool = False
    note: str | None = None


def parse_amendment(body: Mapping[str, Any]) -> Amendment:
    """Read an amendment's stored body; raises InputError for unknown fields."""
    try:
        amendment = Amendment.model_validate(dict(body))
    except ValidationError as fault:
        raise InputError(f"The amendment cannot be read: {_said(fault)}.") from fault
    for path in amendment.set:
        name = path.split(".")[0]
        if name not in Incident.model_fields or name in _FIXED:
            raise InputError(f"An amendment cannot set {path}.")
    return amendment


def amend(incident: Incident, amendment: Amendment) -> Incident:
    """Lay the amendment over the row; raises InputError where the result is no valid incident."""
    data = incident.model_dump()
    for path, value in amendment.set.items():
        _place_at(data, path.split("."), value)
    for name in ("sources", "claims", "links"):
        own = getattr(incident, name)
        data[name] = (*own, *(added for added in getattr(amendment, name) if added not in own))
    try:
        return Incident.model_validate(data)
    except ValidationError as fault:
        raise InputError(f"The correction of {incident.uid} does not fit: {_said(fault)}.") from fault


def apply_amendment(incident: Incident, body: Mapping[str, Any]) -> Incident:
    """Lay a stored amendment over a row as it is read; see ``lay_over``."""
    return lay_over(incident, parse_amendment(body))


def lay_over(incident: Incident, amendment: Amendment) -> Incident:
    """Lay an amendment over a row.

    Where its corrections no longer fit, because the dataset's newer version says otherwise, the row's
    own values stay, the further sources, claims and links are added, and its state is ``disputed``.
    """
    try:
        return amend(incident, amendment)
    except InputError:
        return amend(incident, amendment.model_copy(update={"set": {"state": ReviewState.DISPUTED}}))


def _place_at(data: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        inner = data.get(name)
        if not isinstance(inner, dict):
            inner = data[name] = {}
        data = inner
    data[path[-1]] = value


def _said(fault: ValidationError) -> str:
    return "; ".join(f"{'.'.join(str(p) for p in e['loc'])} {e['msg']}".strip() for e in fault.errors())
