"""Questions over a whole register beside the best SQL for the same values, and of one agreement beside its raw row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import quantiles

from aggregates.record.log.access import reading
from aggregates.record.people.erasure import erase
from benchmarks.measure import DEPOSITARY, Measured, alternating, each, ms, ran, timed
from benchmarks.registers import environ, filled
from lifecycle.course.machine import State
from lifecycle.course.overtaken import OUTLASTING
from lifecycle.errors import NotFound
from projections.answers.agreements import ALL, Listed, listing
from projections.answers.deadlines import LATEST, Deadline, due
from projections.answers.parties import key_of
from projections.answers.snapshot import Snapshot, snapshot
from projections.answers.status import status
from projections.answers.waiting import waiting
from projections.models.values import NUMBER

AGREEMENTS = 5_000
DAY = date(2000, 6, 1)

_NOW = "{0}.known_to IS NULL AND {0}.valid_from <= :day AND ({0}.valid_to IS NULL OR {0}.valid_to > :day)"
_PARTNERS = f"""(SELECT json_group_array(json_array(n.name, coalesce(e.name, c.name))) FROM parties n
    JOIN status_periods s ON s.agreement = n.agreement AND s.subject = n.number AND {_NOW.format("s")}
    LEFT JOIN names c ON c.agreement = n.agreement AND c.party = n.name AND c.kind = 1 AND {_NOW.format("c")}
    LEFT JOIN names e ON e.party = n.name AND e.kind >= 2 AND e.kind = 2 AND {_NOW.format("e")}
    WHERE n.agreement = a.key AND n.known_to IS NULL)"""
_TOLD = f"""a.id, v.title, v.titles, v.kind, p.state, p.valid_from, p.precision, o.until, v.number,
    t.entered_into_force, o.terminates, t.terminated_on, t.ended_by, {_PARTNERS}"""
_OF_EACH = f"""JOIN status_periods p ON p.agreement = a.key AND p.subject < 1 AND {_NOW.format("p")}
    JOIN versions v ON v.agreement = a.key AND {_NOW.format("v")}
    LEFT JOIN outlooks o ON o.agreement = a.key AND {_NOW.format("o")}
    LEFT JOIN dates t ON t.agreement = a.key AND t.known_to IS NULL"""
_COUNT = f"SELECT {{}} FROM status_periods p WHERE p.subject < 1 AND {_NOW.format('p')}"
_END = "CASE WHEN p.state IN (5, 6) THEN t.terminated_on ELSE o.terminates END"
_AWAITED = f"SELECT * FROM deadlines d WHERE {_NOW.format('d')}"

SQL = {
    "page": f"""SELECT {_TOLD}, (SELECT count(*) FROM ({_COUNT.format("1")} ORDER BY p.agreement LIMIT 1001))
        FROM agreements a {_OF_EACH} WHERE a.id > 'm5' ORDER BY a.id LIMIT 50""",
    "count": _COUNT.format("count(*)"),
    "party": f"""SELECT {_TOLD}, w.state, w.valid_from, w.precision FROM parties m
        JOIN status_periods w ON w.agreement = m.agreement AND w.subject = m.number AND w.state = :state
        AND {_NOW.format("w")} JOIN agreements a ON a.key = m.agreement {_OF_EACH}
        WHERE m.name = 'P7' AND m.known_to IS NULL ORDER BY a.id""",
    "deadlines": f"""WITH d AS MATERIALIZED ({_AWAITED} AND "on" BETWEEN :day AND :day + 30
            UNION ALL {_AWAITED} AND "on" < :day AND again <= '' AND valid_to IS NULL
            UNION ALL {_AWAITED} AND "on" + 0 < :day AND again <= '' AND valid_to > "on" + 1 AND valid_to > :day)
        SELECT a.id, d.kind, d.subject, d."on", v.title, v.titles, d.*, {_PARTNERS}
        FROM d JOIN agreements a ON a.key = d.agreement {_OF_EACH}
        WHERE {_END} IS NULL OR d."on" <= {_END} OR d.kind IN ({str(sorted(OUTLASTING))[1:-1]})
        ORDER BY d."on", a.id, d.kind, d.subject""",
}
"""The best that SQL can do for the same answer, in the tables as they are, by one statement.

A page tells how many there are on all pages, as ours does; deadlines hold what is overdue, and not what the end of an
agreement has overtaken. What the leaving of a party has overtaken is left to the law, and not looked for by it.
"""


def questions() -> dict[str, tuple[str, Callable[[Snapshot], object]]]:
    """Give the questions, by the statement that stands beside each."""
    return {
        "page": ("page of 50", lambda asked: listing(asked, DAY, after="m5", limit=50)),
        "count": ("count of all", lambda asked: asked.models.ask("total", as_of=DAY, limit=ALL)),
        "party": ("`list --state --party`", lambda asked: listing(asked, DAY, state=State.IN_FORCE, party="P7")),
        "deadlines": ("deadlines of 30 days", lambda asked: due(asked, DAY, within_days=30, overdue=LATEST)),
    }


def asking(folder: Path) -> Iterator[Measured]:
    url = filled(folder / "many", AGREEMENTS)
    raw = sqlite3.connect(folder / "many" / "register.db")
    given = {"day": DAY.toordinal(), "state": NUMBER[State.IN_FORCE]}
    for name, (what, ask) in questions().items():

        def bare(name: str = name) -> list[tuple[object, ...]]:
            return raw.execute(SQL[name], given).fetchall()

        with snapshot(url) as asked:
            _same(ask(asked), bare())
            ours, beside, ratio = alternating(timed(lambda: ask(asked)), timed(bare), 9)  # noqa: B023
        yield Measured(f"{what}, {AGREEMENTS:,} agreements", ms(ours), f"the best SQL {ms(beside)}", ratio, 1.5)
    with snapshot(url) as asked:
        took = each(lambda: waiting(asked), 5)
        yield Measured(f"`waiting`, {AGREEMENTS:,} agreements", ms(max(took)), "", max(took), 0.3, unit="s")
        took = each(lambda: mistyped(asked), 5)
        yield Measured(f"a mistyped party, {AGREEMENTS:,} agreements", ms(max(took)), "", max(took), 0.3, unit="s")
    took = each(lambda: _erased(url), 5)
    yield Measured(f"`erase --dry-run`, {AGREEMENTS:,} agreements", ms(max(took)), "", max(took), 0.3, unit="s")
    for words in ("doctor --quick", "doctor"):
        took = [ran([str(DEPOSITARY), *words.split()], environ(folder / "many")).seconds]
        yield Measured(f"process: `{words}`, {AGREEMENTS:,} agreements", ms(took[0]), "", took[0], None, unit="s")
    yield _as_of(url)


def _same(ours: object, beside: Sequence[Sequence[object]]) -> None:
    """Hold both sides to one answer: the agreements that they tell of in their order, or what they count."""
    assert isinstance(ours, list)
    told = [(one.agreement if isinstance(one, Listed | Deadline) else one[0]) for one in ours]
    if told != [row[0] for row in beside]:
        raise AssertionError


def mistyped(asked: Snapshot) -> None:
    """Ask about a party by a name with two letters exchanged."""
    try:
        key_of(asked, "An organisatoin P7")
    except NotFound:
        return
    raise AssertionError


def _erased(url: str) -> None:
    try:
        erase(url, "A. Officer", dry_run=True)
    except NotFound:
        return
    raise AssertionError


def _as_of(url: str) -> Measured:
    """Compare the 99th of a hundred: the status of one agreement, and the reading of its rows as they lie there."""
    names = [f"m{number % AGREEMENTS}" for number in range(0, 2100, 7)]
    with snapshot(url) as asked, reading(url) as log:

        def ours(name: str) -> float:
            return each(lambda: status(Snapshot(asked.log), name, DAY), 1)[0]

        def raw(name: str) -> float:
            return each(lambda: list(log._stream(name, None)), 1)[0]

        ours(names[0]), raw(names[0])
        took, beside = [ours(name) for name in names], [raw(name) for name in names]
    ninety_ninth = quantiles(took, n=100)[-1], quantiles(beside, n=100)[-1]
    value = ninety_ninth[0] / ninety_ninth[1]
    return Measured("as-of of one agreement, p99", ms(ninety_ninth[0]), f"its raw rows {ms(ninety_ninth[1])}", value, 5)
