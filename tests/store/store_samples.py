"""Small incidents and tables for the store's tests, and a way to run a writer in another process."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

from geo.frames import from_incidents
from geo.model import EventType, Incident, Party, Place, Role, Source

ROOT = Path(__file__).parents[2]
WHO = {"by": "Amal", "why": "a test"}


def incident(number=1, dataset="reported", **fields):
    day = date(2024, 1, 1) + timedelta(days=number % 50)
    place = Place(name="Al-Qa'im", longitude=41.0, latitude=34.4, country="IQ")
    actors = (Party(actor="A{{7*191}}B<b>x</b>", role=Role.INITIATOR),)
    known = {"event_type": EventType.DRONE_ATTACK, "date_start": day, "place": place, "actors": actors}
    known |= {"sources": (Source(publisher="AFP"),), "raw": {"cell": "قائم"}}
    return Incident(dataset=dataset, dataset_id=str(number), **(known | fields))


def rows(count, dataset="ucdp", **fields):
    return from_incidents(incident(number, dataset, **fields) for number in range(count))


def built_in(*incidents):
    return SimpleNamespace(incidents=incidents)


def python(code, *args, **options):
    """Start a Python process on this checkout; the caller waits for it."""
    command = [sys.executable, "-W", "error", "-c", code, *map(str, args)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


_AT_ONCE = """
import importlib, json, multiprocessing, sys
sys.path.insert(0, "tests/store")
work = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
processes = [multiprocessing.get_context("fork").Process(target=work, args=a) for a in json.loads(sys.argv[3])]
for process in processes:
    process.start()
for process in processes:
    process.join()
sys.exit(max(process.exitcode for process in processes))
"""


def at_once(module, function, arguments):
    """Run a test module's function in one process for each tuple of arguments, all at the same time."""
    helper = python(_AT_ONCE, module, function, json.dumps(arguments))
    _, faults = helper.communicate(timeout=120)
    assert (faults, helper.returncode) == ("", 0)
