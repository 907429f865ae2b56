"""Tables on the import page: what columns mean is guessed with reasons, asked where it must be, and kept."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_import import CANARY, open_page, press, stored, texts, upload, widget

from geo.importers.tools.days import Order
from geo.importers.tools.mapping import Mapping
from geo.model.event_types import EventType
from geo.settings import data_dir
from geo.store import Store
from geo.store.reference import load_reference
from geo.workflows import mappings, process
from geo.workflows.atlas import Atlas
from geo.workflows.process import shared_atlas

HEAD = f"Datum,Ort,Lat,Lon,{CANARY},Tote"


@pytest.fixture(autouse=True)
def _closed_afterwards(monkeypatch):
    monkeypatch.setenv("INCIDENT_ATLAS_EDITOR", "A tester")
    yield
    process.close_all()


def table(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


PLAIN = table("2024-01-20,Here,34.5,40.1,note,2", "2024-01-21,There,95,40.2,note,")
ASKED = table("03/04/2024,Here,34.5,40.1,note,2", "05/06/2024,There,34.6,40.2,note,")


def boxes(app) -> dict:
    """Give the box of the meaning beside each column's name."""
    found = [s for s in app.selectbox if s.label.startswith("Meaning of column")]
    return dict(zip((t.value.split("\n")[0] for t in app.text if "\n" in t.value), found, strict=True))


def meanings(app) -> dict[str, str]:
    return {name: box.value for name, box in boxes(app).items()}


def meaning(app, column: str):
    return boxes(app)[column]


def order_box(app):
    return next(s for s in app.selectbox if s.label == "Order of day and month")


def rows(name: str) -> list[dict]:
    info = next(i for i in shared_atlas().store.datasets.current() if i.name == name)
    return shared_atlas().store.datasets.read(info).to_pylist()


def test_columns_are_guessed_with_their_reasons_and_shown_literally():
    app = upload(open_page(), content=PLAIN)
    assert meanings(app) == {
        "Datum": "date_start", "Ort": "place_name", "Lat": "latitude", "Lon": "longitude",
        "Tote": "fatalities_best", CANARY: "",
    }  # fmt: skip
    assert "the column is named “Datum”" in texts(app)
    assert (
        "latitude 95 is outside -90 to 90" in next(f.value for f in app.dataframe if "reason" in f.value)["reason"][0]
    )
    press(app, "import_confirm")
    (row,) = rows("made_up")
    assert (row["date_start"], row["place_name"], row["fatalities_best"]) == (date(2024, 1, 20), "Here", 2)
    assert row[f"raw_{CANARY}"] == "note"


def test_a_map_shows_where_the_file_would_put_its_incidents():
    app = upload(open_page(), content=PLAIN)
    (chart,) = app.get("vega_lite_chart")
    spec = json.loads(chart.proto.spec)
    land, names, dots = (layer["data"]["values"] for layer in spec["layer"])
    assert (len(dots), dots[0]["y"]) == (1, 34.5)
    assert {"Syria", "Iraq"} <= {n["name"] for n in names}
    assert len(land) == len(names)
    assert "note" not in chart.proto.spec


def test_the_order_of_day_and_month_is_asked_and_never_taken_silently():
    app = upload(open_page(), content=ASKED)
    assert "can be read day first or month first" in texts(app)
    assert order_box(app).value == ""
    assert not [b for b in app.button if b.key in {"import_confirm", "import_check"}]
    order_box(app).set_value("dmy").run()
    press(app, "import_check")
    press(app, "import_confirm")
    assert sorted(r["date_start"] for r in rows("made_up")) == [date(2024, 4, 3), date(2024, 6, 5)]


def test_a_corrected_mapping_is_checked_again_kept_and_used_for_the_next_file():
    app = upload(open_page(), content=PLAIN)
    meaning(app, "Ort").set_value("adm_1").run()
    assert any("have changed since" in i.value for i in app.info)
    press(app, "import_check")
    widget(app.text_input, "import_of_map_name").set_value("Weekly list").run()
    press(app, "import_map_keep")
    press(app, "import_confirm")
    assert rows("made_up")[0]["adm_1"] == "Here"
    upload(app, content=table("2024-02-01,Else,34,40,,"), name="next.csv")
    assert "The mapping “Weekly list”" in texts(app)
    assert meanings(app)["Ort"] == "adm_1"
    press(app, "import_confirm")
    assert rows("next")[0]["adm_1"] == "Else"


def test_two_columns_cannot_mean_the_same():
    app = upload(open_page(), content=PLAIN)
    meaning(app, CANARY).set_value("place_name").run()
    assert "Two columns are said to be “Place name”" in texts(app)
    assert stored() == {}


def test_a_table_that_nothing_recognises_is_explained_by_the_user():
    app = upload(open_page(), content=table("x1,2024-01-20", "x2,2024-01-21", head="aa,bb"))
    assert "The format of made_up.csv is not known" in texts(app)
    meaning(app, "aa").set_value("place_name").run()
    press(app, "import_check")
    press(app, "import_confirm")
    assert {r["place_name"] for r in rows("made_up")} == {"x1", "x2"}


def test_types_are_given_to_the_texts_of_the_type_column():
    app = upload(open_page(), content=table("2024-01-20,34,40,boom", head="date,lat,lon,type"))
    box = next(s for s in app.selectbox if s.label == "Type 1")
    box.set_value("explosive_device").run()
    press(app, "import_check")
    press(app, "import_confirm")
    assert rows("made_up")[0]["event_type"] == "explosive_device"


def test_an_unknown_coordinate_system_is_asked_for():
    features = [
        {"type": "Feature", "properties": {"date": "2024-01-20", "name": CANARY}, "geometry": {"type": "Point", "coordinates": [500000.0, 3700000.0]}}
    ]  # fmt: skip
    content = json.dumps({
        "type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::999999"}},
        "features": features,
    }).encode()  # fmt: skip
    app = upload(open_page(), content=content, name="points.geojson")
    assert "coordinate system" in texts(app)
    next(t for t in app.text_input if t.label.startswith("Coordinate system")).set_value("EPSG:32638").run()
    press(app, "import_check")
    press(app, "import_confirm")
    (row,) = rows("points")
    assert (round(row["longitude"]), round(row["latitude"])) == (45, 33)


def test_a_mapping_is_kept_under_its_name_and_replaced_by_the_next(tmp_path):
    mapping = Mapping(columns={"date_start": CANARY}, date_order=Order.DAY_FIRST, event_types={"x": EventType.RIOT})
    with Store.open(tmp_path / "own") as store:
        atlas = Atlas(store, load_reference(data_dir()))
        mappings.save_mapping(atlas, "My list", mapping, [CANARY, "b"], by="A tester")
        mappings.save_mapping(atlas, " My list ", mapping, [CANARY, "c"], by="A tester")
        (kept,) = mappings.saved_mappings(atlas).values()
        assert (kept.name, kept.header, kept.mapping) == ("My list", (CANARY, "c"), mapping)
        assert mappings.fitting([kept], ["c", CANARY]) == kept
        assert mappings.fitting([kept], [CANARY]) is None
        with pytest.raises(mappings.InputError, match="needs a name"):
            mappings.save_mapping(atlas, " ", mapping, [], by="A tester")
