"""Two hundred readers of a served register beside a recording writer, one worker killed: time, and wrong answers.

    python -m benchmarks.served

Prints the rows of the table in docs/performance.md. An answer is wrong where it knows less than was committed before it
was asked for, or where its state is not the one that is so on its day.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from statistics import quantiles
from time import monotonic, sleep
from typing import Any

import httpx

from benchmarks.registers import environ, filled

READERS, SECONDS, WORKERS, AGREEMENTS = 200, 30, 2, 1000
PATHS = (
    *("/agreements?limit=20", "/agreements/{id}", "/agreements/{id}.json", "/agreements/{id}/explanation"),
    "/deadlines?within=30&party=ICMPD",
)


class Told:
    """What readers were told, and how long it took."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {path: [] for path in PATHS}
        self.statuses: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.committed = 0


async def _reader(number: int, address: str, ids: list[str], told: Told, until: float) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        turn = number
        while monotonic() < until:
            path, turn = PATHS[turn % len(PATHS)], turn + 1
            committed, began = told.committed, monotonic()
            try:
                got = await client.get(path.replace("{id}", ids[turn % len(ids)]))
            except httpx.HTTPError as error:
                told.statuses[type(error).__name__] += 1
                continue
            told.took[path].append(monotonic() - began)
            told.statuses[str(got.status_code)] += 1
            if path.endswith(".json") and got.status_code == 200 and got.json()["known_at"]["seq"] < committed:
                told.wrong.append(f"{path} knows less than #{committed}")
            await asyncio.sleep(1)  # who reads a page looks at it


async def _read(address: str, ids: list[str], told: Told) -> None:
    until = monotonic() + SECONDS
    await asyncio.gather(*(_reader(number, address, ids, told, until) for number in range(READERS)))


def _write(command: list[str], ids: list[str], environment: dict[str, str], told: Told, ended: threading.Event) -> None:
    number = 0
    while not ended.is_set():
        title = f"survey {number}"
        act = ["activity", "begin", ids[number % len(ids)], "--on", "2003-03-01", "--title", title]
        words = [*act, "--accept-impact", "--yes", "--format", "json"]
        ran = subprocess.run([*command, *words], env=environment, capture_output=True, text=True, check=False)
        if ran.returncode == 0:
            told.committed = max(told.committed, json.loads(ran.stdout)["seq"])
        number += 1
        sleep(0.5)


def main() -> int:
    """Serve, read, record and kill; print what was seen."""
    with tempfile.TemporaryDirectory() as name:
        url = filled(Path(name), AGREEMENTS)
        environment = {**environ(Path(name)), "DEPOSITARY_DB": url}
        command = [str(Path(sys.executable).with_name("depositary"))]
        asked = [*command, "list", "--limit", "50", "--format", "json"]
        listed: Any = subprocess.run(asked, env=environment, capture_output=True, check=True)
        ids = [one["agreement"] for one in json.loads(listed.stdout)]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        serve = [*command, "serve", "--port", str(port), "--workers", str(WORKERS)]
        server = subprocess.Popen(serve, env=environment, stderr=subprocess.DEVNULL)
        sleep(6)
        told, ended = Told(), threading.Event()
        writer = threading.Thread(target=_write, args=(command, ids, environment, told, ended))
        writer.start()
        threading.Timer(SECONDS / 2, _kill_one, [server.pid]).start()
        asyncio.run(_read(f"http://127.0.0.1:{port}", ids, told))
        ended.set()
        writer.join()
        server.terminate()
        server.wait(30)
    for path, took in told.took.items():
        cuts = quantiles(took, n=20)
        print(f"| {path} | {len(took)} | {cuts[9] * 1000:.0f} ms | {cuts[18] * 1000:.0f} ms |")
    whole = sum(map(len, told.took.values()))
    print(f"{whole / SECONDS:.0f} answers a second; {dict(told.statuses)}")
    print(f"recorded up to #{told.committed}; wrong: {len(told.wrong)}")
    return int(bool(told.wrong))


def _kill_one(parent: int) -> None:
    found = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False).stdout.split()
    workers = [int(pid) for pid in found if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    if workers:
        os.kill(workers[0], signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
