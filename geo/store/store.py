"""A store: one folder with the casebook and the datasets, opened and closed as one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from geo.store.backup import backup
from geo.store.casebook import Casebook
from geo.store.database import BUSY_SECONDS, Database, url_of
from geo.store.datasets import Datasets
from geo.store.faults import translated
from geo.store.files import clean
from geo.store.seed import Seeds, seed

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

CASEBOOK_FILE = "casebook.sqlite"
DATASETS_FOLDER = "datasets"


class Store:
    """``casebook`` and ``datasets`` of one folder; safe to use from several threads and processes."""

    def __init__(self, path: Path, database: Database) -> None:
        """Join the rooms of a migrated store; use ``Store.open``."""
        self.path, self.database = path, database
        self.casebook = Casebook(database)
        self.datasets = Datasets(path / DATASETS_FOLDER, self.casebook)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        database: str | None = None,
        reference: Seeds | None = None,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Store:
        """Open a store, making and migrating it as needed, and seed the reference's incidents.

        ``database`` is the casebook's URL, None for a SQLite file in the folder. Raises StoreVersionError
        for a newer release's store, StoreBusyError when a writer holds it for ``busy_seconds``.
        """
        with translated():
            path.mkdir(parents=True, exist_ok=True)
            clean(path)
        opened = Database(url_of(database, path / CASEBOOK_FILE), busy_seconds=busy_seconds)
        try:
            opened.migrate()
            store = cls(path, opened)
            if reference is not None:
                seed(store.casebook, reference)
        except BaseException:
            opened.close()
            raise
        return store

    def backup(self, file: Path) -> None:
        """Write the whole store into one file, checked, at once; ``geo.store.restore`` brings it back."""
        backup(self, file)

    def close(self) -> None:
        """Close all connections; the store's files can be moved afterwards."""
        self.database.close()

    def __enter__(self) -> Self:
        """Use the store in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()
