import os

import pytest

from geo.errors import FileContentError
from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas
from geo.workflows.ingest import import_file


@pytest.fixture
def atlas(tmp_path):
    opened = Atlas.open(StoreSettings(store=tmp_path / "store"))
    yield opened
    opened.close()


def bring(atlas, path):
    return import_file(atlas, path, by="A tester", why="a test")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(atlas, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(FileContentError, match=r"pipe\.csv is no file on a disk"):
        bring(atlas, tmp_path / "pipe.csv")


@pytest.mark.parametrize("name", ["folder.csv", "gone.csv"])
def test_what_is_no_file_is_refused_in_a_sentence(atlas, tmp_path, name):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileContentError, match="is no file on a disk"):
        bring(atlas, tmp_path / name)
