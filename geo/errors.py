"""One tree of errors, named by the level that failed.

The command line prints ``str(error)`` as one sentence; ``geo.api`` and the pages turn a class
into an HTTP status or a message through a table of their own.
"""

from __future__ import annotations


class AtlasError(Exception):
    """Anything that Incident Atlas itself refuses or cannot do."""


class InputError(AtlasError):
    """What the user gave cannot be used as it is."""


class UnknownFormatError(InputError):
    """No importer recognises the file, or no exporter has that name."""


class FileContentError(InputError):
    """The file as a whole is broken: empty, wrongly encoded, truncated, or without needed columns."""


class TooLargeError(InputError):
    """The file or one of its cells exceeds a limit that protects the server."""


class CancelledError(InputError):
    """The user stopped a long operation; nothing of it was kept."""


class ValueFault(InputError):  # noqa: N818 - a fault of one value, reported beside others
    """One value of one row is out of its range; carries the row and the column.

    ``row`` counts records from 1 and leaves header rows out; None where no row is meant.
    """

    def __init__(self, reason: str, *, row: int | None = None, column: str | None = None) -> None:
        """Keep the place of the fault beside the sentence that names it."""
        where = "".join(
            (f"row {row}" if row else "", ", " if row and column else "", f"column {column}" if column else "")
        )
        super().__init__(f"{where}: {reason}" if where else reason)
        self.reason, self.row, self.column = reason, row, column


class FilterError(InputError):
    """A filter names a field, a value or a place that does not exist."""


class StoreError(AtlasError):
    """The store could not do what was asked; nothing was half written."""


class NotFoundError(StoreError):
    """No record has that id."""


class StaleEditError(StoreError):
    """Somebody else changed the record since it was read."""


class StoreBusyError(StoreError):
    """Another process holds the store's write lock for too long."""


class StoreVersionError(StoreError):
    """The store was written by a newer release than this one."""


class ExtractionError(AtlasError):
    """A document could not be read into text, claims or candidates."""


class AccessError(AtlasError):
    """The caller is not signed in, or may not see this record."""
