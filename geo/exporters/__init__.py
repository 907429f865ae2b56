"""One file a format; ``EXPORTERS`` is the list of them by name."""

from geo.exporters import csv_text, flatgeobuf, geojson, geojsonl, geopackage, geoparquet, kml, web_page, xlsx
from geo.exporters.base import Exporter, LeftOut, Meta, Share

_FORMATS = (geojson, csv_text, xlsx, geojsonl, geopackage, geoparquet, flatgeobuf, kml, web_page)
EXPORTERS: dict[str, Exporter] = {e.name: e for e in (f.EXPORTER for f in _FORMATS)}

__all__ = ["EXPORTERS", "Exporter", "LeftOut", "Meta", "Share"]
