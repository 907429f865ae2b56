import pytest

from geo.extraction.reader import shared_gazetteer


@pytest.fixture(scope="session")
def gazetteer():
    known = shared_gazetteer()
    known.find("Baghdad")
    return known
