"""Which rows pass a filter: one bit a row, the first row in the lowest bit of the first byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.layers.packing import pack

if TYPE_CHECKING:
    from collections.abc import Mapping


def encode_masks(masks: Mapping[str, tuple[np.ndarray, int]], **said: str | int) -> bytes:
    """Write the masks of several parts, each by the part's id as its bits and its rows, as one container.

    The header's ``parts`` gives for each id ``[name of the array, rows, rows that pass]``; a part
    whose rows all pass has no array and null for its name. What else is ``said`` joins the header.
    """
    header, arrays = {}, {}
    for number, (part, (bits, rows)) in enumerate(masks.items()):
        passed = int(np.bitwise_count(bits).sum())
        name = None if passed == rows else f"m{number}"
        header[part] = (name, rows, passed)
        if name:
            arrays[name] = bits
    return pack({"parts": header, **said}, arrays)
