"""One sentence for each file made to do harm."""

import sqlite3

import geopandas as gpd
import pytest
import shapely
from made_up import read

from geo.errors import InputError

SECRET = "the-content-of-another-file"
VRT = """<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{source}</SrcDataSource>
<SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"""


def sentence_of(path, format=None, **options):  # noqa: A002 - the option's name
    with pytest.raises(InputError) as caught:
        read(path, format, **options)
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith(".")
    assert SECRET not in said
    return said


def geopackage(folder, *statements):
    path = folder / "a.gpkg"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Point(44, 33)], crs=4326).to_file(path, layer="good")
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path
