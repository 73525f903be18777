"""Answers in several threads: what decodes is built before the first of them, or a cold process can die of it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from commandline import demonstration

PROCESSES, AT_A_TIME = 20, 4

FACE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from projections.answers.catalogue import ready

ready()

from projections.answers.agreements import listing
from projections.answers.history import history
from projections.answers.snapshot import snapshot
from projections.answers.status import status

DAY, THREADS = date(2010, 7, 20), 16
QUESTIONS = (
    lambda asked: status(asked, "wco-caricc", DAY).state,
    lambda asked: len(history(asked, "icmpd-wco")),
    lambda asked: len(listing(asked, DAY)),
)
together = Barrier(THREADS)


def answer(thread):
    together.wait()
    with snapshot(sys.argv[1]) as asked:
        return QUESTIONS[thread % len(QUESTIONS)](asked)


with ThreadPoolExecutor(THREADS) as threads:
    print(*sorted(set(map(str, threads.map(answer, range(THREADS))))))
"""


def test_a_cold_process_answers_in_sixteen_threads_at_once(tmp_path: Path) -> None:
    """Twenty of them, each with all its answers."""
    command = [sys.executable, "-c", FACE, str(demonstration(tmp_path))]

    def run(_: int) -> tuple[int, str, str]:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    with ThreadPoolExecutor(AT_A_TIME) as processes:
        assert set(processes.map(run, range(PROCESSES))) == {(0, "2 8 suspended\n", "")}
