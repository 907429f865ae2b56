"""One file a format; ``EXPORTERS`` is the list of them by name."""

from geo.exporters import csv_text, geojson, geojsonl
from geo.exporters.base import Exporter, LeftOut, Meta, Share

EXPORTERS = {e.name: e for e in (geojson.EXPORTER, csv_text.EXPORTER, geojsonl.EXPORTER)}

__all__ = ["EXPORTERS", "Exporter", "LeftOut", "Meta", "Share"]
