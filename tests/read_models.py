"""Read models beside the log they are made from, in memory, and stories of several agreements to record in them."""

from __future__ import annotations

import atexit
import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import given
import strategies
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from stores import Schema

from aggregates.record.agreement import Dependent
from aggregates.record.decision import Proposal
from aggregates.record.log.log import Log
from aggregates.record.log.table import LogHead
from aggregates.record.register import Register
from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.kinds import act_from
from lifecycle.codec import to_plain
from lifecycle.course.documents import Described
from lifecycle.errors import Conflict, InvalidInput, NotFound
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.terms.languages import Title
from lifecycle.terms.text import Terms
from projections.answers.snapshot import Snapshot
from projections.models import follower
from projections.models.definitions.tables import metadata
from projections.models.read_models import READ_MODELS
from projections.models.statements import create_statements

Batches = list[list[tuple[str, Act]]]

EXAMPLES = {
    "icmpd-wco": (
        "1999-05-21 drafted",
        "1999-05-21 signed by=ICMPD",
        "1999-05-21 signed by=WCO",
        "2003-02-01 activity_begun activity=A1",
        "2003-03-15 account_opened account=C1 owed_by=WCO owed_to=ICMPD amount='1200.00 EUR' activity=A1",
        "2003-08-31 notice_given notice=N1 by=ICMPD",
        "2004-06-15 activity_completed activity=A1",
    ),
    "wco-caricc": (
        "2010-03-01 drafted",
        "2010-03-19 signed by=WCO",
        "2010-03-30 signed by=CARICC",
        "2010-11-30 notice_given notice=N1 by=CARICC",
        "2010-07-04 suspended suspension=S1 by=WCO ground=breach",
    ),
}
"""What is recorded of the two example agreements; the last act of the second is back-dated."""

ASKING = ("2010-03-02 drafted", "2010-04-19 signed by=WCO", "2010-04-20 signed by=CARICC")
"""What is recorded of an agreement that enters into force, and ends, with the second of them."""

NAMES = ("one", "two")
SORTS = ("", "treaty", "Traité", "TRAITE", "memorandum of understanding")
"""What kind of agreement terms say it is; two of them are one, spelt otherwise."""
KEEPING = ("corrected", "struck", "corrected", "confirmed", "confirmed", "amendment_proposed", "drafted")


def example(name: str) -> list[tuple[str, Act]]:
    """Give the acts of an example agreement."""
    return [(name, given.act(line, given.terms(name))) for line in EXAMPLES[name]]


class Recording(Struct, frozen=True):
    """What a follower is told of one recording."""

    seq: int
    act: Act
    before: Timeline | None
    after: Timeline
    agreement: str
    also: tuple[Dependent, ...] = ()


KINDS = st.sampled_from(["sqlite", "sqlite", "sqlite", "postgresql"])
"""The kind of database of one example."""


@cache
def _in_postgresql() -> Any:
    """Give one schema with read models, emptied for each use: making one takes longer than an example."""
    place = Schema(Path())
    connection = place.admin
    connection.execute(f"CREATE SCHEMA {place.name}; SET synchronous_commit = off")
    for statement in create_statements("postgresql"):
        connection.execute(statement)
    atexit.register(connection.close)
    return connection


class Dialect(NamedTuple):
    """As much of a database as the read models need."""

    dialect: str


class Heads(NamedTuple):
    """As much of a log as a snapshot of the read models alone needs."""

    seq: int
    connection: Any
    case: Dialect

    def query(self, statement: str, *parameters: object) -> Any:
        return self.connection.cursor().execute(statement, parameters)

    def head(self) -> LogHead:
        return LogHead(self.seq, None)

    def resolve(self, moment: int) -> int:
        return moment

    def origin(self) -> str:
        return "depositary/in-memory"

    def moment(self, seq: int) -> datetime | None:
        return None


class Kept:
    """A log in memory with its read models, kept as recordings come in batches."""

    def __init__(self, kind: str = "sqlite") -> None:
        self.connection: Any
        self.kind = kind
        if kind == "sqlite":
            self.connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            for statement in create_statements(kind):
                self.connection.execute(statement)
        else:
            self.connection = _in_postgresql()
            for name in metadata.tables:
                self.connection.execute(f"DELETE FROM {name}")
        self.log: list[Recording] = []

    @property
    def head(self) -> int:
        return len(self.log)

    def record(self, *acts: tuple[str, Act]) -> None:
        """Record acts, with effect or without, in one transaction."""
        batch: list[Recording] = []
        for name, act in acts:
            seq = self.head + len(batch) + 1
            earlier = [r for r in (*self.log, *batch) if r.agreement == name]
            before = earlier[-1].after if earlier else None
            entries = [Entry(r.seq, r.act) for r in earlier]
            batch.append(Recording(seq, act, before, fold([*entries, Entry(seq, act)]), name))
        cursor = self.connection.cursor()
        cursor.execute("BEGIN")
        follower.FOLLOWER.follow(cursor, batch)
        cursor.execute("COMMIT")
        self.log += batch

    def timelines(self, known_at: int | None = None) -> dict[str, Timeline]:
        """The timelines as known at a `seq`, folded from the log."""
        known = [r for r in self.log if known_at is None or r.seq <= known_at]
        return {r.agreement: r.after for r in known}

    def rows(self) -> dict[str, set[tuple[Any, ...]]]:
        """The rows of every table."""
        names = ["agreements", *(model.table for model in READ_MODELS)]
        return {name: set(self.connection.execute(f"SELECT * FROM {name}")) for name in names}

    def asked(self, known_at: int | None = None) -> Snapshot:
        """Give a snapshot as known at a `seq`; it has read models and no log."""
        return Snapshot(cast("Log", Heads(self.head, self.connection, Dialect(self.kind))), known_at)


@st.composite
def recordings(draw: st.DrawFn, *, most: int = 10) -> Batches:
    """Draw what is recorded of one or two agreements, in batches, the keeper's own acts among it."""
    acts: list[tuple[str, Act]] = []
    for name in NAMES[: draw(st.integers(1, 2))]:
        parties = draw(st.sampled_from([strategies.BILATERAL, strategies.BILATERAL, strategies.THREE]))
        drawn = draw(strategies.all_terms(parties))
        conventions = drawn.conventions | draw(st.sampled_from([{}, {"confirmation_relates_back": "yes"}]))
        title, kind = Title(draw(titles(name))), draw(st.sampled_from(SORTS))
        terms = replace(drawn, agreement=name, title=title, kind=kind, conventions=conventions)
        start = draw(st.sampled_from(strategies.STARTS))
        own = [Drafted(on=start, terms=terms), *draw(conclusion(terms, start))]
        own += draw(st.lists(strategies.acts(terms, strategies.days(start)), min_size=most // 3, max_size=most))
        for tag in draw(st.lists(st.sampled_from(KEEPING), max_size=4)):
            for act in draw(further_acts(tag, terms, start, len(own))):
                own.insert(draw(st.integers(1, len(own))), act)
        place = 0
        for act in own:
            place = draw(st.integers(place, len(acts)))
            acts.insert(place, (name, act))
            place += 1
    return _batches(acts, draw(st.lists(st.integers(1, 4), min_size=len(acts), max_size=len(acts))))


def titles(name: str) -> st.SearchStrategy[Any]:
    """Draw a title as a file has it: one text, or one for each of some languages."""
    texts = {"fr": f"Accord {name}, signé", "en": f"Agreement {name}", "ru": f"Соглашение {name}"}
    return st.sampled_from([texts["en"], texts, {"en": texts["en"], "ru": texts["ru"]}, {"fr": texts["fr"]}])


@st.composite
def conclusion(draw: st.DrawFn, terms: Terms, start: date) -> list[Act]:
    """Draw the signatures or instruments of all parties, mostly in the first days, some without authority."""
    if draw(st.integers(0, 7)) == 7:
        return []
    manner = {"manner": "acceptance"} if terms.clauses.entry_into_force.upon.mentions("consented") else {}
    tag = "consented" if manner else "signed"
    early = strategies.days(start, draw(st.sampled_from([0, 0, 2])))
    clerk = {"signatory": "Clerk"} if tag == "signed" and draw(st.integers(0, 3)) == 3 else {}
    first = next(iter(terms.parties))
    return [
        act_from({"act": tag, "on": draw(early), "by": name, **manner, **(clerk if name == first else {})})
        for name in terms.parties
    ]


def _batches(acts: Sequence[tuple[str, Act]], sizes: Sequence[int]) -> Batches:
    batches, at = Batches(), 0
    for size in sizes:
        batches.append(list(acts[at : at + size]))
        at += size
    return [batch for batch in batches if batch]


@st.composite
def further_acts(draw: st.DrawFn, tag: str, terms: Terms, start: date, count: int) -> list[Act]:
    """Draw an act that reaches back or changes the terms, and what it needs to take effect."""
    on = draw(strategies.days(start))
    party = draw(st.sampled_from(list(terms.parties)))
    target = draw(st.integers(1, 2 * count))
    fields: dict[str, Any] = {"by": party}
    match tag:
        case "struck":
            fields = {"target": target, "reason": "entered by mistake"}
        case "corrected":
            fields = {"target": target, "set": {"on": str(draw(strategies.days(start)))}, "reason": "typing error"}
        case "amendment_proposed":
            title = Title(draw(titles(f"{terms.agreement}, as amended on {on}")))
            new = replace(terms, title=title, kind=draw(st.sampled_from(SORTS)))
            effective = draw(st.sampled_from([None, on + timedelta(days=3)]))
            fields |= {"terms": to_plain(new), "amendment": "M1", "effective": effective}
            accepted = {"act": "amendment_accepted", "on": on, "amendment": "M1"}
            others = [act_from({**accepted, "by": name}) for name in terms.parties if name != party]
            return [act_from({"act": tag, "on": on, **fields}), *others]
        case "drafted":
            fields = {"terms": to_plain(terms)}
        case "confirmed":
            fields = {"by": next(iter(terms.parties))}
    return [act_from({"act": tag, "on": on, **fields})]


@st.composite
def moments(draw: st.DrawFn, kept: Kept) -> tuple[date, int | None]:
    """Draw a place on both axes: a day around those on which something was done, and what was known."""
    done = sorted({r.act.dated() for r in kept.log})
    day = draw(st.sampled_from(done)) + timedelta(days=draw(st.integers(-2, 40)))
    return day, draw(st.one_of(st.none(), st.integers(0, kept.head)))


def record_all(register: Register, batches: Batches) -> None:
    """Record what can be recorded, with effect or without, what is dated on even days with a document."""
    for batch in batches:
        proposals = [
            Proposal(
                agreement=name,
                act=act,
                irregular="for the record",
                accept_impact=True,
                document=None if act.on.day % 2 else f"sha256:{act.on.day % 4:064}",
                described=None if act.on.day % 2 else Described(name=act.tag, kind="text", size=len(act.tag)),
            )
            for name, act in batch
        ]
        try:
            register.record(proposals)
        except (Conflict, InvalidInput, NotFound):
            continue  # a second draft, an act before the draft, or one that does not say what it closes
