"""What the columns of a table mean: guessed with reasons, corrected by the user, kept for the next file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import AtlasError, InputError
from geo.importers import gis
from geo.importers.tools.coordinates import Form
from geo.importers.tools.days import Order
from geo.importers.tools.mapping import FIELDS, Mapping
from geo.model.event_types import EventType
from geo.workflows.mappings import save_mapping, saved_mappings
from pages.parts.messages import show_error

if TYPE_CHECKING:
    from geo.workflows.atlas import Atlas
    from geo.workflows.mappings import Look
    from pages.parts.import_run import Checked

_ORDERS = {
    "": "Not said yet",
    Order.DAY_FIRST.value: "Day first: 31/12/2024",
    Order.MONTH_FIRST.value: "Month first: 12/31/2024",
    Order.YEAR_FIRST.value: "Year first, or the month is a word",
}
_FORMS = {
    Form.LAT_LON: "Latitude, longitude",
    Form.LON_LAT: "Longitude, latitude",
    Form.WKT: "WKT",
    Form.MGRS: "MGRS",
    Form.UTM: "UTM",
}
_WORDS = {
    "": "Kept as it is, not used",
    "id": "Id",
    "date_start": "Date, or first day",
    "date_end": "Last day",
    "time_local": "Local time",
    "coordinates": "Coordinates in one cell",
    "adm_1": "Province (first level)",
    "adm_2": "District (second level)",
    "where_precision": "Place precision, code 1 to 7",
    "party": "Party without a role",
    "fatalities_best": "Deaths",
    "fatalities_low": "Deaths, lowest",
    "fatalities_high": "Deaths, highest",
    "injuries_best": "Injured",
    "source_publisher": "Source: publisher",
    "source_title": "Source: title",
    "source_url": "Source: address",
}
_SAMPLES, _TYPES = 3, 40


def words_of(field: str) -> str:
    """Name a field in plain words."""
    return _WORDS.get(field) or field.replace("_", " ").capitalize()


def show_question(fault: AtlasError) -> None:
    """Say what has to be settled before the file can be read."""
    with st.container(border=True):
        st.markdown(":material/help: **This must be said first**")
        st.text(str(fault))


def show(atlas: Atlas, found: Checked, editor: str | None) -> Mapping | None:
    """Show the columns with their meanings; None while something has to be answered first."""
    look = found.look
    assert look is not None
    start = found.asked.mapping or look.guess.mapping
    asks = found.report is None or bool(look.guess.questions)
    key = f"import_of_map_{found.asked.file}"
    with st.expander("What the columns mean", expanded=asks or found.saved is None, icon=":material/table_chart:"):
        if found.saved:
            st.text(f"The mapping “{found.saved}”, kept from an earlier file with the same columns, is used.")
        else:
            st.caption("Guessed from names and values; correct what is wrong, then check the file again.")
        try:
            columns = _meanings(look, start, key)
            mapping = _rest(look, start, columns, key)
        except InputError as error:
            show_error(error)
            return None
        _keep(atlas, found, mapping, editor)
    if mapping.date_order is None and "date_start" in columns and not mapping.excel_days:
        st.text("Say above whether the day or the month comes first; it is not guessed.")
        return None
    return mapping


def _meanings(look: Look, start: Mapping, key: str) -> dict[str, str]:
    """Ask for each column what it means, those first that have a guess; gives the column of each field."""
    meant = {column: field for field, column in start.columns.items()}
    known = set(look.guess.mapping.columns.values())
    order = sorted(enumerate(look.columns, 1), key=lambda c: c[1] not in known)
    fields = [f for f in FIELDS if not (look.has_shapes and f in {"longitude", "latitude", "coordinates"})]
    options = ["", *fields]
    chosen: dict[str, str] = {}
    for number, column in order:
        name, pick, why = st.columns([3, 3, 4], vertical_alignment="center")
        name.text(f"{column}\n{_samples(look.columns[column])}")
        field = meant.get(column, "")
        picked = pick.selectbox(
            f"Meaning of column {number}",
            options,
            index=options.index(field) if field in options else 0,
            key=f"{key}_{number}",
            format_func=words_of,
            label_visibility="collapsed",
        )
        why.text(_reason(look, start, field, picked))
        if picked in chosen:
            raise InputError(f"Two columns are said to be “{words_of(picked)}”: {chosen[picked]} and {column}.")
        if picked:
            chosen[picked] = column
    return chosen


def _samples(values: list[str]) -> str:
    some = list(dict.fromkeys(v.strip() for v in values if v.strip()))[:_SAMPLES]
    return " · ".join(s if len(s) <= 28 else s[:27] + "…" for s in some) or "(empty)"


def _reason(look: Look, start: Mapping, field: str, picked: str) -> str:
    if picked != field:
        return "your choice" if picked else "not used, by your choice"
    if not picked:
        return ""
    if look.guess.mapping.columns.get(picked) != start.columns.get(picked):
        return "as kept"
    return look.guess.reasons.get(picked, "")


def _rest(look: Look, start: Mapping, columns: dict[str, str], key: str) -> Mapping:
    """Ask what concerns the whole table: the order of dates, how places are written, types, lists."""
    left, right = st.columns(2)
    order, excel = start.date_order, start.excel_days
    if "date_start" in columns:
        given = left.selectbox(
            "Order of day and month",
            list(_ORDERS),
            index=list(_ORDERS).index(order.value if order else ""),
            key=f"{key}_order",
            format_func=lambda o: _ORDERS[o],
        )
        order = Order(given) if given else None
        left.text(look.guess.reasons.get("date_order", ""))
        excel = left.checkbox("Dates are a spreadsheet's day numbers (45292)", start.excel_days, key=f"{key}_excel")
    form = Form.COLUMNS
    if "coordinates" in columns:
        forms = list(_FORMS)
        form = right.selectbox(
            "Coordinates are written as",
            forms,
            index=forms.index(start.form) if start.form in forms else 0,
            key=f"{key}_form",
            format_func=lambda f: _FORMS[f],
        )
        right.text(look.guess.reasons.get("form", ""))
    types = list(EventType)
    rest = right.selectbox(
        "Type of incidents without a known one",
        types,
        index=types.index(start.event_type),
        key=f"{key}_type",
        format_func=lambda t: t.words,
    )
    separator = right.text_input(
        "Several names in a cell are separated by", start.separator, key=f"{key}_separator", max_chars=3
    )
    return Mapping(
        columns=columns,
        form=form,
        date_order=order,
        excel_days=excel,
        event_types=_types(look, start, columns, key),
        event_type=rest,
        separator=separator or ";",
    )


def _types(look: Look, start: Mapping, columns: dict[str, str], key: str) -> dict[str, EventType]:
    """Ask which type each text of the type column stands for; unsaid ones go by their name."""
    column = columns.get("event_type")
    if column is None:
        return {}
    texts = sorted({v.strip() for v in look.columns[column] if v.strip()})
    kept = {t: k for t, k in start.event_types.items() if t not in texts[:_TYPES]}
    given: dict[str, EventType] = {}
    options = ["", *(t.value for t in EventType)]
    with st.popover(f"Types of incidents ({len(texts)} texts)", icon=":material/category:"):
        st.caption("What is not said goes by its name, otherwise by the type chosen for the rest.")
        for number, text in enumerate(texts[:_TYPES]):
            st.text(text)
            held = start.event_types.get(text)
            picked = st.selectbox(
                f"Type {number + 1}",
                options,
                index=options.index(held.value) if held else 0,
                key=f"{key}_type_{number}",
                format_func=lambda t: EventType(t).words if t else "By its name",
                label_visibility="collapsed",
            )
            if picked:
                given[text] = EventType(picked)
        if len(texts) > _TYPES:
            st.caption(f"The first {_TYPES} of {len(texts)} are listed.")
    return kept | given


def ask_crs(found: Checked) -> str | None:
    """Ask in which coordinate system a GIS file is; None takes the file's own word."""
    if found.format != gis.IMPORTER.name:
        return None
    text = st.text_input(
        "Coordinate system, where the file does not say it or says it wrongly",
        found.asked.crs or "",
        key="import_of_crs",
        placeholder="EPSG:32638",
        max_chars=60,
    )
    return str(text).strip() or None


def _keep(atlas: Atlas, found: Checked, mapping: Mapping, editor: str | None) -> None:
    """Save the mapping for the next file with these columns."""
    left, right = st.columns([4, 2], vertical_alignment="bottom")
    name = left.text_input(
        "Keep this mapping as",
        found.saved or found.about.name,
        key="import_of_map_name",
        max_chars=80,
        help="A file with the same columns is then read in the same way at once.",
    )
    if right.button("Keep the mapping", key="import_map_keep", disabled=editor is None, width="stretch"):
        assert found.look is not None
        try:
            save_mapping(atlas, name, mapping, found.look.columns, by=editor or "")
        except AtlasError as error:
            show_error(error)
        else:
            st.toast("The mapping is kept.")
    kept = saved_mappings(atlas)
    if kept:
        st.text("Kept mappings: " + ", ".join(sorted(kept)))
