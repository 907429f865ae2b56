"""The folder is the list: a file that is missing from the registry fails here."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

import geo.importers
from geo.importers import IMPORTERS

SHARED_MODULES = {"base", "sample", "sandbox", "tools"}
FORMATS = [m.name for m in iter_modules(geo.importers.__path__) if m.name not in SHARED_MODULES]


@pytest.mark.parametrize("module", FORMATS)
def test_every_file_of_the_folder_is_in_the_registry(module):
    importer = import_module(f"geo.importers.{module}").IMPORTER
    assert IMPORTERS[importer.name] is importer
    assert importer.title
