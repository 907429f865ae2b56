"""The store: the casebook in SQL and the datasets in GeoParquet."""

from geo.store.amendments import Amendment, amend, apply_amendment, lay_over
from geo.store.casebook import Casebook, View
from geo.store.datasets import Datasets
from geo.store.records import Change, Record
from geo.store.restore import restore
from geo.store.store import Store

__all__ = [
    "Amendment",
    "Casebook",
    "Change",
    "Datasets",
    "Record",
    "Store",
    "View",
    "amend",
    "apply_amendment",
    "lay_over",
    "restore",
]
