"""Deaths of each row, for what is summed on the map: the best estimate as u2, 65535 where not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.layers.packing import pack

if TYPE_CHECKING:
    from geo.columns import Columns

UNREPORTED = 65535


def encode_deaths(columns: Columns) -> bytes:
    """Write the best estimates; more than 65,534 deaths in one row count as that many."""
    best = columns.fatalities_best
    values = np.where(best < 0, UNREPORTED, np.minimum(best, UNREPORTED - 1)).astype(np.uint16)
    return pack({"rows": columns.rows}, {"deaths": values})
