"""Many sessions at once: ``python -m tests.bench.bench_sessions --rows 1000000 --sessions 50 --seconds 60``.

Each session speaks Streamlit's own protocol over a websocket, as a browser does. It changes a filter every
15 s by a new address and then fetches what its map, list and timeline would: the mask, the first page of
the list, the counts. A rerun is timed from the message that asks for it to "script finished"; one whose
messages do not carry the new filter counts as an error.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.bench.serving import Server, dashboard, make_store

try:
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.asyncio.client import ClientConnection, connect
except ImportError as error:
    raise SystemExit(f"{error}: pip install 'incident-atlas[bench]'") from None

PERIOD_S = 15
LIMIT_S = 60
COUNTRIES = ("IQ", "SY", "AF", "UA", "NG", "SO", "MX", "YE", "CO", "IN", "PK", "TR", "SD", "ET", "MM")
TYPES = ("battle", "remote_violence", "violence_against_civilians")
WORDS = ("ambush", "bridge", "mosque", "raid", "drone", "4711", "2718", "convoy village")


@dataclass
class Results:
    """What all sessions met."""

    reruns: list[float] = field(default_factory=list)
    fetches: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> None:
    """Print the times of reruns and fetches, errors, and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args(arguments)
    base, *_ = measured(0, 1, 0)
    one, all_of_them, results = measured(options.rows, options.sessions, options.seconds)
    print(f"{options.sessions} sessions on {options.rows:,} rows, a new filter each {PERIOD_S} s, {options.seconds} s")
    for name, spans in (("reruns", results.reruns), ("mask, list and timeline after it", results.fetches)):
        fifty, ninety_five = np.percentile(spans, (50, 95)) if spans else (0, 0)
        print(
            f"{name}: {len(spans)}, median {fifty:.2f} s, p95 {ninety_five:.2f} s, worst {max(spans, default=0):.2f} s"
        )
    print(f"errors: {len(results.errors)}{': ' + results.errors[0] if results.errors else ''}")
    growth = (all_of_them - one) / max(1, options.sessions - 1)
    print(f"server memory: {base:.0f} MB with the built-in content, {one:.0f} MB with the dataset and one session,")
    print(f"  {one - base:.0f} MB above the base; {all_of_them:.0f} MB with all sessions, {growth:.1f} MB a session")


def measured(rows: int, sessions: int, seconds: int) -> tuple[float, float, Results]:
    """Give the server's memory with one session and with all, in MB, and what they met."""
    results = Results()
    with tempfile.TemporaryDirectory() as folder:
        if rows:
            make_store(Path(folder), rows)
        server = dashboard(Path(folder))
        try:
            server.wait()
            asyncio.run(visit(server, Results(), number=0, seconds=3))
            one = server.memory_mb()
            if seconds:
                asyncio.run(everyone(server, results, sessions, seconds))
            return one, server.memory_mb(), results
        finally:
            server.stop()


async def everyone(server: Server, results: Results, sessions: int, seconds: int) -> None:
    """Open all sessions within one period and let each go on for so many seconds."""
    async with asyncio.TaskGroup() as group:
        for number in range(sessions):
            group.create_task(visit(server, results, number=number, seconds=seconds, wait=PERIOD_S * number / sessions))


async def visit(server: Server, results: Results, *, number: int, seconds: float, wait: float = 0) -> None:
    """Open one session, and change its filter until the time is over."""
    await asyncio.sleep(wait)
    chosen = random.Random(number)
    address = server.url.replace("http", "ws") + "/_stcore/stream"
    try:
        async with connect(address, subprotocols=["streamlit"], max_size=None, origin=server.url) as socket:
            await rerun(socket, "")
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                started = time.monotonic()
                await change(server, socket, results, new_query(chosen))
                await asyncio.sleep(max(0.0, min(PERIOD_S - (time.monotonic() - started), end - time.monotonic())))
    except (OSError, TimeoutError, RuntimeError) as error:
        results.errors.append(f"{type(error).__name__}: {error}")


async def change(server: Server, socket: ClientConnection, results: Results, query: str) -> None:
    """Change one session's filter and fetch what its page would."""
    results.reruns.append(await rerun(socket, query))
    started = time.monotonic()
    paths = (f"mask?{query}", f"incidents?{query}&limit=50", f"timeline?{query}&bars=150")
    await asyncio.gather(*(asyncio.to_thread(fetch, f"{server.url}/atlas/{path}") for path in paths))
    results.fetches.append(time.monotonic() - started)


def fetch(address: str) -> int:
    """Fetch an address of this machine and give its size."""
    with urllib.request.urlopen(address, timeout=LIMIT_S) as answer:
        return len(answer.read())


async def rerun(socket: ClientConnection, query: str) -> float:
    """Ask for a run of the script with an address; give the seconds that it took."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.widget_states.SetInParent()
    started, told = time.monotonic(), not query
    await socket.send(message.SerializeToString())
    while True:
        received = await asyncio.wait_for(socket.recv(), LIMIT_S)
        told = told or query.encode() in received
        kind = ForwardMsg.FromString(received)
        if kind.WhichOneof("type") == "delta" and kind.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(kind.delta.new_element.exception.message)
        if kind.WhichOneof("type") == "script_finished":
            if kind.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            if not told:
                raise RuntimeError(f"the page did not take over {query}")
            return time.monotonic() - started


def new_query(chosen: random.Random) -> str:
    """Give a filter that hardly ever comes twice; every fifth searches the texts."""
    start = chosen.randrange(1995, 2018)
    dates = f"datetime={start}-01-01%2F{start + chosen.randrange(1, 8)}-{chosen.randrange(1, 13):02}-28"
    if chosen.random() < 0.2:
        return f"q={chosen.choice(WORDS).replace(' ', '+')}"
    return f"{dates}&country={chosen.choice(COUNTRIES)}&type={chosen.choice(TYPES)}"


if __name__ == "__main__":
    main()
