"""The parsers of what strangers hand in, and what holds of each, whatever it is given.

It reads, or it refuses with the error that it declares; what it has read it writes, and reads the same again.
`test_bad_input.py` feeds them by hypothesis, and `tools/fuzz.py` by atheris, for as long as is wished.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from given import CASES

from aggregates.exchange import bundle, bundle_reading
from aggregates.ground.clock import to_micros
from aggregates.ground.input_text import normalised
from aggregates.ground.merkle import inclusion_proof, leaf_hash, root
from aggregates.ground.moments import moment_from
from aggregates.ground.note_keys import Broken, PublicKey, SecretKey
from aggregates.ground.notes import Note
from aggregates.proof.checkpoint import ANNOUNCES, LEAF, Checkpoint, Proof, recording_of
from aggregates.record.events import Created
from aggregates.record.lines import read_line, split_lines
from aggregates.record.log.rows import LoggedRow, entry_of, leaf_of
from aggregates.record.proposals import proposal_from
from aggregates.record.streams import stream_id
from lifecycle.acts.kinds import act_from
from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import EARLIEST, LATEST, add, parse_date
from lifecycle.calendar.periods import read_span
from lifecycle.codec import decode, encode, to_plain
from lifecycle.errors import InvalidInput
from lifecycle.money import Money
from lifecycle.terms.files import read_terms
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

FILE = "given"
"""The name under which a text is given: every problem is placed in it."""


def _placed(error: InvalidInput, *places: str) -> None:
    """Every problem of a refusal says where it is, and what."""
    assert error.problems
    for problem in error.problems:
        assert problem.place.startswith(places), problem
        assert problem.says, problem


def terms(data: bytes) -> None:
    """Read terms from YAML, down to the values of the law."""
    try:
        read = read_terms(data, FILE, normalised)
    except InvalidInput as error:
        _placed(error, FILE)
    else:
        # By their bytes: a share that is no number is equal to nothing, not to itself either.
        assert encode(decode(encode(read), Terms)) == encode(terms_from(to_plain(read))) == encode(read)


def lines(data: bytes) -> None:
    """Read acts from JSON Lines."""
    try:
        for place, line in split_lines(data, FILE):
            assert place.startswith(f"{FILE}:")
            read = proposal_from(read_line(line))
            assert read.agreement
            assert encode(act_from(to_plain(read.act))) == encode(read.act)
    except InvalidInput as error:
        _placed(error, FILE, "$")


def day(data: bytes) -> None:
    """Read a date."""
    text = _text(data)
    with suppress(ValueError):
        assert parse_date(text).isoformat() == text


def rule(data: bytes) -> None:
    """Read a date rule, and count with it from both ends of the calendar."""
    text = _text(data)
    try:
        read = DateRule.from_plain(text)
    except ValueError:
        assert read_span(text) is None or "," in text
        return
    assert DateRule.from_plain(read.to_plain()) == read
    assert DateRule.from_plain(str(read)) == read
    for anchor in (EARLIEST, date(2004, 2, 29), LATEST):
        for boundary in ("same day", "next day"):
            found = read.after(anchor, boundary=boundary)
            assert read.computed(anchor, boundary=boundary).on == found
            assert found is None or EARLIEST <= found <= LATEST
        assert add(anchor, read.span, -1) is None or add(anchor, read.span, -1) <= anchor  # type: ignore[operator]
    assert str(read.when("its receipt"))


def amount(data: bytes) -> None:
    """Read an amount of money."""
    text = _text(data)
    with suppress(ValueError):
        read = Money.from_plain(text)
        assert Money.from_plain(read.to_plain()) == read


def moment(data: bytes) -> None:
    """Read a moment of recording."""
    with suppress(InvalidInput):
        found = moment_from(_text(data))
        assert not isinstance(found, datetime) or (found.tzinfo and isinstance(to_micros(found), int))


def note(data: bytes) -> None:
    """Read a signed note, and its text as a checkpoint."""
    text = _text(data)
    with suppress(Broken):
        read = Note.read(text)
        assert str(read) == text
        with suppress(Broken):
            read.signers([KEY.public])
        checkpoint(read.text.encode("utf-8", "surrogatepass"))


def checkpoint(data: bytes) -> None:
    """Read the text of a checkpoint."""
    text = _text(data)
    with suppress(Broken):
        assert Checkpoint.read(text).text == text


def key(data: bytes) -> None:
    """Read a public key, and a signing key."""
    text = _text(data)
    with suppress(Broken):
        assert str(PublicKey.read(text)) == text.strip()
    with suppress(Broken):
        secret = SecretKey.read(text)
        assert SecretKey.read(secret.line()) == secret


def proof(data: bytes) -> None:
    """Read a proof, and the recording that it is of."""
    text = _text(data)
    with suppress(Broken):
        read = Proof.read(text)
        assert str(read) == text
        with suppress(Broken):
            read.verified([KEY.public])
        assert recording_of(read).seq == read.at + 1


def recording(data: bytes) -> None:
    """Read the recording that a proof holds, whatever it holds."""
    leaf = leaf_hash(data)
    made = Checkpoint(KEY.name, 1, leaf).signed(KEY)
    with suppress(Broken):
        assert recording_of(Proof(0, (), made, data)).leaf_hash == leaf


def events(data: bytes) -> None:
    """Read the lines of a bundle."""
    _bundle(data, root([]).hex(), 0)


def event(data: bytes) -> None:
    """Read a bundle of one event, sound but for what it says."""
    stream, terms = "44f1460f-3c78-5e0d-81dd-4fc745dd70cd", b""
    with suppress(InvalidInput):
        told = decode(data, Created)
        stream, terms = str(stream_id(told.agreement)), encode(told.act.terms)
    row = hashed(LoggedRow(1, 1_700_000_000_000_000, stream, 1, Created.TOPIC, data, b""))
    for found in _bundle(bundle.line_of(row).encode() + b"\n", root([row.leaf_hash]).hex(), 1, terms):
        assert found == row


class Shelf:
    """A folder in memory, as much of a path as reading a bundle needs: files would be most of the time."""

    def __init__(self, files: Mapping[str, bytes], name: str = "") -> None:
        self.files, self.name = files, name

    def __truediv__(self, name: str) -> Shelf:
        return Shelf(self.files, name)

    def __str__(self) -> str:
        return f"{FILE}/{self.name}".rstrip("/")

    def is_dir(self) -> bool:
        return not self.name

    def is_file(self) -> bool:
        return self.name in self.files

    def read_bytes(self) -> bytes:
        return self.files[self.name]

    def open(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self.files[self.name])


def _bundle(data: bytes, top: str, count: int, terms: bytes = b"") -> Sequence[LoggedRow]:
    counts = {"events": count, "agreements": count}
    manifest = {"format": bundle.FORMAT, "origin": "any", **counts, "root": top, "rules": ""}
    files = {"bundle.json": json.dumps(manifest).encode(), "events.jsonl": data, "terms/1.json": terms}
    folder: Any = Shelf(files)
    try:
        return list(bundle_reading.read(folder).rows)
    except InvalidInput as error:
        _placed(error, f"{FILE}/")
        return ()


def _text(data: bytes) -> str:
    """Give the text of an argument, as the system hands in one that is not UTF-8."""
    return data.decode("utf-8", "surrogateescape")


# What they are fed to begin with

KEY = SecretKey("example.org/register", bytes(range(32)))
TERMS = b"""\
agreement: pier
title: An agreement
parties:
  A: {name: A}
  B: {name: B}
clauses:
  entry_into_force: {article: "1", upon: {signed: all}}
"""
LINE = json.dumps({"act": "drafted", "on": "2024-01-10", "terms": to_plain(read_terms(TERMS))}).encode()
LOGS = ("2026.1.jsonl", "2026.1-cooperation.jsonl")


def _rows() -> list[LoggedRow]:
    """Give the events that lie in `stored`, one after the other as a single log."""
    texts = [(Path(__file__).parent / "stored" / log).read_text("utf-8") for log in LOGS]
    told = [json.loads(line) for text in texts for line in text.splitlines()]
    return [
        LoggedRow(**{**row, "seq": seq, "state": row["state"].encode(), "leaf_hash": b""})
        for seq, row in enumerate(told, 1)
    ]


def _terms() -> list[bytes]:
    """Give short terms, and each clause of all cases by itself in such terms: JSON is YAML, too."""
    short = to_plain(read_terms(TERMS))
    found = {TERMS: None}
    for file in sorted((CASES / "terms").glob("*.yaml")):
        plain = to_plain(read_terms(file.read_bytes()))
        parties = {"parties": plain["parties"]}
        for name, clause in plain["clauses"].items():
            one = short | parties | {"clauses": short["clauses"] | {name: clause}}
            found[json.dumps(one, ensure_ascii=False).encode()] = None
        for name in plain.keys() - short.keys() - {"cooperation"}:
            found[json.dumps(short | parties | {name: plain[name]}, ensure_ascii=False).encode()] = None
    return list(found)


def _lines() -> list[bytes]:
    told = [json.loads(row.state) for row in _rows()]
    return [LINE, *(json.dumps({"agreement": one["agreement"], **one["act"]}).encode() for one in told)]


def _column(file: str, name: str) -> list[bytes]:
    with (CASES / file).open(encoding="utf-8", newline="") as opened:
        return sorted({row[name].encode() for row in csv.DictReader(opened)})


def _notes() -> list[bytes]:
    stands = Checkpoint(KEY.name, 2, root([leaf_hash(b"one"), leaf_hash(b"two")]))
    announcing = stands._replace(further=(f"{ANNOUNCES}{KEY.public}",))
    return [str(one.signed(KEY)).encode() for one in (stands, announcing)]


def _proofs() -> list[bytes]:
    rows = _rows()[:9]
    leaves = [leaf_of(row) for row in rows]
    signed = Checkpoint(KEY.name, len(rows), root(leaves)).signed(KEY)
    proofs = [Proof(at, tuple(inclusion_proof(leaves, at)), signed, entry_of(rows[at])) for at in (1, 8)]
    proofs.append(proofs[0]._replace(extra=LEAF + leaves[1].hex().encode() + b" 1700000000000000"))
    return [str(one).encode() for one in proofs]


WORDS = (
    *(
        b"&a ",
        b"*a",
        b"!!str ",
        b"- ",
        b": ",
        b"? ",
        b"|",
        b">",
        b"\n---\n",
        b"%YAML 1.2\n",
        b"null",
        b"~",
        b"NaN",
        b"1e999",
    ),
    *(
        b"{",
        b"}",
        b"[[",
        b"]",
        b'"',
        b"\\u0000",
        b"\\ud800",
        b"\\UFFFFFFFF",
        b"\x00",
        b"\xff",
        b"\xc2\x85",
        b"\xe2\x80\xae",
    ),
    *(b"\xef\xbb\xbf", b"\xd9\xa3", b"9" * 20, b"-1", b"9999-12-31", b"2010-02-30", b"first of next month", b" and "),
    *(b"not before ", b"extra ", b"index ", b"depositary-key ", b"\xe2\x80\x94 ", b"\n\n", b"PRIVATE+KEY+", b"NaN%"),
)
"""What chance alone would take long to find."""


class Parser(NamedTuple):
    """A parser with what it is fed to begin with."""

    read: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    most: int = 4096
    """Bytes that are worth trying; the limits of size are tested elsewhere."""
    failed: tuple[bytes, ...] = ()
    """What once broke it, to be tried for ever."""


PARSERS: Mapping[str, Parser] = {
    "terms": Parser(
        terms,
        _terms,
        1500,
        failed=(
            rb'title: "\UFFFFFFFF"',  # more than the library takes for the number of a character
            TERMS.replace(b"all", b"{share: NaN%}"),  # a decimal that cannot be compared
            TERMS.replace(b"A: ", "É: {name: A}\n  E\u0301: ".encode()),  # two names that become one
            TERMS.replace(b"A: ", b"A\xc2\x85: "),  # a line end of YAML
            TERMS.replace(b"A: ", b"'A:': "),  # a name of no form, which has no path
        ),
    ),
    "lines": Parser(
        lines, _lines, failed=(LINE.replace(b'"all"', b'{"share": "NaN%"}'), LINE.replace(b'"A":', b'"A:":'))
    ),
    "day": Parser(day, lambda: [*_column("no_dates.csv", "text"), b"2010-03-30", b"2999-12-31"], 32),
    "rule": Parser(rule, lambda: _column("dates.csv", "rule"), 128),
    "amount": Parser(amount, lambda: [b"1200.00 EUR", b"123456789012345.1234 JPY"], 32),
    "moment": Parser(moment, lambda: [b"#3", b"2010-03-30", b"2026-11-21T10:00:00.5+05:30", b"20261121T10Z"], 48),
    "note": Parser(note, _notes),
    "checkpoint": Parser(checkpoint, lambda: [Note.read(one.decode()).text.encode() for one in _notes()]),
    "key": Parser(
        key,
        lambda: [str(KEY.public).encode(), KEY.line().encode()],
        256,
        failed=(KEY.line().encode().replace(b"example", b"ex\xffample"),),  # an argument that is not UTF-8
    ),
    "proof": Parser(proof, _proofs),
    "recording": Parser(recording, lambda: [entry_of(row._replace(seq=1)) for row in _rows()]),
    "events": Parser(events, lambda: [b"\n".join(bundle.line_of(hashed(row)).encode() for row in _rows()[:2])]),
    "event": Parser(event, lambda: [row.state for row in _rows()], failed=(b'{"x":' + b"[" * 100_000,)),
}
"""By name: terms, acts, dates, date rules, amounts, moments, and the files of the proof and of a bundle."""


def hashed(row: LoggedRow) -> LoggedRow:
    """Give a row with the hash of its leaf."""
    return row._replace(leaf_hash=leaf_of(row))
