import json
import subprocess
import sys

import pytest

from geo import cli

UCDP = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,"
    "dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,"
    "source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,"
    "where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob\n"
)
ROW = (
    "{id},X-{id},2024,1,Clear,1,1,1,C,1,1,D,1,1,Government of Iraq,2,2,IS,1,A,Reuters,2024-01-05,Headline,,1,Rutba,"
    "Rutba town,Al Anbar province,,33.03,{lon},,1,Iraq,645,Middle East,1,1,2024-01-05,2024-01-05,0,1,0,0,1,1,1,645,\n"
)


def run(capsys, *arguments):
    code = cli.main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def events(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text(UCDP + ROW.format(id=1, lon=40.28) + ROW.format(id=2, lon=400), encoding="utf-8")
    return file


def test_every_command_has_help(capsys):
    for name in cli.commands.commands:
        code, out, _ = run(capsys, name, "--help")
        assert code == 0
        assert "Usage:" in out


def test_an_import_accounts_for_every_row_and_a_second_one_stores_nothing(capsys, events):
    code, out, _ = run(capsys, "import", str(events), "--dataset", "mine", "--by", "me", "--json")
    report = json.loads(out)
    assert code == 0
    assert (report["dataset"], report["read"], report["stored"], report["unchanged"]) == ("mine", 2, 1, 0)
    assert [(r["row"], r["column"]) for r in report["rejected"]] == [(2, "longitude")]
    code, out, _ = run(capsys, "import", str(events), "--dataset", "mine", "--by", "me", "--json")
    assert (json.loads(out)["stored"], json.loads(out)["unchanged"]) == (0, 1)


def test_an_export_writes_what_the_options_say(capsys, tmp_path):
    file = tmp_path / "out.geojson"
    options = ["--from", "2024-01-20", "--to", "2024-01-24", "--actor", "Kataib Hezbollah", "--role", "target"]
    code, out, _ = run(capsys, "export", str(file), *options, "--json")
    collection = json.loads(file.read_text(encoding="utf-8"))
    assert code == 0
    assert json.loads(out)["rows"] == len(collection["features"]) == 3
    assert [f["geometry"] for f in collection["features"]].count(None) == 1


def test_a_pages_query_is_overridden_by_options(capsys, tmp_path):
    file = tmp_path / "out.geojson"
    code, out, _ = run(
        capsys, "export", str(file), "--query", "datetime=2024-01-24&country=SY", "--country", "IQ", "--json"
    )
    assert code == 0
    assert json.loads(out)["rows"] == 3


def test_a_wrong_value_is_one_sentence_on_standard_error(capsys, tmp_path):
    code, out, err = run(capsys, "export", str(tmp_path / "out.geojson"), "--precision", "9")
    assert (code, out) == (1, "")
    assert "precision=9" in err
    assert err.count("\n") == 1


def test_an_unknown_ending_names_the_known_ones(capsys, tmp_path):
    code, _, err = run(capsys, "export", str(tmp_path / "out.doc"))
    assert code == 1
    assert ".geojson" in err


def test_a_backup_restores_into_another_folder(capsys, tmp_path, events):
    run(capsys, "import", str(events), "--dataset", "mine", "--by", "me")
    assert run(capsys, "backup", str(tmp_path / "b.zip"))[0] == 0
    assert run(capsys, "restore", str(tmp_path / "b.zip"), "--store", str(tmp_path / "other"))[0] == 0
    code, out, _ = run(capsys, "info", "--store", str(tmp_path / "other"), "--json")
    assert code == 0
    assert "mine" in {d["name"] for d in json.loads(out)["datasets"]}


def test_python_m_geo_is_the_same_command(tmp_path):
    command = [sys.executable, "-m", "geo", "import", str(tmp_path / "absent.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "does not exist" in done.stderr


def test_a_report_is_read_into_candidates_with_spans(capsys, tmp_path):
    text = "ERBIL - Two rockets hit Erbil International Airport late on Monday, wounding three people, police said."
    file = tmp_path / "report.txt"
    file.write_text(text, encoding="utf-8")
    code, out, _ = run(capsys, "extract", str(file), "--published", "2021-02-16", "--json")
    (candidate,) = json.loads(out)["candidates"]
    assert code == 0
    assert candidate["date_start"] == "2021-02-15"
    assert candidate["place"]["country"] == "IQ"
    assert all(text[c["start"] : c["end"]] == c["text"] for c in candidate["claims"] if c["start"] is not None)


def test_names_are_geocoded_or_refused_with_a_reason(capsys):
    code, out, _ = run(capsys, "geocode", "--country", "IQ", "--json", "Mosul", "Xyzzyville")
    mosul, nowhere = json.loads(out)["results"]
    assert code == 0
    assert mosul["place"]["country"] == "IQ"
    assert nowhere["place"] is None
    assert nowhere["reason"]


def test_a_table_is_imported_by_a_mapping_from_a_file(capsys, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("quand,lieu,x,y\n03/04/2024,Rutba,40.28,33.03\n", encoding="utf-8")
    columns = {"date_start": "quand", "place_name": "lieu", "longitude": "x", "latitude": "y"}
    mapping = tmp_path / "m.json"
    mapping.write_text(json.dumps({"columns": columns, "date_order": "dmy"}), encoding="utf-8")
    code, out, err = run(capsys, "import", str(table), "--mapping", str(mapping), "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["stored"] == 1
    code, _, err = run(capsys, "import", str(table), "--mapping", "absent")
    assert code == 1
    assert "no mapping and no file called absent" in err


def test_an_import_says_what_the_dataset_may_be_used_for(capsys, events):
    said = [
        "--attribution",
        "The makers",
        "--accessed",
        "2024-02-03",
        "--redistribution",
        "forbidden",
        "--licence",
        "own",
    ]
    code, _, _ = run(capsys, "import", str(events), "--dataset", "said", "--by", "me", *said)
    assert code == 0
    (info,) = (d for d in json.loads(run(capsys, "info", "--json")[1])["datasets"] if d["name"] == "said")
    assert (info["attribution"], info["accessed"], info["redistributable"]) == ("The makers", "2024-02-03", False)


def test_a_dry_run_stores_nothing(capsys, events):
    code, out, _ = run(capsys, "import", str(events), "--dataset", "dry", "--by", "me", "--dry-run")
    assert code == 0
    assert out.startswith("Nothing was stored, but would be: dry: 2 rows read, 1 stored")
    assert "dry" not in {d["name"] for d in json.loads(run(capsys, "info", "--json")[1])["datasets"]}


def test_removed_incidents_come_back_on_demand_alone(capsys, events):
    one = events.with_name("one.csv")
    one.write_text(UCDP + ROW.format(id=1, lon=40.28), encoding="utf-8")
    both = events.with_name("both.csv")
    both.write_text(UCDP + ROW.format(id=1, lon=40.28) + ROW.format(id=2, lon=41), encoding="utf-8")
    into = ["--dataset", "back", "--by", "me"]
    assert [run(capsys, "import", str(f), *into)[0] for f in (both, one)] == [0, 0]
    code, _, err = run(capsys, "import", str(both), *into)
    assert (code, "--bring-back" in err, err.count("\n")) == (1, True, 1)
    assert run(capsys, "import", str(both), *into, "--bring-back")[0] == 0


def test_the_files_of_a_timemap_are_read_together(capsys, tmp_path):
    event = {"id": "1", "date": "1/24/2024", "latitude": "34.5", "longitude": "40.25", "description": "x"}
    event |= {"sources": ["s1"], "associations": ["a1"], "time_precision": "", "location": "Town"}
    files = {"events": [event], "sources": {"s1": {"id": "s1", "title": "A video"}}, "associations": [{"id": "a1", "mode": "FILTER", "title": "Group"}]}  # fmt: skip
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    beside = [o for n in ("sources", "associations") for o in ("--with", str(tmp_path / f"{n}.json"))]
    code, out, _ = run(capsys, "import", str(tmp_path / "events.json"), *beside, "--dataset", "tm", "--by", "me")
    assert (code, "known by their ids" in out) == (0, False)
    file = tmp_path / "out.geojson"
    run(capsys, "export", str(file), "--dataset", "tm")
    (found,) = json.loads(file.read_text(encoding="utf-8"))["features"]
    assert found["properties"]["sources"][0]["title"] == "A video"
    assert found["properties"]["original"]["association titles"] == "Group"
