"""The filter form in the sidebar: widgets in, ``Filter`` out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from geo.model import EventClass, EventType, ReviewState, Role, WherePrecision
from geo.model.countries import country_name
from geo.model.filter import Filter
from pages.parts.filter_state import load_from_address, set_area, set_dates, set_filter, stated, write_to_address

if TYPE_CHECKING:
    from geo.workflows.atlas import Snapshot
    from geo.workflows.facets import Options

ESCALATION = (date(2024, 1, 1), date(2024, 1, 31))
