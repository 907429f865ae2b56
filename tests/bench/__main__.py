"""Run the measures: ``python -m tests.bench [NAME ...] [--full]``; ``BENCH=full`` is the same as ``--full``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from typing import NamedTuple

from tests.bench.machine import describe
from tests.bench.peers.products import ROOT


class Bench(NamedTuple):
    """One module: what it measures, and its arguments for the short and for the full run."""

    about: str
    short: str
    full: str


BENCHES = {
    "dashboard": Bench("serve to first map, filter change with built-in content", "", ""),
    "import": Bench("import of UCDP GED rows", "--rows 100000", "--rows 100000,1000000"),
    "export": Bench("export against GeoPandas' own writers", "--rows 100000 --repeat 1", "--rows 1000000 --repeat 2"),
    "filters": Bench("filters on the server", "--rows 10000 100000", "--rows 10000 100000 1000000 5000000"),
    "ogc": Bench("the OGC API", "--rows 100000", "--rows 1000000"),
    "extraction": Bench("reading of reports", "", ""),
    "sessions": Bench("many sessions at once", "--rows 100000 --sessions 20 --seconds 45", "--rows 1000000"),
    "peers": Bench("this product beside others", "--rows 10000", "--rows 10000 100000 1000000 5000000"),
}


def main() -> int:
    """Run what was asked for, each in a process of its own; give 1 when one failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; all when left out")
    parser.add_argument(
        "--full", action="store_true", default=os.environ.get("BENCH") == "full", help="1 M and 5 M rows too"
    )
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHES)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    print(describe())
    failed = [name for name in options.names or BENCHES if not run(name, full=options.full)]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


def run(name: str, *, full: bool) -> bool:
    """Run one module and print how long it took."""
    bench = BENCHES[name]
    print(f"\n== {name}: {bench.about}", flush=True)
    started = time.monotonic()
    arguments = (bench.full if full else bench.short).split()
    done = subprocess.run([sys.executable, "-m", f"tests.bench.bench_{name}", *arguments], cwd=ROOT, check=False)
    print(f"-- {name} took {(time.monotonic() - started) / 60:.1f} min", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
