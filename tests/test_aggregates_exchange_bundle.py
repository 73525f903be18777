"""Bundles by another's hand: hashed anew, so that only what they say gives them away."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from office import Office
from stores import Place

from aggregates.exchange import bundle, bundle_reading
from aggregates.ground.merkle import root
from aggregates.record.log.access import reading
from aggregates.record.log.log import Log
from aggregates.record.log.rows import LoggedRow, leaf_of
from aggregates.record.people.people import Person, people_of
from lifecycle.errors import InvalidInput
from projections.models.rebuild import fill

Lines = list[dict[str, Any]]

OTHER = "0b5a9d6e-0a4e-5b0a-9d6e-5e1b1a6c6c0e"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Harbour in force, as #1 to #3, with two people in it, and the bundle of it."""
    (tmp_path / "office").mkdir()
    office = Office(tmp_path / "office", monkeypatch)
    office.done("init")
    office.into_force()
    for party, person in (("NORTH", "Ada"), ("SOUTH", "Ben")):
        office.done(f"contact designate harbour --by {party} --contact {person} --on 2024-03-01 --irregular known")
    office.done("audit export bundle --with-people")
    return office


def told(name: str) -> Lines:
    return [json.loads(line) for line in Path("bundle", name).read_text("utf-8").splitlines()]


def tell(name: str, lines: Lines) -> None:
    Path("bundle", name).write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")


def forge(change: Callable[[Lines], None]) -> None:
    """Change the events, and hash all of them anew: leaves and root; there is no checkpoint then."""
    lines = told("events.jsonl")
    change(lines)
    for one in lines:
        fields = {name: one[name] for name in LoggedRow._fields if name not in ("state", "leaf_hash")}
        one["leaf_hash"] = leaf_of(LoggedRow(**fields, state=one["state"].encode(), leaf_hash=b"")).hex()
    tell("events.jsonl", lines)
    manifest = json.loads(Path("bundle/bundle.json").read_text("utf-8"))
    top = root(bytes.fromhex(one["leaf_hash"]) for one in lines).hex()
    Path("bundle/bundle.json").write_text(json.dumps(manifest | {"root": top, "events": len(lines)}), encoding="utf-8")
    Path("bundle/checkpoint").unlink()


def says(at: int, change: Callable[[dict[str, Any]], None]) -> Callable[[], None]:
    """Let an event say something else."""

    def within(lines: Lines) -> None:
        state = json.loads(lines[at]["state"])
        change(state)
        lines[at]["state"] = json.dumps(state, separators=(",", ":"))

    return lambda: forge(within)


def lies(at: int, **fields: Any) -> Callable[[], None]:
    """Let an event lie at another place."""
    return lambda: forge(lambda lines: lines[at].update(fields))


def twice(lines: Lines) -> None:
    """Open the agreement once more, by an act."""
    lines[2]["state"] = json.dumps(json.loads(lines[2]["state"]) | {"act": json.loads(lines[0]["state"])["act"]})


def deep(lines: Lines) -> None:
    lines[1]["state"] = lines[1]["state"][:-1] + ',"more":["\\u0000",' + "[" * 5000 + "]" * 5001 + "}"


def person(change: Callable[[Lines], object]) -> Callable[[], None]:
    def changed() -> None:
        people = told("people.jsonl")
        change(people)
        tell("people.jsonl", people)

    return changed


def terms(text: str | None) -> Callable[[], None]:
    def changed() -> None:
        file = Path("bundle/terms/1.json")
        file.unlink() if text is None else file.write_text(text, encoding="utf-8")

    return changed


def longer() -> None:
    file = Path("bundle/terms/1.json")
    text = file.read_text("utf-8")
    assert "6 months" in text
    file.write_text(text.replace("6 months", "7 months"), encoding="utf-8")


def manifest(**fields: Any) -> Callable[[], None]:
    file = Path("bundle/bundle.json")
    return lambda: void(file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | fields), encoding="utf-8"))


def void(_: object) -> None:
    """Give nothing."""


FORGED: dict[str, tuple[Callable[[], None], str, str]] = {
    "a person twice": (person(lambda p: p.append(p[0])), "people.jsonl:3", "is there already"),
    "a name twice": (
        person(lambda p: p.append({**p[0], "subject": "another"})),
        "people.jsonl:3",
        "is there already, under another subject",
    ),
    "a null character in a name": (person(lambda p: p[1].update(name="A\0")), "people.jsonl:2", "U+0000"),
    "a null character in a subject": (person(lambda p: p[1].update(subject="A\0")), "people.jsonl:2", "U+0000"),
    "half an erased person": (person(lambda p: p[0].update(key=None)), "people.jsonl:1", "or neither"),
    "an envelope of another act": (
        says(3, lambda s: s.update(act={"act": "struck", "on": "2024-03-02", "target": 2, "reason": "x"})),
        "events.jsonl:4",
        'an envelope for "contact"',
    ),
    "an envelope of a submission of nothing": (
        says(3, lambda s: s.update(act={"act": "submitted", "on": "2024-03-02", "submits": {"act": "corrected"}})),
        "events.jsonl:4",
        'an envelope for "contact"',
    ),
    "an envelope of a submission of a text": (
        says(3, lambda s: s.update(act={"act": "submitted", "on": "2024-03-02", "submits": {"set": "contact"}})),
        "events.jsonl:4",
        'an envelope for "contact"',
    ),
    "an envelope of no field": (says(3, lambda s: s["personal"][0].update(field="zz")), "events.jsonl:4", '"zz"'),
    "an envelope for a name in plain": (
        says(3, lambda s: s["act"].update(contact="Ada")),
        "events.jsonl:4",
        "not sealed in the act",
    ),
    "moments that run backwards": (lies(2, recorded_at=1), "events.jsonl:3", "recorded before"),
    "another stream": (lies(1, originator_id=OTHER, originator_version=1), "events.jsonl:2", "in another stream"),
    "no stream at all": (lies(1, originator_id="a\0"), "events.jsonl:2", "in another stream"),
    "a version left out": (lies(1, originator_version=3), "events.jsonl:2", "version 3 of its agreement, where 2"),
    "a version twice": (lies(2, originator_version=2), "events.jsonl:3", "version 2 of its agreement, where 3"),
    "an act on nothing": (
        lies(0, topic="depositary.agreement.act-recorded"),
        "events.jsonl:1",
        "opened by its first event",
    ),
    "an agreement opened twice": (lambda: forge(twice), "events.jsonl:3", "opened by its first event"),
    "the terms of another agreement": (
        says(0, lambda s: s["act"]["terms"].update(agreement="port")),
        "events.jsonl:1",
        "opens harbour with the terms of port",
    ),
    "a null character in an act": (says(1, lambda s: s["act"].update(place="a\0")), "events.jsonl:2", "U+0000"),
    "a null character in terms": (
        says(0, lambda s: s["act"]["terms"].update(title="a\0")),
        "events.jsonl:1",
        "U+0000",
    ),
    "a null character in a field that nobody knows": (
        says(1, lambda s: s.update(more=["a\0"])),
        "events.jsonl:2",
        "U+0000",
    ),
    "a field that nobody knows, nested too deeply": (lambda: forge(deep), "events.jsonl:2", ""),
    "other terms": (longer, "terms/1.json", "not the terms that #1 opens harbour with"),
    "terms that are none": (terms("{}"), "terms/1.json", 'the field "agreement" is missing'),
    "no JSON for terms": (terms("{"), "terms/1.json", "truncated"),
    "no terms": (terms(None), "terms/1.json", "missing, or empty"),
    "another number of agreements": (manifest(agreements=2), "bundle.json", "2 agreements, where the events open 1"),
    "another origin": (
        manifest(origin=f"depositary/{'0' * 32}"),
        "checkpoint",
        f"not of depositary/{'0' * 32}",
    ),
}
"""What is done to the bundle, the place that is named, and what is said."""


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_bundle_is_refused(office: Office, place: Place, what: str) -> None:
    """By name of file and line, on both databases alike; nothing is recorded."""
    change, where, why = FORGED[what]
    change()
    office.done("init", "--db", place.url)
    ran = office.call("import", "bundle", "--db", place.url)
    assert ran.code == 2, ran.err
    assert f"Error: bundle/{where}: " in ran.err
    assert why in ran.err
    assert "Nothing was recorded." in ran.err
    with reading(place.url) as log:
        assert (log.last(), list(people_of(log))) == ((0, 0), [])


def test_events_that_become_others_after_they_were_checked_are_not_taken_over(office: Office, place: Place) -> None:
    """They are read a second time when they are written down, one after the other, and then all of it is undone."""
    read = bundle_reading.read(Path("bundle"))
    assert [row.seq for row in read.rows] == [row.seq for row in read.rows] == [1, 2, 3, 4, 5]
    tell("events.jsonl", told("events.jsonl")[:-1])
    office.done("init", "--db", place.url)
    with pytest.raises(InvalidInput, match="gives the root of"):
        bundle_reading.take_over(place.url, read, fill)
    with reading(place.url) as log:
        assert (log.last(), list(people_of(log))) == ((0, 0), [])


def test_a_bundle_hashed_anew_that_says_nothing_wrong_is_taken_over(office: Office, place: Place) -> None:
    """Where nothing else is known of it, as the forger of the tests is no less careful than a real one."""
    forge(lambda lines: lines[1].update(state=lines[1]["state"].replace("2024-02-01", "2024-02-02")))
    people = told("people.jsonl")
    tell("people.jsonl", [{**people[0], "name": None, "key": None}, people[1]])
    text = Path("bundle/terms/1.json").read_text("utf-8")
    Path("bundle/terms/1.json").write_text(json.dumps(json.loads(text)), encoding="utf-8")
    office.done("init", "--db", place.url)
    office.done("import", "bundle", "--db", place.url)
    office.done("audit", "verify", "--db", place.url)
    history = office.done("history", "harbour", "--db", place.url, "--format", "json").json
    assert [one["fields"].get("contact") for one in history[3:]].count("[erased]") == 1


def test_all_parts_are_of_the_same_events(office: Office, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although others record while the bundle is written: behind the events, and before people and provenance."""

    def meanwhile(log: Log) -> Iterator[Person]:
        office.done("contact designate harbour --by SOUTH --contact Cid --on 2024-03-02 --irregular known")
        return people_of(log)

    monkeypatch.setattr(bundle, "people_of", meanwhile)
    office.done("audit export another --prov --with-people")
    told = json.loads(Path("another/prov.json").read_text("utf-8"))
    assert sorted(told["entity"]) == [f"reg:recording/{seq}" for seq in range(1, 6)]
    assert len(Path("another/events.jsonl").read_text("utf-8").splitlines()) == 5
    assert office.head() == 6
    office.done("init", "--db", place.url)
    office.done("import", "another", "--db", place.url)
    office.done("audit", "verify", "--db", place.url)


# Who it comes from


def test_a_bundle_for_strangers_has_no_keys_of_people(office: Office) -> None:
    """Unless it is asked for; whoever takes it over is told, and that repeats are not known."""
    office.done("audit export strangers")
    assert not Path("strangers/people.jsonl").exists()
    office.done("init --db other.db")
    ran = office.done("import strangers --db other.db")
    assert "What names people stays sealed" in ran.out
    assert "is not recognised as repeated here" in ran.out


def test_only_a_trusted_key_tells_who_has_signed(office: Office) -> None:
    """A bundle brings keys of its own: with `--trust` they count for nothing, and without any it is said."""
    key = office.done("audit public-key").out
    Path("own.pub").write_text(key, "utf-8")
    office.done("init --db other.db")
    strange = office.done("audit public-key --db other.db").out.strip()
    ran = office.call("import", "bundle", "--db", "other.db", "--trust", strange)
    assert (ran.code, "Nothing was recorded." in ran.err) == (2, True)
    ran = office.done("import bundle --db other.db --trust own.pub")
    assert "which nobody vouches for" not in ran.out
    office.done("init --db third.db")
    assert "signed by a key of its own, which nobody vouches for here" in office.done("import bundle --db third.db").out


def test_a_bundle_that_nobody_signed_is_said_to_be_unsigned(office: Office) -> None:
    """In other words than one that somebody did; where a key is trusted it is refused."""
    Path("bundle/checkpoint").unlink()
    key = office.done("audit public-key").out.strip()
    office.done("init --db other.db")
    ran = office.call("import", "bundle", "--db", "other.db", "--trust", key)
    assert (ran.code, "checkpoint: nobody has signed this bundle" in ran.err) == (2, True)
    ran = office.done("import bundle --db other.db")
    assert ran.out.startswith("! Taken over unsigned: ")
    assert office.done("audit verify --db other.db")


@pytest.mark.parametrize("file", ["bundle.json", "events.jsonl", "people.jsonl"])
def test_a_thing_that_is_said_twice_is_refused(office: Office, file: str) -> None:
    """Another reader might take the other of the two."""
    place = Path("bundle", file)
    text = place.read_text("utf-8")
    start = text.index("{") + 1
    name = text[text.index('"', start) + 1 : text.index('"', text.index('"', start) + 1)]
    place.write_text(f'{text[:start]}"{name}": null, {text[start:]}', "utf-8")
    office.done("init --db other.db")
    ran = office.call("import bundle --db other.db")
    assert (ran.code, f'the field "{name}" is given twice' in ran.err) == (2, True), ran.err


def test_an_event_that_says_a_thing_twice_is_refused(office: Office) -> None:
    """Hashed anew, so that nothing else is wrong with it."""

    def twice(lines: Lines) -> None:
        lines[-1]["state"] = lines[-1]["state"].replace("{", '{"agreement":"port",', 1)

    forge(twice)
    office.done("init --db other.db")
    ran = office.call("import bundle --db other.db")
    assert (ran.code, 'events.jsonl:5: the field "agreement" is given twice' in ran.err) == (2, True), ran.err


def test_a_file_that_unpacks_to_much_more_is_not_unpacked(office: Office) -> None:
    """Its list of contents is enough to tell."""
    with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bundle.json", "{}")
        packed.writestr("events.jsonl", b"\0" * (20 << 20))
    office.done("init --db other.db")
    ran = office.call("import bomb.zip --db other.db")
    assert (ran.code, "bomb.zip: it unpacks to more than 100 times its size" in ran.err) == (2, True)
