"""A process killed at any statement of what it does to a register leaves all of it, or nothing.

The child counts the statements that it sends to its database and kills itself at the n-th, for every n until it comes
through: on one register, so that each child also recovers from the deaths before it. Whatever was acknowledged is
there; whatever was not is there whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from given import act, terms
from kills import MOST, dies_at, dies_at_file
from office import Office
from stores import STORES, Place

from aggregates.databases.cases import database
from aggregates.databases.database import SCHEMA
from aggregates.exchange import bundle, bundle_reading
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.log.rows import leaf_of
from aggregates.record.people.erasure import erase
from aggregates.record.people.people import people_of
from aggregates.record.register import Register
from lifecycle.errors import Conflict
from projections.models.beside import rebuild
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.migration import standing, upgrade
from projections.models.rebuild import fill
from projections.models.statements import create_statements

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # it only forks

NAME = "icmpd-wco"
OPENING = (
    "1999-05-01 drafted",
    "1999-05-21 signed by=WCO signatory=Ada authority=letter",
    "1999-05-21 signed by=ICMPD",
)
LATER = ("2003-02-01 activity_begun activity=A1", "2003-08-31 notice_given by=ICMPD")
PERSON = ("2003-02-01 contact_designated by=WCO contact=Ben",)


def proposals(*lines: str) -> list[Proposal]:
    return [Proposal(agreement=NAME, act=act(line, terms(NAME))) for line in lines]


def open_register(url: str) -> Register:
    return Register.open(url, follower=FOLLOWER)


def create(place: Place) -> Register:
    return Register.create(place.url, create_statements(database(place.url).dialect), follower=FOLLOWER)


def sound(url: str) -> int:
    """Hold the register to its promises, and give how many events it has."""
    with reading(url) as log:
        rows = list(log.rows())
        assert len(list(log.recordings())) == len(rows), "what is sealed opens"
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert all(bytes(row.leaf_hash) == leaf_of(row) for row in rows)
    assert differences(url) == []
    return len(rows)


def names(url: str) -> set[str | None]:
    with reading(url) as log:
        return {person.name for person in people_of(log)}


class Doing(NamedTuple):
    """Something done to a register, and what there is before it and after it."""

    do: Callable[[str, Path], object]
    look: Callable[[str], object]
    before: object
    after: object


def recorded(*lines: str) -> Callable[[str, Path], object]:
    def record(url: str, _: Path) -> None:
        with closing(open_register(url)) as register:
            register.record(proposals(*lines))

    return record


def erased(url: str, _: Path) -> None:
    if "Ada" in names(url):  # else an earlier child died after its commit
        erase(url, "Ada")


def imported(url: str, folder: Path) -> None:
    bundle_reading.take_over(url, bundle_reading.read(folder / "bundle"), fill)


def version(url: str) -> int:
    return standing(url).version


DOINGS = {
    "record one act": Doing(recorded(*LATER[:1]), sound, 3, 4),
    "record several acts": Doing(recorded(*LATER), sound, 3, 5),
    "record whom nobody knew": Doing(
        recorded(*PERSON), lambda url: (sound(url), names(url)), (3, {"Ada"}), (4, {"Ada", "Ben"})
    ),
    "erase": Doing(erased, lambda url: (sound(url), names(url)), (3, {"Ada"}), (3, {None})),
    "rebuild": Doing(lambda url, _: rebuild(url), sound, 3, 3),
    "upgrade": Doing(lambda url, _: upgrade(url), version, 1, SCHEMA),
}


def outdated(place: Place) -> None:
    """Make the register one of the first version, from which all steps are taken."""
    place.run(
        "DROP TABLE people",
        "ALTER TABLE register DROP COLUMN four_eyes",
        "UPDATE schema_version SET version_num = '0001'",
        guarded=True,
    )
    place.version(1)


@pytest.mark.parametrize("what", DOINGS)
def test_killed_at_every_statement(place: Place, tmp_path: Path, what: str) -> None:
    """Before the commit nothing is there, after it everything; and the next recording goes on."""
    do, look, before, after = DOINGS[what]
    with closing(create(place)) as register:
        register.record(proposals(*OPENING))
    if what == "upgrade":
        outdated(place)
    died = 0
    for n in range(1, MOST):
        assert look(place.url) == before
        came_through = not dies_at(n, lambda: do(place.url, tmp_path))
        found = look(place.url)
        assert found in (before, after), f"half done at statement {n}"
        if came_through or (found == after and after != before):
            assert found == after
            break
        died += 1
    else:
        pytest.fail(f"it never came through in {MOST} statements")
    assert died >= 5, "it runs more statements than that"
    with closing(open_register(place.url)) as register:
        again = register.record(proposals("2003-03-01 activity_begun activity=B1"))
    assert again[0].seq == sound(place.url)


def test_a_bundle_is_taken_over_whole_or_not_at_all(place: Place, tmp_path: Path) -> None:
    """Its events, its people and the read models come at once: what was killed before that is simply done again."""
    (tmp_path / "source").mkdir()
    source = STORES["sqlite"](tmp_path / "source")
    with closing(create(source)) as register:
        register.record(proposals(*OPENING, *PERSON))
    with reading(source.url) as log:
        bundle.write(log, tmp_path / "bundle")
    create(place).close()
    for n in range(1, MOST):
        came_through = not dies_at(n, lambda: imported(place.url, tmp_path))
        found = (sound(place.url), names(place.url))
        assert found in ((0, set()), (4, {"Ada", "Ben"})), f"half taken over at statement {n}"
        if came_through or found[0]:
            break
    assert sound(place.url) == 4
    assert n > 10
    with pytest.raises(Conflict, match="holds the 4 recordings of this bundle already"):
        imported(place.url, tmp_path)


def test_killed_while_it_is_acknowledged_by_key(place: Place) -> None:
    """An unknown outcome is made safe by the key: said again, it is recorded once."""
    with closing(create(place)) as register:
        register.record(proposals(*OPENING))
    wanted = len(OPENING)
    for n in range(1, MOST):
        lines = [f"2003-02-01 activity_begun activity=A{n}", f"2003-02-02 account_opened account=C{n}"]

        def record(lines: list[str] = lines, n: int = n) -> Any:
            with closing(open_register(place.url)) as register:
                return register.record(proposals(*lines), key=f"k{n}")

        died = dies_at(n, record)
        receipts = record()
        assert [receipt.seq for receipt in receipts] == [wanted + 1, wanted + 2]
        wanted += 2
        if not died:
            assert all(receipt.repeated for receipt in receipts)
            assert sound(place.url) == wanted
            return
    pytest.fail(f"it never came through in {MOST} statements")


@pytest.mark.parametrize(
    ("words", "path"), [("audit export --with-people", "out"), ("audit export", "out.zip"), ("backup", "out.db")]
)
def test_what_is_written_elsewhere_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, path: str
) -> None:
    """Killed at any file that it touches; what it left goes with the next one, which nobody is to clear away for."""
    for folder in ("register", "elsewhere", "empty"):
        (tmp_path / folder).mkdir()
    for name in ("STATE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    office, place = Office(tmp_path / "register", monkeypatch), tmp_path / "elsewhere" / path
    with closing(create(office.place)) as register:
        register.record(proposals(*OPENING, *PERSON))
    office.done("audit checkpoint")
    called, left = [*words.split(), str(place)], 0
    for n in range(1, MOST):
        came_through = not dies_at_file(n, lambda: office.done(*called))
        left += any(one != place for one in place.parent.iterdir() if one.name.endswith(".new"))
        if place.exists() or came_through:
            break
    assert office.call(*called).code == 6  # whole as it is, it is not written over
    assert left > 5
    assert [one.name for one in place.parent.iterdir() if one.name.startswith(".")] == []
    if words == "backup":
        assert sound(f"sqlite:///{place}") == 4
    else:
        office.done("init", "--db", f"sqlite:///{tmp_path}/empty/register.db")
        office.done("import", place, "--db", f"sqlite:///{tmp_path}/empty/register.db")
        assert sound(f"sqlite:///{tmp_path}/empty/register.db") == 4
