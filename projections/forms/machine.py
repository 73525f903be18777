"""The machine forms of an answer: its plain data, JSON, JSON Lines, CSV and TSV.

Every form is made from the same plain data: the fields of the answer's Struct, its schema's name first. CSV and TSV
hold lists and objects as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from lifecycle.codec import to_plain
from lifecycle.messages import ENGLISH, Language
from projections.forms.text import clean

if TYPE_CHECKING:
    from projections.answers.snapshot import Known

Answer = msgspec.Struct


class Dispatch(NamedTuple):
    """An answer on its way out: one, or a list of one kind."""

    name: str
    """That of its schema, such as `status`."""
    answers: Answer | Sequence[Answer]
    kind: type[Answer]
    known: Known | None
    raw: bool = False
    """Whether cells of a table stay as they are, be they formulas to a spreadsheet or not."""
    narrow: bool = False
    """Whether whoever takes it takes ASCII alone."""
    language: Language = ENGLISH
    """That of forms which people read."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The plain data of each answer."""
        many = [self.answers] if isinstance(self.answers, Answer) else self.answers
        return [plain(self.name, one, self.known) for one in many]


def json(sent: Dispatch) -> str:
    """Write one answer as an object, and a list of them as a list, laid out to be read."""
    rows = sent.rows
    return json_text(rows[0] if isinstance(sent.answers, Answer) else rows, indent=2, narrow=sent.narrow)


def jsonl(sent: Dispatch) -> str:
    """Write each answer as an object on a line of its own."""
    return "".join(json_text(row, narrow=sent.narrow) for row in sent.rows)


def csv(sent: Dispatch) -> str:
    """Write each answer as a row of CSV, under the heads of its kind."""
    return _table(sent, "csv")


def tsv(sent: Dispatch) -> str:
    """Write each answer as a row of TSV, under the heads of its kind."""
    return _table(sent, "tsv")


def _table(sent: Dispatch, format: str) -> str:
    return separated(heads(sent.kind.__struct_encode_fields__, sent.known), sent.rows, format, raw=sent.raw)


def plain(name: str, answer: Answer, known: Known | None) -> dict[str, Any]:
    """Give the plain data of an answer, with its schema's name and, behind its day, the moment of its knowledge."""
    fields: dict[str, Any] = to_plain(answer)
    data: dict[str, Any] = {"schema": f"depositary/{name}/1"}
    told = {} if known is None else {"known_at": {"seq": known.seq, "recorded_at": to_plain(known.recorded_at)}}
    for field, value in fields.items():
        data[field] = value
        if field == "as_of":
            data |= told
    return data | told


def json_text(data: object, indent: int = 0, *, narrow: bool = False) -> str:
    """Write plain data as JSON with a line feed; what a terminal must not get stands in it as an escape.

    `narrow` asks for ASCII alone, for a stream that cannot take more.
    """
    encoded = msgspec.json.encode(data)
    text = (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()
    if text.isascii() and text.replace("\n", "").isprintable():
        return f"{text}\n"
    return "".join(c if c == "\n" or _passes(c, narrow=narrow) else _escape(c) for c in text) + "\n"


def _passes(character: str, *, narrow: bool) -> bool:
    return character.isprintable() and (character.isascii() or not narrow)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))


# CSV and TSV

_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_HARMLESS = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SPECIAL = re.compile(r'[",\r\n]|^ | $')
_TSV = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def heads(fields: Iterable[str], known: Known | None) -> list[str]:
    """Give the heads of the columns."""
    moment = [] if known is None else ["known_at_seq", "known_at_recorded_at"]
    return [*fields, *moment]


def separated(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], format: str, *, raw: bool) -> str:
    """Write rows as CSV (RFC 4180, with line feeds) or as TSV (tabs, line feeds and backslashes escaped)."""
    table = [list(columns), *([_cell(_value(row, name), raw=raw) for name in columns] for row in rows)]
    if format == "tsv":
        return "".join("\t".join(cell.translate(_TSV) for cell in cells) + "\n" for cells in table)
    return "".join(",".join(map(_quoted, cells)) + "\n" for cells in table)


def _quoted(cell: str) -> str:
    # The library's writer leaves a lone carriage return unquoted where lines end with a line feed.
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if _SPECIAL.search(cell) else cell


def _value(row: Mapping[str, Any], name: str) -> Any:
    if name.startswith("known_at_"):
        return row["known_at"][name.removeprefix("known_at_")]
    return row.get(name)


def _cell(value: Any, *, raw: bool) -> str:
    """Write a value for a cell; unless it is to stay raw, no spreadsheet takes it for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool | dict | list | tuple):
        value = msgspec.json.encode(value).decode()
    text = str(value)
    if raw:
        return text
    quoted = _FORMULA.match(text) and not _HARMLESS.fullmatch(text)
    return ("'" if quoted else "") + clean(text)
