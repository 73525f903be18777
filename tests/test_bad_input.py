"""Bad input: what is given, what is said of it, and the exit code, row by row; nothing is ever recorded.

Every row is given to the real command line, on a register with agreements in several states, which is compared with
itself afterwards. The table is that of docs/reliability.md. Below it the parsers behind the rows are fed at random; see
`tools/fuzz.py` for the long run of the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from shlex import split
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import HARBOUR, Office
from parsers import PARSERS, WORDS
from stores import File

from aggregates.record.decision import Proposal
from aggregates.record.lines import MOST_BYTES as MOST_OF_LINES
from aggregates.record.register import Register
from cli.terminal.session import Session
from lifecycle.acts.kinds import act_from
from lifecycle.terms.files import MOST_BYTES as MOST_OF_TERMS
from projections.models.follower import FOLLOWER

TEXT = HARBOUR.read_text(encoding="utf-8")

SETTING = """
draft harbour.yaml --on 2024-01-10
sign harbour --by NORTH --on 2024-02-01
sign harbour --by SOUTH --on 2024-02-15
activity begin harbour A1 --on 2024-03-01 --title survey
account open harbour C1 --on 2024-03-01 --owed-by NORTH --owed-to SOUTH --amount "1200.00 EUR" --activity A1
draft port.yaml --on 2024-01-10
sign port --by NORTH --on 2024-02-01
draft quay.yaml --on 2024-01-10
sign quay --by NORTH --on 2024-02-01
sign quay --by SOUTH --on 2024-02-01
end quay --by NORTH --on 2024-03-01 --yes
end quay --by SOUTH --on 2024-03-01 --yes
record cells.jsonl
"""
"""What is on record: harbour is in force (#1 to #5), port awaits SOUTH (#6, #7), quay has ended (#8 to #12)."""

FORMULAS = {"cell-1": "=1+1", "cell-2": "+SUM(A1)", "cell-3": "-x", "cell-4": "@cmd"}
FORMULAS |= {"cell-5": "＝1", "cell-6": "＋1", "cell-7": "－1", "cell-8": "＠x"}
HARMLESS = {"cell-9": "-12.50", "cell-a": "+3", "cell-b": "2010-03-30"}
"""Agreements (#13 to #23) and their titles, on their way into a spreadsheet."""

HIDDEN = "\x1b]0;\x07\u202e\x9b31m\x00"
"""The title of an activity A2 of harbour that another program has put on record: no command lets it in."""

SOUTH = "  SOUTH:\n    name: South Harbour Authority\n    signs: Harbour Master\n"
PARTIES = f"  NORTH:\n    name: North Harbour Authority\n    signs: Harbour Master\n{SOUTH}"
NO_AND_ON = "  NO: {name: Northern Office}\n  on: {name: Onshore Office}\n"
TITLE = "Memorandum of Understanding on Pilotage"


class Row(NamedTuple):
    """A row of the table: what is given, in words and in fact, and what is said of it."""

    given: str
    said: str
    """The words on stderr and stdout in their order, with ` … ` where others stand between."""
    exit: int
    lines: tuple[str | tuple[str, ...], ...]
    """Command lines, each of which is answered so."""
    file: str | bytes = b""
    """What `terms.yaml` or `acts.jsonl` holds."""
    asked: bool = False
    """Whether somebody is at the terminal, who says no."""

    def row(self) -> str:
        """Write it as a line of the table."""
        said = " … ".join(f"`{part}`" for part in self.said.split(" … "))
        return f"| {self.given} | {said} | {self.exit} |"


def terms(given: str, said: str, old: str, new: str, exit: int = 2) -> Row:
    """Make the row of a file of terms in which something is changed; line 3 is its title, line 4 its kind."""
    assert old in TEXT
    text = TEXT.replace("agreement: harbour", "agreement: pier").replace(old, new, 1)
    return Row(given, said, exit, ("draft terms.yaml --on 2024-01-10" + (" --dry-run" if exit == 0 else ""),), text)


def act(**fields: Any) -> str:
    """Give a line of JSON in which SOUTH signs port, with fields added or changed."""
    return json.dumps({"agreement": "port", "act": "signed", "by": "SOUTH", "on": "2024-02-15"} | fields)


def acts(given: str, said: str, second: str | bytes, exit: int = 2) -> Row:
    """Make the row of a file of acts, the second line of which is bad."""
    first = {"agreement": "harbour", "act": "activity_begun", "on": "2024-04-01", "activity": "A9"}
    line = second.encode() if isinstance(second, str) else second
    return Row(given, f"acts.jsonl:2: {said}", exit, ("record acts.jsonl",), json.dumps(first).encode() + b"\n" + line)


def holding(value: str) -> str:
    """Give a line of JSON with a value that no program would write."""
    return act(place="HERE").replace('"HERE"', value)


def titled(given: str, said: str, title: str, *options: str, exit: int = 2) -> Row:
    """Make the row of an activity that is begun under some title; what is asked (5) is answered with a no."""
    words = ("activity", "begin", "harbour", "A9", "--on", "2024-04-01", "--title", title, *options)
    return Row(given, said, exit, (words,), asked=exit == 5)


def on(given: str, said: str, *days: str) -> Row:
    """Make the row of days on which SOUTH is to sign port."""
    lines = tuple(("sign", "port", "--by", "SOUTH", "--on", day) for day in days)
    return Row(given, f"Invalid value for '--on': {said}", 2, lines)


def law(given: str, said: str, line: str) -> Row:
    """Make the row of an act that the law refuses."""
    return Row(given, f"Refused: {said}", 5, (line,))


def listed(titles: Mapping[str, str], mark: str = "") -> str:
    """Say how titles are listed: behind the name of their agreement."""
    return " … ".join(f"{name},{mark}{title}," for name, title in titles.items())


NO_MOMENT = (
    " 2010-03-19",
    "2010-W11-5T00:00Z",
    "20100319T000000Z",
    "2010-03-19T00Z",
    "2010-03-19T00:00:00+0100",
    "2010-03-19T00:00:00 Z",
    "٢٠١٠-٠٣-١٩T٠٠:٠٠Z",
)

NO_DATE = (
    "2010-3-9",
    "20100319",
    "2010-W11-5",
    "2010-078",
    "+2010-03-19",
    "2010-03-19T00:00",
    "10-03-19",
    "19 March 2010",
)
FOREIGN = ("٢٠١٠-٠٣-١٩", "２０１０-０３-１９", "2010-03-1９", "2010‐03‐19", "2010–03–19")
SPACED = (" 2010-03-19", "2010-03-19 ", "2010-03-19\n", "\u20032010-03-19", "2010-03- 9")
REORDERS = "character 1 is a character that reorders text (U+202E)"
LOOKALIKE = r"Warning: 'Рilotage' mixes letters of scripts that look alike: '\u0420ilotage'"
NO_FILE = "No such file or directory"
FORM = "is not a date: write YYYY-MM-DD"
BEYOND = ("1647-12-31", "3000-01-01", "9999-12-31", "0000-01-01")
NUMBERS = ("0", "-1", "٣", "3.0", "9" * 30)
AMOUNTS = ("1e400 EUR", "1200", "-1 EUR", "٥ EUR", "NaN EUR")

TABLE: Mapping[str, tuple[Row, ...]] = {
    "Terms in YAML": (
        terms("an anchor", "terms.yaml:6: anchors and aliases have no place in a terms file", "NORTH:", "NORTH: &n"),
        terms("an alias", "terms.yaml:9: anchors and aliases have no place", SOUTH, "  SOUTH: *n\n"),
        terms("a merge key", "terms.yaml:9: anchors and aliases have no place", SOUTH, "  SOUTH: {<<: *n}\n"),
        terms("a tag", 'terms.yaml:3: tags such as "tag:yaml.org,2002:str" have no place', "title: ", "title: !!str "),
        terms(
            "a tag that would make an object of Python",
            'terms.yaml:3: tags such as "!python/object/apply:os.system" have no place',
            "title: ",
            "title: !python/object/apply:os.system ",
        ),
        terms(
            "a field given twice", "terms.yaml:8: name: the field is given twice", "    signs", "    name: N\n    signs"
        ),
        terms("… once in quotes", "terms.yaml:4: title: the field is given twice", "kind", '"title": again\nkind'),
        terms(
            "… or with its accent typed apart",
            "terms.yaml:10: parties … the field is given twice, written in two ways",
            SOUTH,
            "  É: {name: one}\n  E\u0301: {name: other}\n",
        ),
        terms(
            "a list of 20 001 values",
            "terms.yaml:4: a terms file has at most 20000 values, lists and groups of fields",
            "kind: ",
            f"kind: [{','.join('a' * 20_000)}] ",
        ),
        terms(
            "501 parties",
            "terms.yaml:5: parties: terms name at most 500 parties, not 501",
            "  NORTH:",
            "".join(f"  P{number}: {{name: P}}\n" for number in range(499)) + "  NORTH:",
        ),
        terms(
            "101 clauses on termination",
            "terms.yaml:16: clauses.termination: terms have at most 100 clauses of one kind, not 101",
            "  termination:\n",
            "  termination:\n" + "    - {article: Art. 7, by: consent}\n" * 99,
        ),
        terms("lists, 21 deep", "terms.yaml:4: nested deeper than 20 levels", "kind: ", f"kind: {'[' * 20}{']' * 20} "),
        terms("… or 100 000 deep", "terms.yaml:4: nested deeper than 20 levels", "kind: ", f"kind: {'[' * 100_000}"),
        terms(
            "fields within fields, 21 deep",
            "terms.yaml:24: nested deeper than 20 levels",
            "kind: memorandum of understanding\n",
            "kind:\n" + "".join(f"{' ' * deep}a:\n" for deep in range(1, 21)),
        ),
        terms(
            "a file over 1 MiB",
            "terms.yaml: a terms file has at most 1048576 bytes",
            "kind: ",
            f"# {'x' * MOST_OF_TERMS}\nkind: ",
        ),
        terms("two documents", "terms.yaml:12: a terms file holds one document", "clauses:", "---\nclauses:"),
        terms("a list for a field name", "terms.yaml:4: a field name is a plain word", "kind: ", "? [a, b]\n: "),
        terms("a field misspelt", "terms.yaml:8: parties.NORTH.sings: there is no such field", "signs", "sings"),
        terms("a field `on`, which stays text", "terms.yaml:4: on: there is no such field", "kind: ", "on: "),
        terms("a field left out", "terms.yaml:2: the field … is missing", f"title: {TITLE}\n", ""),
        terms("a list for a text", "terms.yaml:4: kind: a text is expected here, not a list", "kind: ", "kind: [a] # "),
        terms(
            "a period that is none",
            'terms.yaml:18: clauses.termination[1].period: "6 moons" is no step of a date rule',
            "6 months",
            "6 moons",
        ),
        terms(
            "a share that is no number",
            "terms.yaml:15: clauses.entry_into_force.upon.signed.share: a number in … NaN% … cannot be counted with",
            "{signed: all}",
            "{signed: {share: NaN%}}",
        ),
        *(
            terms(
                f"a party's share of `{share}`",
                f"terms.yaml:8: parties.NORTH.share: a share is more than 0 and at most 100 per cent, not {share}",
                "    signs: Harbour Master\n",
                f"    share: {share}\n",
            )
            for share in ("NaN", "sNaN", "Infinity", "-1", "0", "100.5")
        ),
        terms(
            "a day that is none in a date rule",
            "terms.yaml:18: clauses.termination[1].period: 2010-02-30 is not a day",
            "6 months",
            "not before 2010-02-30",
        ),
        terms(
            "a null character", "terms.yaml:3: the character U+0000 has no place in a text", "title: ", "title: \x00"
        ),
        terms(
            "a control character that YAML takes for a line end",
            "terms.yaml:3: the character U+0085 has no place in a text",
            "title: ",
            "title: a\x85",
        ),
        terms(
            "a control character written as an escape",
            "terms.yaml:3: title: character 3 is a control character (U+0000)",
            TITLE,
            r'"Me\0mo"',
        ),
        terms(
            "a character that reorders text, in the name of a party",
            "terms.yaml:7: parties.NORTH.name: character 6 is a character that reorders text (U+202E)",
            "North Harbour",
            "North\u202e Harbour",
        ),
        terms(
            "a character that nobody sees, in the code of a party",
            "terms.yaml:6: parties … in a field name, character 3 is a character that nobody sees (U+200B)",
            "  NORTH:",
            "  NO\u200bRTH:",
        ),
        terms("an escape of no character", r'terms.yaml:3: "\UFFFFFFFF" names no character', TITLE, r'"\UFFFFFFFF"'),
        Row(
            "bytes that are not UTF-8",
            "terms.yaml:2: the file is not UTF-8 text",
            2,
            ("draft terms.yaml",),
            b"a: b\n\xff",
        ),
        Row("an empty file", "terms.yaml: the file is empty", 2, ("draft terms.yaml",)),
        terms("parties named `NO` and `on`", "signature of NO, signature of on", PARTIES, NO_AND_ON, exit=0),
    ),
    "Acts in JSON Lines": (
        acts("a field given twice", 'the field "by" is given twice', act().replace("{", '{"by": "NORTH", ')),
        acts("… once as an escape", 'the field "by" is given twice', act().replace("{", r'{"b\u0079": "NORTH", ')),
        acts("`NaN`", "NaN is not a number of JSON", holding("NaN")),
        acts("`Infinity`", "Infinity is not a number of JSON", holding("Infinity")),
        acts("`-Infinity`", "-Infinity is not a number of JSON", holding("-Infinity")),
        acts("a number of 16 digits", "a number has at most 15 digits", holding("1234567890123456")),
        acts("… or of 5000", "a number has at most 15 digits", holding("9" * 5000)),
        acts("lists, 21 deep", "nested deeper than 20 levels", holding("[" * 20 + "]" * 20)),
        acts("… or 200 000 deep", "nested deeper than 20 levels", holding("[" * 200_000 + "]" * 200_000)),
        acts("half a line", "not JSON: Unterminated string", act()[:-5]),
        acts("a list", "a line is one object", "[]"),
        acts("bytes that are not UTF-8", "not UTF-8 text", b'{"agreement": "\xff"}'),
        acts("an unknown field", "signatry: there is no such field", act(signatry="Harbour Master")),
        acts("an unknown act", 'act: "sang" is no act', act(act="sang")),
        acts(
            "a submission, typed",
            "Refused: A submission is made by the register: give the act itself … R62, four eyes",
            act(act="submitted", submits={"act": "notice_given", "by": "SOUTH", "on": "2024-02-15"}),
            exit=5,
        ),
        acts("a list for a party", "by: a text is expected here, not a list", act(by=["SOUTH"])),
        acts("no agreement", "agreement: the agreement is missing", act(agreement="")),
        acts("a day that is none", "on: 2023-02-29 is not a day: February 2023 has 28 days", act(on="2023-02-29")),
        acts("a date as a number", 'on: "20240215" is not a date: write YYYY-MM-DD', act(on=20240215)),
        acts("a null character", "place: character 2 is a control character (U+0000)", act(place="a\0")),
        acts("half a surrogate pair", "place: character 1 is half a surrogate pair (U+D800)", act(place="\ud800")),
        acts(
            "a control character in a field name",
            r"pl\x00ace: in a field name, character 3 is a control character (U+0000)",
            act(**{"pl\0ace": "Southport"}),
        ),
        acts(
            "an act that the law refuses",
            "Refused: NORTH has already signed … R9, Art. 6; conflicts with #7",
            act(by="NORTH"),
            5,
        ),
        Row(
            "more than 10 MiB",
            "acts.jsonl: more than 10 MiB are not recorded in one transaction: --batch 1000",
            2,
            ("record acts.jsonl",),
            act(note="x" * MOST_OF_LINES),
        ),
        Row("no act at all", "acts.jsonl: there is no act in it", 2, ("record acts.jsonl",), "\n\n"),
    ),
    "Names and other texts": (
        titled("a control character", "--title: character 2 is a control character (U+001B)", "a\x1bb"),
        titled("… of the C1 set", "--title: character 2 is a control character (U+009B)", "a\x9bb"),
        titled("… a line end", "--title: character 2 is a control character (U+000A)", "a\nb"),
        titled("bytes that are not UTF-8", "--title: character 1 is half a surrogate pair (U+DCFF)", "\udcff"),
        titled("a private-use character", "--title: character 1 is a private-use character (U+E000)", "\ue000"),
        titled("… of a later plane", "--title: character 1 is a private-use character (U+10FFFD)", "\U0010fffd"),
        titled(
            "an override of direction", "--title: character 2 is a character that reorders text (U+202E)", "a\u202e"
        ),
        titled("… an isolate", "--title: character 2 is a character that reorders text (U+2066)", "a\u2066b"),
        titled("… in a reason", f"--irregular: {REORDERS}", "x", "--irregular", "\u202e"),
        titled("… in the actor", f"--actor: {REORDERS}", "x", "--actor", "\u202e"),
        Row("… in a party", f"--by: {REORDERS}", 2, (("sign", "port", "--by", "\u202eSOUTH", "--on", "2024-02-15"),)),
        Row(
            "… in an agreement", f"ID: {REORDERS}", 2, (("sign", "\u202eport", "--by", "SOUTH", "--on", "2024-02-15"),)
        ),
        titled("… in an idempotency key", f"--key: {REORDERS}", "x", "--key", "\u202e"),
        titled(
            "… half a surrogate pair", "--key: character 1 is half a surrogate pair (U+DCFF)", "x", "--key", "\udcff"
        ),
        Row(
            "… in a correction",
            "--set place: character 2 is a character that reorders text (U+202E)",
            2,
            (("correct", "harbour", "2", "--set", "place=a\u202e", "--reason", "misread"),),
        ),
        titled("letters and accents typed apart", 'Activity A9 "Café"', "Cafe\u0301", "--dry-run", exit=0),
        titled("a Cyrillic letter in a Latin word", LOOKALIKE, "\u0420ilotage", "--dry-run", exit=0),
        titled(
            "… at a terminal, and a no",
            f"{LOOKALIKE} … Record it? … Not recorded: you declined.",
            "\u0420ilotage",
            exit=5,
        ),
    ),
    "On the way out": (
        Row(
            "escape, bell, override, C1 and null on record, by another program",
            r"\x1b]0;\x07\u202e\x9b31m\x00",
            0,
            ("status harbour", "history harbour"),
        ),
        Row(
            "… in JSON",
            r"\u001b]0;\u0007\u202e\u009b31m\u0000",
            0,
            ("status harbour --format json", "history harbour --format jsonl"),
        ),
        Row(
            "… in CSV and TSV",
            r"\u001b]0; … u0007 … u202e … x9b31m … u0000",
            0,
            ("history harbour --format csv", "history harbour --format tsv"),
        ),
        Row("… typed in a command that fails", r"x\x9b\u202ey", 4, (("status", "x\x9b\u202ey"),)),
        Row("cells that are formulas", listed(FORMULAS, "'"), 0, ("list --format csv",)),
        Row("… with `--raw`", listed(FORMULAS), 0, ("list --format csv --raw",)),
        Row("cells that are numbers or dates", listed(HARMLESS), 0, ("list --format csv", "list --format csv --raw")),
    ),
    "Dates": (
        on(f"any other form: {', '.join(f'`{text}`' for text in NO_DATE)}, nothing", f"… {FORM}", *NO_DATE, ""),
        on("digits and hyphens of other scripts", f"… {FORM}", *FOREIGN),
        on("spaces and line ends", f"… {FORM}", *SPACED),
        on(
            "`03/04/2010`",
            f"… {FORM}, 2010-04-03 (3 April 2010) or 2010-03-04 (4 March 2010)",
            "03/04/2010",
            "3.4.2010",
        ),
        on("`2010-02-30`", "2010-02-30 is not a day: February 2010 has 28 days", "2010-02-30"),
        on("`2010-13-01`", "2010-13-01 has no such month: there is no month 13", "2010-13-01"),
        on(", ".join(f"`{day}`" for day in BEYOND), "… is beyond the calendar, which runs from 1648-01-01", *BEYOND),
        Row(
            "a day that is none, in a question",
            "Invalid value for '--as-of': 2010-02-30 is not a day",
            2,
            ("status port --as-of 2010-02-30", "list --as-of 2010-02-30", "deadlines --as-of 2010-02-30"),
        ),
        Row(
            "… for what was known",
            "Invalid value for '--known-at': 2010-02-30 is not a day",
            2,
            ("status port --known-at 2010-02-30", "list --known-at 2010-02-30"),
        ),
        Row(
            "a timestamp of another form",
            "Invalid value for '--known-at': … is no moment: write #3, 2010-03-30 or 2010-03-30T12:00:00Z",
            2,
            tuple(("status", "port", "--known-at", text) for text in NO_MOMENT),
        ),
        Row(
            "… for the receipt of a notice",
            "Invalid value for '--received': 2010-02-30 is not a day",
            2,
            ("notice harbour --by NORTH --on 2024-03-01 --received 2010-02-30 --yes",),
        ),
        Row(
            "… for a correction",
            "--set on: 2010-02-30 is not a day",
            2,
            ("correct harbour 3 --set on=2010-02-30 --reason misread --yes",),
        ),
        Row(
            "a number of days beyond reason",
            "Invalid value for '--within': … is no time: write 90d",
            2,
            ("deadlines --within 999999999d", f"deadlines --within {'9' * 5000}d"),
        ),
        Row(
            "a sum beyond the calendar",
            "takes effect … no set date … 31 December 2999 + 6 months: no set date",
            0,
            ("notice harbour --by NORTH --on 2999-12-31 --yes --dry-run",),
        ),
    ),
    "The law": (
        law(
            "a notice before entry into force",
            "The agreement is not in force on 10 February 2024 … by R12, Art. 6",
            "notice port --by NORTH --on 2024-02-10 --yes",
        ),
        law(
            "a second signature",
            "NORTH has already signed, on 1 February 2024. … by R9, Art. 6; conflicts with #7",
            "sign port --by NORTH --on 2024-02-10",
        ),
        law(
            "an act by somebody who is no party",
            "EAST is not a party to port; its parties are NORTH and SOUTH. … by R9",
            "sign port --by EAST --on 2024-02-10",
        ),
        law(
            "a notice after the end",
            "The agreement ended on 1 March 2024. … by R44, Art. 7(2); conflicts with #12",
            "notice quay --by NORTH --on 2024-04-10 --yes",
        ),
        law(
            "a new activity after the end",
            "The agreement ended on 1 March 2024. … by R44, Art. 8; conflicts with #12",
            "activity begin quay A1 --on 2024-04-10",
        ),
        law(
            "the completion of what never began",
            "There is no activity A7 on record by 10 April 2024. … by R46, Art. 8",
            "activity complete harbour A7 --on 2024-04-10",
        ),
        law(
            "a settlement over the amount owed",
            "Account C1 has 1200.00 EUR left to settle, less than 1200.01 EUR. … by R46, Art. 8; conflicts with #5",
            'account settle harbour C1 --on 2024-04-10 --amount "1200.01 EUR"',
        ),
        law(
            "a suspension for a dispute that is not on record",
            "There is no dispute D1 on record by 10 April 2024. … by R35, Art. 9(2)",
            "suspend harbour --by NORTH --on 2024-04-10 --ground dispute:D1",
        ),
        law(
            "a suspension on a ground that the terms do not give",
            "The terms of harbour give NORTH no right to suspend on this ground. … by R35, VCLT-IO 57",
            "suspend harbour --by NORTH --on 2024-04-10 --ground breach",
        ),
        Row(
            "a suspension that names no ground",
            "Missing option '--ground'",
            2,
            ("suspend harbour --by NORTH --on 2024-04-10",),
        ),
        Row(
            "the number of no recording",
            "Invalid value for 'SEQ': … is not the number of a recording, such as 3 or '#3'",
            2,
            tuple(("correct", "harbour", "--set", "place=X", "--reason", "y", "--", seq) for seq in NUMBERS),
        ),
        Row(
            "an amount of another form",
            "--amount: … is not an amount: write it as 1200.00 EUR, above zero",
            2,
            tuple(("account", "settle", "harbour", "C1", "--on", "2024-04-10", "--amount", text) for text in AMOUNTS),
        ),
    ),
    "Documents and other files": (
        titled("a document that is not there", f"--document: ../none: {NO_FILE}", "x", "--document", "../none"),
        titled("a folder for a document", "--document: .: Is a directory", "x", "--document", "."),
        acts("a document beside the file", f"document_file: ../none: {NO_FILE}", act(document_file="../none")),
        acts("a digest for a document", "document: there is no such field", act(document="sha256:../../x")),
        acts("terms beside the file", f"../none.yaml: {NO_FILE}", act(act="drafted", terms_file="../none.yaml")),
        acts(
            "a null character in the name of a file",
            "terms_file: character 2 is a control character (U+0000)",
            act(act="drafted", terms_file="a\0"),
        ),
        acts(
            "… of a document",
            "document_file: character 2 is a control character (U+0000)",
            act(document_file="a\0"),
        ),
        acts(
            "… or half a surrogate pair", "document_file: character 1 is half a surrogate", act(document_file="\ud800")
        ),
        Row("a file of terms that is not there", f"none.yaml: {NO_FILE}", 2, ("draft none.yaml", "check none.yaml")),
        Row("a file of acts that is not there", f"none.jsonl: {NO_FILE}", 2, ("record none.jsonl",)),
        Row("a folder for a file", ".: Is a directory", 2, ("draft .", "check .", "record .")),
    ),
}

ROWS = [row for rows in TABLE.values() for row in rows]


# The office


@cache
def _built() -> bytes:
    """Make the register of the setting, once."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        office = Office(Path(folder), monkeypatch)
        for name in ("harbour", "port", "quay"):
            Path(folder, f"{name}.yaml").write_text(TEXT.replace("agreement: harbour", f"agreement: {name}"), "utf-8")
        drafts = [
            {"act": "drafted", "on": "2024-01-10", "terms": _small(name, title)}
            for name, title in (FORMULAS | HARMLESS).items()
        ]
        Path(folder, "cells.jsonl").write_text("\n".join(map(json.dumps, drafts)), "utf-8")
        office.done("init")
        for line in SETTING.strip().splitlines():
            office.done(line)
        begun = act_from({"act": "activity_begun", "on": "2024-02-20", "activity": "A2", "title": HIDDEN})
        with closing(Register.open(f"sqlite:///{office.file}", follower=FOLLOWER)) as register:
            register.record([Proposal(agreement="harbour", act=begun)])
        return office.file.read_bytes()


def _small(name: str, title: str) -> dict[str, Any]:
    parties = {"A": {"name": "Authority A"}, "B": {"name": "Authority B"}}
    clauses = {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}}
    return {"agreement": name, "title": title, "parties": parties, "clauses": clauses}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with the register of the setting, in a folder within the test's own."""
    content = _built()
    folder = tmp_path / "office" / "desk"
    folder.mkdir(parents=True)
    monkeypatch.setenv("DEPOSITARY_DOCUMENTS", str(folder / "documents"))
    office = Office(folder, monkeypatch)
    office.file.write_bytes(content)
    return office


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.given)[:60])
def test_bad_input_gets_a_clear_answer_and_leaves_no_trace(
    row: Row, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit code, the words in their order, nothing that a terminal would obey; the register is as it was."""
    monkeypatch.setattr(Session, "interactive", row.asked)
    for name in ("terms.yaml", "acts.jsonl"):
        Path(name).write_bytes(row.file if isinstance(row.file, bytes) else row.file.encode())
    before, place = File(office.folder).digest(), set(office.folder.parent.rglob("*"))
    for line in row.lines:
        words = split(line) if isinstance(line, str) else line
        ran = office.call(*words, stdin="n\n" if row.asked else "")
        assert ran.code == row.exit, ran
        assert in_order(row.said.split(" … "), ran.err + ran.out), ran
        assert (ran.err + ran.out).replace("\t", "").replace("\n", "").isprintable()
        if row.exit:
            assert ran.out == ""
            last = "Not recorded: you declined.\n" if row.asked else "Nothing was recorded.\n"
            assert ran.err.endswith(last) or words[0] in QUESTIONS
    assert File(office.folder).digest() == before
    assert {file for file in office.folder.parent.rglob("*") if not file.name.startswith("register.db-")} <= place


QUESTIONS = ("check", "status", "list", "deadlines")


def in_order(parts: list[str], text: str) -> bool:
    """Tell whether the parts stand in a text, one behind the other."""
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


@pytest.mark.sources
def test_the_table_of_the_document_is_this_one(project: Path) -> None:
    """What is promised there is what is tested here, line by line."""
    text = (project / "docs/reliability.md").read_text(encoding="utf-8")
    table = text.partition("<!-- bad input -->\n")[2].partition("<!-- end -->")[0]
    told = [line for group, rows in TABLE.items() for line in (f"| **{group}** | | |", *(row.row() for row in rows))]
    assert table.splitlines()[2:] == told


def test_every_refusal_names_its_place_or_its_rule() -> None:
    """A row that says less would let a message say less."""
    place = re.compile(r"(terms|acts|none)\.(yaml|jsonl):|--[a-z]+|'SEQ'|ID: |^\.: ")
    for row in ROWS:
        assert row.exit != 2 or place.search(row.said), row.given
        assert row.exit != 5 or row.asked or re.search(r"R[0-9]+", row.said), row.given


# Documents


def test_a_document_from_anywhere_is_kept_by_its_content_alone(office: Office) -> None:
    """Its name leads out of the folder and back, and is nowhere to be found afterwards."""
    outside = office.folder.parent / "letter .. of NORTH.pdf"
    outside.write_bytes(b"Sir, I have the honour")
    before = set(office.folder.parent.rglob("*"))
    way = f"../../{office.folder.parent.name}/{outside.name}"
    office.done("activity", "begin", "harbour", "A9", "--on", "2024-04-01", "--document", way)
    line = act(document_file=f"../{outside.name}", irregular="as a copy")
    office.done("record", "-", stdin=line)
    kept = office.folder / "documents" / sha256(outside.read_bytes()).hexdigest()
    new = {file for file in office.folder.parent.rglob("*") if not file.name.startswith("register.db-")} - before
    assert new == {kept, kept.parent}
    assert kept.read_bytes() == outside.read_bytes()


def test_a_digest_that_is_a_path_leads_nowhere(office: Office) -> None:
    """A bundle may bring one along: it is listed as not kept, and no file elsewhere is named or opened."""
    (office.folder.parent / "secret").write_bytes(b"elsewhere")
    begun = act_from({"act": "activity_begun", "on": "2024-04-01", "activity": "A9"})
    with closing(Register.open(f"sqlite:///{office.file}", follower=FOLLOWER)) as register:
        register.record([Proposal(agreement="harbour", act=begun, document="sha256:../../secret")])
    ran = office.call("audit documents --format json")
    assert (ran.code, [(one["kept"], one["file"]) for one in ran.json]) == (3, [(False, "")])


# The parsers


@st.composite
def spoilt(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Draw a good text with a few places of it cut out, doubled, or written over."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        behind = min(len(text), at + draw(st.integers(0, 8)))
        put = draw(st.sampled_from([b"", text[at:behind] * 2, *WORDS]) | st.binary(max_size=4))
        text = text[:at] + put + text[behind:]
    return text


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_reads_or_refuses_whatever_it_is_given(name: str) -> None:
    """Bytes at random, and good texts spoilt; what once broke it comes first."""
    parser = PARSERS[name]
    seeds = parser.seeds()
    for text in (*parser.failed, b"", *seeds):
        parser.read(text)

    @given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode) | spoilt(seeds))
    def fed(text: bytes) -> None:
        parser.read(text)

    fed()
