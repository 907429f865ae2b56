"""What the columns of a plain table mean: a value that a person can look at, correct and keep."""

from __future__ import annotations

from pydantic import Field

from geo.importers.tools.coordinates import Form
from geo.importers.tools.days import Order
from geo.model.event_types import EventType
from geo.model.values import Value

FIELDS = (
    *("id", "date_start", "date_end", "time_local", "longitude", "latitude", "coordinates", "place_name", "country"),
    *("adm_1", "adm_2", "where_precision", "event_type", "title", "description", "initiator", "target", "claimant"),
    *("party", "weapon", "fatalities_low", "fatalities_best", "fatalities_high", "injuries_best"),
    *("source_publisher", "source_title", "source_url"),
)
"""What a column can be. ``coordinates`` is a place in one cell; ``id`` None makes ids from the rows' content."""


class Mapping(Value):
    """``columns`` gives for each field the column of the file.

    ``form`` says how places are written. ``date_order`` None means that it must be asked where it
    matters; ``excel_days`` reads dates as a spreadsheet's day numbers. ``event_types`` gives types for
    the texts of the column, ``event_type`` for all others. Names in a list are cut at ``separator``.
    """

    columns: dict[str, str] = Field(default_factory=dict)
    form: Form = Form.COLUMNS
    date_order: Order | None = None
    excel_days: bool = False
    event_types: dict[str, EventType] = Field(default_factory=dict)
    event_type: EventType = EventType.VIOLENCE_UNSPECIFIED
    separator: str = ";"


class Guess(Value):
    """A mapping with the reason for each of its parts; ``questions`` must be answered before it is used."""

    mapping: Mapping
    reasons: dict[str, str] = Field(default_factory=dict)
    questions: tuple[str, ...] = ()
