"""Points that lie outside the country their row names: a doubt to tell, never mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow.compute as pc
import shapely

from geo.importers.base import Fault
from geo.model.codes import WherePrecision
from geo.model.countries import country_name

if TYPE_CHECKING:
    import pyarrow as pa
    from shapely.geometry.base import BaseGeometry

_MARGIN_DEGREES = 0.4
_DETAIL_DEGREES = 0.05
MOST_TOLD = 1_000


class Countries(Protocol):
    """Where the outline of a country is found."""

    def country_geometry(self, country: str) -> BaseGeometry | None:
        """Give the outline by alpha-2 code; None where none is bundled."""


class Misplaced:
    """Compares points with outlines, and lets them lie up to about 40 km beyond the border."""

    def __init__(self, countries: Countries) -> None:
        """Prepare each outline when its country is first met."""
        self._countries = countries
        self.found = 0
        self._outlines: dict[str, BaseGeometry | None] = {}

    def doubts(self, table: pa.Table, rows: np.ndarray) -> list[Fault]:
        """Give a doubt for each row whose point lies outside; points at sea or in the air are not asked.

        After a thousand they are only counted, in ``found``.
        """
        at_sea = pc.fill_null(pc.equal(table["where_precision"], WherePrecision.WATER_OR_AIR.value), fill_value=False)
        country = table["country"].combine_chunks().dictionary_encode()
        codes = pc.fill_null(country.indices, -1).to_numpy(zero_copy_only=False)
        codes = np.where(at_sea.to_numpy(), -1, codes)
        lon, lat = (table[n].to_numpy() for n in ("longitude", "latitude"))
        told: list[Fault] = []
        for number, code in enumerate(country.dictionary.to_pylist()):
            outline = self._outline(code)
            here = np.flatnonzero((codes == number) & ~np.isnan(lon))
            if outline is None or not len(here):
                continue
            far = here[~_near(outline, lon[here], lat[here])]
            room = max(MOST_TOLD - self.found, 0)
            self.found += len(far)
            far = far[:room]
            turned = _near(outline, lat[far], lon[far])
            for at, is_turned in zip(far, turned, strict=True):
                told.append(Fault(int(rows[at]), "", _words(code, lon[at], lat[at], turned=bool(is_turned))))
        return told

    def _outline(self, code: str) -> BaseGeometry | None:
        if code not in self._outlines:
            shape = self._countries.country_geometry(code)
            if shape is not None:
                shape = shapely.simplify(shape, _DETAIL_DEGREES)
                shapely.prepare(shape)
            self._outlines[code] = shape
        return self._outlines[code]


def _near(outline: BaseGeometry, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell which points lie inside, or not far outside."""
    near = np.asarray(shapely.contains_xy(outline, x, y))
    outside = np.flatnonzero(~near)
    near[outside] = shapely.dwithin(outline, shapely.points(x[outside], y[outside]), _MARGIN_DEGREES)
    return near


def _words(code: str, longitude: float, latitude: float, *, turned: bool) -> str:
    said = f"latitude {latitude:g}, longitude {longitude:g} lies outside {country_name(code)}"
    return f"{said}; the two may be swapped" if turned else said
