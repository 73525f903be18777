"""Reading the log: quickly, on any medium, and at any moment of its recording."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from given import act, terms
from hypothesis import given
from hypothesis import strategies as st
from shares import by_two
from stores import File, Place

from aggregates.databases.cases import database
from aggregates.ground.clock import EPOCH, from_micros, to_micros
from aggregates.ground.moments import Moment, moment_from
from aggregates.proof.verification import verify
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.log.positions import resolve
from aggregates.record.log.recording import recorded
from aggregates.record.log.table import LogHead
from aggregates.record.register import Register
from lifecycle.errors import InvalidInput, Locked, NoRegister, NotFound, StorageFailure

NAME = "wco-caricc"
NIGHT = datetime(2024, 11, 20, 23, 59, 59, 999_999, tzinfo=UTC)
MOMENTS = [NIGHT - timedelta(days=2), NIGHT, NIGHT + timedelta(microseconds=1), NIGHT + timedelta(hours=1)]
LINES = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC", "2010-05-01 activity_begun")


def recorded_at_moments(place: Place) -> str:
    """A register of four recordings, made at `MOMENTS`."""
    Register.create(place.url).close()
    moments = iter(MOMENTS)
    with closing(Register.open(place.url, clock=lambda: next(moments))) as register:
        for line in LINES:
            register.record([Proposal(agreement=NAME, act=act(line, terms(NAME)), actor="ada")])
    return place.url


@pytest.fixture
def url(place: Place) -> str:
    return recorded_at_moments(place)


@pytest.fixture
def file(file_place: File) -> Path:
    """One in a file, for what only a file has."""
    recorded_at_moments(file_place)
    return file_place.file


def test_rows_and_recordings_come_in_the_order_of_the_log(url: str) -> None:
    """From behind one place up to another; the whole by default."""
    with reading(url) as log:
        assert [row.seq for row in log.rows()] == [1, 2, 3, 4]
        assert [row.seq for row in log.rows(after=1, upto=3)] == [2, 3]
        assert [row.seq for row in log.recordings(after=2)] == [3, 4]
        assert list(log.recordings()) == log.stream(NAME)
        assert [row.seq for row in log.stream(NAME, known_at=2)] == [1, 2]
        assert log.stream("another") == []
        assert log.agreements() == [NAME]


def test_a_recording_tells_all_that_was_said(url: str) -> None:
    """Who, what, when, and what the rules said then."""
    with reading(url) as log:
        last = log.stream(NAME)[-1]
    assert (last.seq, last.version, last.agreement, last.actor) == (4, 4, NAME, "ada")
    assert (last.act.tag, last.act.on, last.recorded_at) == ("activity_begun", date(2010, 5, 1), MOMENTS[3])
    assert last.entry.act is last.act
    assert (last.ruling.state_before, last.ruling.state_after) == ("in_force", "in_force")


def test_two_readings_of_one_log_do_not_disturb_each_other(url: str) -> None:
    """Rows are read as they are asked for, each reading by a cursor of its own."""
    with reading(url) as log:
        seen = [(row.seq, log.head().seq, len(log.stream(NAME))) for row in log.rows()]
    assert seen == [(seq, 4, 4) for seq in (1, 2, 3, 4)]


def test_an_empty_log_has_no_head(place: Place) -> None:
    """And nothing is known in it at any moment."""
    Register.create(place.url).close()
    with reading(place.url) as log:
        assert log.head() == LogHead(0, None)
        assert resolve(log, date(2999, 12, 31)) == resolve(log, 0) == 0
        assert list(log.rows()) == []


@pytest.mark.parametrize(
    ("moment", "seq"),
    [
        (0, 0),
        (3, 3),
        (date(2024, 11, 17), 0),
        (date(2024, 11, 18), 1),
        (date(2024, 11, 19), 1),
        (date(2024, 11, 20), 2),
        (date(2024, 11, 21), 4),
        (date(2999, 12, 31), 4),
        (MOMENTS[0] - timedelta(microseconds=1), 0),
        (MOMENTS[0], 1),
        (NIGHT, 2),
        (MOMENTS[2], 3),
        (datetime.fromisoformat("2024-11-21T01:59:59.999999+02:00"), 2),
        (datetime.fromisoformat("2024-11-21T02:00:00+02:00"), 3),
    ],
)
def test_a_moment_stands_for_what_had_been_recorded_by_then(url: str, moment: Moment, seq: int) -> None:
    """A date is the end of that day in UTC; an instant counts to the microsecond, whatever its offset."""
    with reading(url) as log:
        assert resolve(log, moment) == seq


@pytest.mark.parametrize("seq", [-1, 5])
def test_a_place_that_the_log_has_not_reached_is_not_found(url: str, seq: int) -> None:
    """Nothing is known at it yet, and nothing is guessed."""
    with reading(url) as log, pytest.raises(NotFound, match=f'recording "#{seq}"') as missing:
        resolve(log, seq)
    assert missing.value.known == ("#4",)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("#12", 12),
        ("12", 12),
        ("2010-03-30", date(2010, 3, 30)),
        ("2024-11-21T10:00:00Z", datetime(2024, 11, 21, 10, tzinfo=UTC)),
        ("2024-11-21T10:00:00+01:00", datetime(2024, 11, 21, 9, tzinfo=UTC)),
        ("2024-11-21 10:00:00.5+00:00", datetime(2024, 11, 21, 10, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_moments_are_read_from_text(text: str, moment: Moment) -> None:
    """A place, a date, or a timestamp with its offset."""
    assert moment_from(text) == moment


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2024-11-21T10:00:00", "has no offset from UTC"),
        ("2010-02-30", "February 2010 has 28 days"),
        ("30/03/2010", "2010-03-30"),
        ("yesterday noon", "yesterday noon"),
        ("2026-W47-6T10:00:00Z", "is no moment"),
        ("20261121T100000Z", "is no moment"),
        ("2024-11-21T25:00:00Z", "hour must be"),
        ("#-1", "not a date"),
        ("#", "not a date"),
        ("", "not a date"),
        ("٣", "not a date"),
        ("#99999999999999999999", "99999999999999999999"),
    ],
)
def test_nothing_is_guessed_about_a_moment(text: str, says: str) -> None:
    """What is not written in full is refused with the reason."""
    with pytest.raises(InvalidInput, match=says):
        moment_from(text)


@given(moment=st.datetimes(min_value=datetime(1648, 1, 1), max_value=datetime(2999, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_microseconds_keep_every_moment(moment: datetime) -> None:
    """No rounding, before 1970 neither."""
    assert from_micros(to_micros(moment)) == moment
    assert to_micros(EPOCH) == 0


# Damage


@pytest.fixture
def damaged(file: Path) -> Path:
    """The same register with one byte of #2 changed in the file, behind the database's back."""
    content = file.read_bytes()
    assert content.count(b'"act":"signed","on":"2010-03-19"') == 1
    file.write_bytes(content.replace(b'"act":"signed","on":"2010-03-19"', b'"act":"signed","on":"2010-03-39"'))
    return file


def test_a_damaged_event_is_named_and_the_rest_stays_readable(damaged: Path) -> None:
    """Exact rows can always be read; only what the damage concerns cannot be decoded."""
    with reading(str(damaged)) as log:
        rows = list(log.rows())
        assert [recorded(row).seq for row in rows if row.seq != 2] == [1, 3, 4]
        with pytest.raises(StorageFailure, match=r"event #2 of stream [0-9a-f-]{36} is damaged: .*date"):
            log.stream(NAME)
        assert log.agreements() == [NAME]


def test_an_unknown_kind_of_event_is_damage(file: Path) -> None:
    """A topic is looked up, never imported because a row says so."""
    with reading(str(file)) as log:
        row = next(log.rows())._replace(topic="os:system")
    with pytest.raises(StorageFailure, match='"os:system" is not a kind of event'):
        recorded(row)


def test_a_file_cut_short_is_a_storage_failure(file: Path) -> None:
    """Half a database is not an empty one."""
    file.write_bytes(file.read_bytes()[:6000])
    with pytest.raises(StorageFailure, match=r"register\.db: "), reading(str(file)) as log:
        list(log.rows())


# Media


@pytest.fixture
def read_only(file: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder mounted read-only, or skipped where that needs more rights than the tests have."""
    place = tmp_path / "medium"
    place.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None or os.geteuid() != 0:
        pytest.skip("mounting needs Linux and its administrator")
    shutil.copytree(file.parent, tmp_path / "copy", ignore=shutil.ignore_patterns("medium", "copy"))
    for options in (["--bind", str(tmp_path / "copy"), str(place)], ["-o", "remount,bind,ro", str(place)]):
        if subprocess.run([mount, *options], capture_output=True, check=False).returncode:
            pytest.skip("mounting is not allowed here")
    yield place / "register.db"
    subprocess.run(["umount", str(place)], check=True)


def test_a_register_on_a_read_only_medium_is_read_as_it_stands(read_only: Path) -> None:
    """Neither the write-ahead log nor its index can be made beside it, nor are they needed."""
    with reading(str(read_only)) as log:
        assert log.head().seq == 4
        assert len(log.stream(NAME)) == 4


def test_one_process_reads_a_copy(read_only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would take another one of a register on a read-only medium."""
    started = by_two(monkeypatch)
    with reading(str(read_only)) as log:
        assert verify(log, processes=2).intact
    assert started == []
    with reading(str(read_only.parent.parent / "copy" / read_only.name)) as log:
        assert verify(log, processes=2).intact
    assert started == [2]


def test_a_register_that_changes_is_read_when_it_rests(
    read_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody records in it elsewhere while it is read here: it is read again, and never taken for damaged."""
    alive, copied = tmp_path / "copy/register.db", shutil.copyfile
    whole, changes = alive.read_bytes(), [b"a", b"b"]

    def meanwhile(source: Path, to: Path) -> None:
        if changes:  # a page is half written while it is copied
            alive.write_bytes(whole[:4096] + changes.pop() + whole[4097:])
        copied(source, to)
        alive.write_bytes(whole)

    monkeypatch.setattr("shutil.copyfile", meanwhile)
    with reading(str(read_only)) as log:
        assert verify(log).defects == ()
    assert changes == []


def record_without_a_pause(path: str, begun: Event, stop: Event) -> None:
    """Record act after act in a register until told to stop, and tell when the first is on record."""
    for number in count():
        if stop.is_set():
            return
        with closing(Register.open(path, clock=lambda: MOMENTS[-1])) as register:
            register.record([Proposal(agreement=NAME, act=act(f"2010-06-01 activity_begun activity=X{number}"))])
        begun.set()


def test_a_living_register_on_a_read_only_medium_is_never_told_to_be_damaged(read_only: Path) -> None:
    """Sixteen audits while another process records without a pause: each is right, or says that somebody records.

    A process of its own: within one, SQLite shares what it knows of a file between the medium and the original.
    """
    alive = read_only.parent.parent / "copy/register.db"
    processes = get_context("spawn")
    begun, stop = processes.Event(), processes.Event()
    recorder = processes.Process(target=record_without_a_pause, args=(str(alive), begun, stop))
    recorder.start()
    try:
        assert begun.wait(60)
        for _ in range(16):
            with suppress(Locked), reading(str(read_only)) as log:
                assert verify(log).defects == ()
    finally:
        stop.set()
        recorder.join()
    assert recorder.exitcode == 0


def test_a_register_that_never_rests_says_so(read_only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read in parts, nor for ever."""
    monkeypatch.setattr("filecmp.cmp", lambda *_, **__: False)
    with pytest.raises(Locked, match="somebody records in it elsewhere"):
        database(str(read_only), 0.2).reader()


def test_what_is_not_yet_merged_is_never_passed_over(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the write-ahead log cannot be read, there is no answer rather than an old one."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE unmerged (id INTEGER)")
        connection.commit()

        def refused(*_: object, **__: object) -> None:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error

        monkeypatch.setattr("aggregates.databases.sqlite.Sqlite._open", refused)
        with pytest.raises(StorageFailure, match="unable to open"), reading(str(file)):
            pass


def test_a_register_that_is_not_there_is_named(tmp_path: Path) -> None:
    """And not made."""
    with pytest.raises(NoRegister, match=str(tmp_path)), reading(f"sqlite:///{tmp_path}/none.db"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_reading_needs_neither_the_library_nor_sqlalchemy() -> None:
    """Answers about one agreement start here, and must start quickly."""
    program = "import sys, aggregates.record.log.access; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert not loaded & {"eventsourcing", "sqlalchemy", "alembic", "click", "rich", "transitions", "cryptography"}
