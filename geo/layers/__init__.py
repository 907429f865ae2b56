"""Map layers: each encodes rows as one binary payload, and its browser side lies beside it.

Payloads hold numbers and names only. The browser paints them; text becomes text nodes there.
"""

from geo.layers.areas import encode_areas
from geo.layers.browser import browser_files, browser_version
from geo.layers.colours import MODES, encode_colours
from geo.layers.deaths import encode_deaths
from geo.layers.incidents import encode_incidents
from geo.layers.masks import encode_masks
from geo.layers.places import encode_places

__all__ = [
    "MODES",
    "browser_files",
    "browser_version",
    "encode_areas",
    "encode_colours",
    "encode_deaths",
    "encode_incidents",
    "encode_masks",
    "encode_places",
]
