"""The same synthetic points for every peer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.bench import synthetic


def points(rows: int) -> pd.DataFrame:
    """Give mapped incidents with ``latitude``, ``longitude``, ``day`` (days since 1970), in the order of days."""
    found = []
    for table in synthetic.batches(rows):
        columns = table.select(["latitude", "longitude", "date_start"])
        frame = columns.drop_columns(["date_start"]).to_pandas()
        frame["day"] = columns["date_start"].to_numpy().astype("datetime64[D]").astype(np.int32)
        found.append(frame.dropna())
    return pd.concat(found, ignore_index=True)
