"""A parsing process may see its own files and nobody else's, and speak to no one, where the system can forbid it."""

import socket
import subprocess
import sys

import pytest

from geo.apart import cell
from geo.importers.sandbox.gdal import environment

SEE = """
import sys
from geo.apart import cell
print(cell.see_only([sys.prefix, sys.base_prefix, *cell._SYSTEM, sys.argv[1]], [sys.argv[2]]))
def tried(act):
    try:
        act()
    except OSError:
        return "refused"
    return "allowed"
import subprocess
print(tried(lambda: open(sys.argv[1] + "/own").read()), tried(lambda: open(sys.argv[3]).read()))
print(tried(lambda: open(sys.argv[2] + "/new", "w")), tried(lambda: open(sys.argv[1] + "/new", "w")))
print(tried(lambda: subprocess.run(["/bin/true"])))
"""
CALL = """
import socket, sys
from geo.apart import cell
print(cell.leave_network())
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), 2)
    print("reached")
except OSError:
    print("refused")
"""
LIMIT = """
from geo.apart import cell
cell.limit(2048, 60, 16)
try:
    print(len(bytearray(4 << 30)))
except MemoryError:
    print("refused")
"""


def lines_of(code, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split("\n")


def test_it_sees_its_own_folder_alone_and_runs_no_program(tmp_path):
    for name in ("in", "work"):
        (tmp_path / name).mkdir()
    (tmp_path / "in" / "own").write_text("x")
    (tmp_path / "other").write_text("x")
    held, *tried = lines_of(SEE, tmp_path / "in", tmp_path / "work", tmp_path / "other")
    if held == "False":
        pytest.skip("this system cannot hold a process to some files")
    assert tried[:3] == ["allowed refused", "allowed refused", "refused"]


def test_it_reaches_no_server():
    with socket.create_server(("127.0.0.1", 0)) as server:
        held, tried, _ = lines_of(CALL, server.getsockname()[1])
    if held == "False":
        pytest.skip("this system lets no process give up its network")
    assert tried == "refused"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold no process to a size")
def test_it_gets_no_more_memory_than_it_may_have():
    assert lines_of(LIMIT)[0] == "refused"


def test_it_is_told_nothing_of_the_servers_own(monkeypatch):
    monkeypatch.setenv("INCIDENT_ATLAS_TEST_TOKEN", "secret")
    given = environment("geopackage")
    assert "secret" not in given.values()
    assert "OGR_VRT" in given["GDAL_SKIP"].split(",")
    assert "GPKG" not in given["GDAL_SKIP"].split(",")


def test_the_first_file_it_runs_imports_the_standard_library_alone():
    done = subprocess.run(
        [sys.executable, "-c", f"import runpy, sys; runpy.run_path({cell.__file__!r}); print('numpy' in sys.modules)"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "False"
