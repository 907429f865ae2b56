"""Normalised Web Mercator: x and y from 0 to 1, x eastwards from 180 W, y southwards from 85.05 N."""

from __future__ import annotations

import numpy as np

LATITUDE_LIMIT = 85.051129
"""Degrees; further north or south is drawn at the edge."""

EARTH_M = 40_075_016.686
"""Circumference at the equator in metres, which is the width 1."""


def project(longitudes: np.ndarray, latitudes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turn degrees into normalised x and y as float64; NaN stays NaN."""
    bounded = np.radians(np.clip(latitudes, -LATITUDE_LIMIT, LATITUDE_LIMIT))
    return np.asarray(longitudes) / 360 + 0.5, 0.5 - np.arcsinh(np.tan(bounded)) / (2 * np.pi)
