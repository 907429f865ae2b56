"""Checks of records by whole columns: each gives a column of values and marks the rows it refuses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import FileContentError, ValueFault
from geo.importers.base import Fault
from geo.importers.tools.coded import is_coded, plain, recoded
from geo.importers.tools.parse import FIRST_YEAR, decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.importers.base import Sink
    from geo.importers.tools.records import Records

_ISO_LENGTH = len("2013-01-31")
_FIRST_DAY = pa.scalar(date(FIRST_YEAR, 1, 1), pa.date32())
BLANK = frozenset({"", "NA"})
"""What stands for "not reported" in columns of numbers, codes and days; in text NA stays NA."""


def require(columns: Iterable[str], needed: Iterable[str], title: str) -> None:
    """Raise FileContentError that names the needed columns which the file does not have, any case."""
    have = {c.strip().lower() for c in columns}
    missing = [n for n in needed if n not in have]
    if missing:
        plural = "s" if len(missing) > 1 else ""
        raise FileContentError(f"The file is no {title}: column{plural} {', '.join(missing)} missing.")


class Checks:
    """The records of one batch under examination; columns are found by name in any case.

    A column that the file does not have gives nulls. Refused rows are in no table but in the sink,
    once each, with all of their faults in one reason.
    """

    def __init__(self, records: Records, sink: Sink) -> None:
        """Start with every row accepted."""
        self.records, self._sink = records, sink
        self._names = {n.strip().lower(): n for n in reversed(records.cells)}
        self._faults: dict[int, list[tuple[str, str]]] = {}

    def written(self, name: str) -> str:
        """Give the column's name as the file writes it."""
        return self._names.get(name.lower(), name)

    def has(self, name: str) -> bool:
        """Tell whether the file has the column."""
        return name.lower() in self._names

    def cells(self, name: str) -> pa.Array:
        """Give the column's text as written; nulls where the file does not have it."""
        return plain(self._as_read(name))

    def _as_read(self, name: str) -> pa.Array:
        written = self._names.get(name.lower())
        return self.records.cells[written] if written else pa.nulls(len(self.records), pa.string())

    def text(self, *names: str) -> pa.Array:
        """Give trimmed text of the first of the columns that is filled; null where all are blank."""
        return plain(self.label(*names))

    def label(self, *names: str) -> pa.Array:
        """Give the same, as codes where one column that is read so has it all."""
        result: pa.Array | None = None
        for name in [n for n in names if self.has(n)] or names[:1]:
            cell = self._as_read(name)
            coded = is_coded(cell)
            trimmed = _trimmed(cell.dictionary if coded else cell)
            found = recoded(cell, trimmed) if coded else trimmed
            result = found if result is None else pc.coalesce(plain(result), plain(found))
            if not result.null_count:
                break
        return result

    def values(
        self, name: str, parser: Callable[[str], Any], kind: pa.DataType, *, blank: frozenset[str] = BLANK
    ) -> pa.Array:
        """Parse each distinct text once; ``blank`` gives null, a ValueFault refuses the row."""
        coded = self._as_read(name).dictionary_encode()
        parsed: list[Any] = []
        wrong: dict[int, str] = {}
        for code, text in enumerate(coded.dictionary.to_pylist()):
            value = None
            if text is not None and text.strip() not in blank:
                try:
                    value = parser(text)
                except ValueFault as fault:
                    wrong[code] = fault.reason
            parsed.append(value)
        if wrong:
            codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
            for at in np.flatnonzero(np.isin(codes, list(wrong))):
                self._add(int(at), name, wrong[int(codes[at])])
        return pa.array(parsed, kind).take(coded.indices)

    def days(self, name: str, parser: Callable[[str], date]) -> pa.Array:
        """Parse days; a column of nothing but plain ISO dates is read at once."""
        found = self.plain_days(name)
        return self.values(name, parser, pa.date32()) if found is None else found

    def plain_days(self, name: str) -> pa.Array | None:
        """Give the days of a column of nothing but plain ISO dates, None for any other."""
        cell = self.cells(name)
        cell = pc.if_else(pc.equal(cell, ""), None, cell)
        if pc.all(pc.equal(pc.binary_length(cell), _ISO_LENGTH)).as_py() is False:
            return None
        try:
            found = pc.cast(cell, pa.date32())
        except pa.ArrowInvalid:
            return None
        return None if pc.all(pc.greater_equal(found, _FIRST_DAY)).as_py() is False else found

    def plain_decimals(self, name: str, most: float) -> pa.Array | None:
        """Give the numbers of a column of nothing but decimals of ``-most`` to ``most``, None for any other."""
        cell = self.cells(name)
        try:
            found = pc.cast(pc.if_else(pc.equal(cell, ""), None, cell), pa.float64())
        except pa.ArrowInvalid:
            return None
        return None if pc.all(pc.less_equal(pc.abs(found), most)).as_py() is False else found

    def decimals(self, name: str, low: float, high: float, what: str) -> pa.Array:
        """Give numbers of ``low`` to ``high``; others are refused as "outside ..."."""
        cell = self.cells(name)
        cell = pc.if_else(pc.equal(cell, ""), None, cell)
        try:
            numbers = pc.cast(cell, pa.float64())
        except pa.ArrowInvalid:
            numbers = self.values(name, decimal, pa.float64())
        view = pc.fill_null(numbers, 0.0).to_numpy(zero_copy_only=False)
        with np.errstate(invalid="ignore"):
            inside = (view >= low) & (view <= high)
        for at in np.flatnonzero(~inside):
            finite = bool(np.isfinite(view[at]))
            said = f"{what} {view[at]:g} is outside {low:g} to {high:g}" if finite else f"{what} is not a finite number"
            self._add(int(at), name, said)
        return numbers

    def refuse(self, mask: pa.Array | np.ndarray, column: str, say: str | Callable[[int], str]) -> None:
        """Refuse the rows where the mask is true; ``say`` is the reason or makes it from the position."""
        for at in np.flatnonzero(as_mask(mask)):
            self._add(int(at), column, say if isinstance(say, str) else say(int(at)))

    def flag(self, mask: pa.Array | np.ndarray, column: str, say: str | Callable[[int], str]) -> None:
        """Note a doubt about rows that are kept."""
        for at in np.flatnonzero(as_mask(mask)):
            if int(at) not in self._faults:
                reason = say if isinstance(say, str) else say(int(at))
                self._sink.flagged.append(Fault(int(self.records.rows[at]), self.written(column), reason))

    def refused(self) -> np.ndarray:
        """Give the mask of rows refused so far."""
        mask = np.zeros(len(self.records), dtype=bool)
        mask[list(self._faults)] = True
        return mask

    def _add(self, at: int, column: str, reason: str) -> None:
        self._faults.setdefault(at, []).append((self.written(column), reason))

    def settle(self) -> np.ndarray:
        """Tell the sink of the refused rows and give the mask of the others."""
        keep = np.ones(len(self.records), dtype=bool)
        for at, faults in sorted(self._faults.items()):
            keep[at] = False
            (column, reason), *more = faults
            said = "; ".join((reason, *(f"{c}: {r}" if c else r for c, r in more)))
            self._sink.rejected.append(Fault(int(self.records.rows[at]), column, said))
        return keep


def _trimmed(text: pa.Array) -> pa.Array:
    """Give the text without white space around it, null where it is blank; itself where that changes nothing."""
    trimmed = pc.utf8_trim_whitespace(text)
    if pc.any(pc.equal(pc.binary_length(trimmed), 0)).as_py():
        return pc.if_else(pc.equal(trimmed, ""), None, trimmed)
    return text if trimmed.equals(text) else trimmed


def as_mask(mask: pa.Array | np.ndarray) -> np.ndarray:
    """Give a NumPy mask; null is false."""
    if isinstance(mask, np.ndarray):
        return mask
    return np.asarray(pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False))
