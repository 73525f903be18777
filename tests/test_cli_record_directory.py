"""The directory of parties at the command line: what is entered, and the names that answers bear by the day asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from office import Office

from cli.commands.record.doubts import Strangers, settle
from cli.terminal.session import Session

LAGOONS = """\
agreement: lagoons
title: Convention on Lagoons
open: true
parties:
  SWAN: {name: {en: Kingdom of Swanland, es: Reino de Swanland}, type: state}
  EAST: {name: East, type: state}
clauses:
  entry_into_force: {article: "1", upon: {signed: 2}}
  termination: [{article: "3", by: notice, period: 3 months}]
"""
BEFORE, AFTER = "2012-09-02", "2012-09-03"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Two agreements of one party, which changes its name on 3 September 2012 and is a member of a union for a time."""
    monkeypatch.setenv("DEPOSITARY_TODAY", "2024-03-10")
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    for name in ("lagoons", "bays"):
        (tmp_path / f"{name}.yaml").write_text(LAGOONS.replace("lagoons", name), encoding="utf-8")
        office.done(f"draft {name}.yaml --on 2004-01-01")
        for party in ("SWAN", "EAST"):
            office.done(f"sign {name} --by {party} --on 2004-01-01")
    for line in (
        f'name SWAN "Kingdom  of Cygnia" --on {AFTER} --type state',
        f'name SWAN "Royaume de Cygnie" --language fr --on {AFTER}',
        'alias SWAN "Swan Realm" --on 2012-09-03',
        "join SWAN UNION --on 2013-01-01",
        "leave SWAN UNION --on 2015-01-01",
        'succeed EAST --successor ORIENT --successor LEVANT --on 2016-01-01 --basis "Treaty of 2015"',
    ):
        office.done(f"directory {line}")
    return office


def names(office: Office, day: str, more: str = "") -> set[str]:
    """Give the names that answers about a day bear for SWAN."""
    status = office.done(f"status lagoons --as-of {day} --format json {more}").json["participants"]
    listed = office.done(f"list --as-of {day} --format json {more}").json
    due = office.done(f"deadlines --as-of {day} --format json {more}").json
    partners = [one for answer in (*listed, *due) for one in answer["partners"]]
    of_all = office.done(f"parties --as-of {day} --format json {more}").json
    own = office.done(f"party SWAN --as-of {day} --format json {more}").json
    return {one["name"] for one in (*status, *partners, *of_all, own) if one["party"] == "SWAN"}


def test_answers_bear_the_name_of_their_day(office: Office) -> None:
    """One entry holds in every agreement; as known before it, it was not so."""
    office.done("notice bays --by EAST --on 2012-08-20 --yes")
    assert names(office, BEFORE) == {"Kingdom of Swanland"}
    assert names(office, AFTER) == {"Kingdom of Cygnia"}
    assert names(office, AFTER, "--known-at 6") == {"Kingdom of Swanland"}
    feed = office.done(f"deadlines --as-of {AFTER} --format ics").out
    assert "Kingdom of Cygnia" in feed.replace("\r\n ", "")
    page = office.done(f"status lagoons --as-of {AFTER}").out
    assert 'SWAN is called "Kingdom of Cygnia".' in page
    assert "is called" not in office.done(f"status lagoons --as-of {BEFORE}").out


def test_names_by_language_stand_beside(office: Office) -> None:
    """Those of the terms as long as the name is that of the terms."""

    def of(day: str) -> Any:
        return office.done(f"status lagoons --as-of {day} --format json").json["participants"][0]["names"]

    assert of(BEFORE) == {"en": "Kingdom of Swanland", "es": "Reino de Swanland"}
    assert of(AFTER) == {"fr": "Royaume de Cygnie"}


@pytest.mark.parametrize("name", ["kingdom of cygnia", "ROYAUME DE CYGNIE", "swan realm", "Reino de Swanland"])
def test_any_of_its_names_means_the_party(office: Office, name: str) -> None:
    """Typed for an act, and for an answer, of whatever day and language."""
    office.done("notice", "lagoons", "--by", name, "--on", "2020-01-01", "--yes")
    acts = office.done("history lagoons --format json").json
    assert acts[-1]["by"] == "SWAN"
    for ask in ("party", "list --party", "deadlines --party"):
        office.done(*ask.split(), name)
    assert len(office.done("list", "--words", name, "--format", "json").json) == 2


def test_a_party_is_shown_with_all_that_the_directory_knows(office: Office) -> None:
    """Names with their periods, aliases, predecessors and successors, members."""
    answer = office.done("party SWAN --as-of 2014-01-01 --format json").json
    assert [(one["name"], one["since"], one.get("language")) for one in answer["names"]] == [
        ("Kingdom of Cygnia", AFTER, None),
        ("Royaume de Cygnie", AFTER, "fr"),
    ]
    assert [one["name"] for one in answer["aliases"]] == ["Swan Realm"]
    assert [(one["organisation"], one["since"], one["until"]) for one in answer["member_of"]] == [
        ("UNION", "2013-01-01", "2015-01-01")
    ]
    assert [one["member"] for one in office.done("party UNION --format json").json["members"]] == ["SWAN"]
    assert office.done("party ORIENT --format json").json["predecessors"][0]["predecessor"] == "EAST"
    page = office.done("party EAST").out
    assert "succeeded by" in page
    assert "ORIENT and LEVANT since 1 January 2016 (Treaty of 2015, #12)" in page


def test_all_parties_are_listed(office: Office) -> None:
    """Also those that the directory alone speaks of, with the number of their agreements."""
    found = office.done("parties --format json").json
    assert [(one["party"], one["agreements"], one["type"]) for one in found] == [
        ("EAST", 2, "state"),
        ("LEVANT", 0, ""),
        ("ORIENT", 0, ""),
        ("SWAN", 2, "state"),
        ("UNION", 0, ""),
    ]
    assert "5 parties" in office.done("parties").out


def test_the_history_of_the_directory_is_told_and_corrected(office: Office) -> None:
    """Under its own name, by the commands that correct an agreement's."""
    acts = office.done("history @parties --format json").json
    assert [one["act"] for one in acts] == [
        *("party_named", "party_named", "party_aliased", "member_joined", "member_left", "party_succeeded"),
    ]
    office.done("history @parties")
    office.done('correct @parties 7 --set on=2012-10-01 --reason "misread" --yes')
    assert names(office, AFTER) == {"Kingdom of Swanland"}
    office.done('strike @parties 13 --reason "it was not" --yes')
    assert names(office, AFTER) == {"Kingdom of Cygnia"}
    ran = office.call('correct @parties 7 --set place=Rome --reason "x" --yes')
    assert ran.code == 2
    assert "no such field" in ran.err
    for command in ("audit replay", "audit replay --agreement @parties", "audit verify", "rebuild", "doctor"):
        office.done(command)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "status @parties",
            "explain @parties",
            "contacts @parties",
            "timeline @parties",
            "certify @parties --dry-run",
        ),
        *("diff @parties --as-of 2012-01-01 2013-01-01", "what-if @parties 'strike 7 --reason x'"),
        *("sign @parties --by SWAN --on 2020-01-01", "draft @parties.yaml --on 2020-01-01"),
    ],
)
def test_the_directory_is_no_agreement(office: Office, line: str) -> None:
    """What is asked of one, or done to one, does not find it."""
    ran = office.call(line)
    assert ran.code in (2, 4)
    assert "Internal" not in ran.err


def test_the_clock_is_mended_under_the_directory_too(office: Office) -> None:
    """Like the resumption of a register it concerns all of it, wherever it is entered."""
    office.done('mend-clock @parties 7 --reason "the machine stood in 2099" --yes')
    office.done("audit replay")


def test_what_waits_for_a_second_officer_is_listed(office: Office) -> None:
    """A strike in the directory is submitted, and approved by another."""
    office.done("db four-eyes on")
    office.done('strike @parties 7 --reason "it was not" --actor first --yes')
    (waits,) = office.done("waiting --format json").json
    assert (waits["agreement"], waits["act"], waits["fields"]["target"]) == ("@parties", "struck", 7)
    assert names(office, AFTER) == {"Kingdom of Cygnia"}
    office.done("approve @parties 13 --on 2024-03-01 --actor second --yes")
    assert office.done("waiting --format json").json == []
    assert names(office, AFTER) == {"Kingdom of Swanland"}
    office.done("audit replay")


def test_lines_of_json_hold_both(office: Office) -> None:
    """In one transaction; an entry names no agreement, and one that does is refused as the agreement's."""
    lines = [
        {"act": "party_named", "by": "EAST", "name": "  Eastern   Republic ", "on": "2017-01-01"},
        {"agreement": "lagoons", "act": "notice_given", "by": "Eastern Republic", "on": "2018-01-01"},
    ]
    found = office.done("record - --yes --format json", stdin="\n".join(map(json.dumps, lines))).json
    assert [(one["agreement"], one["by"]) for one in found] == [("@parties", "EAST"), ("lagoons", "EAST")]
    assert found[0]["fields"]["name"] == "Eastern Republic"
    ran = office.call("record - --yes", stdin=json.dumps({"agreement": "lagoons", **lines[0], "on": "2019-01-01"}))
    assert ran.code == 5
    assert "of the directory of parties, and of no agreement" in ran.err


def test_an_old_change_of_name_is_recorded_and_read_but_not_typed(office: Office) -> None:
    """It is of one agreement; where the directory has no name for the day it counts."""
    line = {"agreement": "bays", "act": "party_renamed", "by": "EAST", "name": "Orient", "on": "2010-01-01"}
    office.done("record -", stdin=json.dumps(line))
    partners = [one["partners"] for one in office.done("list --as-of 2011-01-01 --format json").json]
    assert [{one["name"] for one in found if one["party"] == "EAST"} for found in partners] == [{"Orient"}, {"East"}]
    before = office.done("list --as-of 2009-12-31 --format json").json[0]["partners"]
    assert "Orient" not in {one["name"] for one in before}
    assert office.call("rename bays Orient --by EAST --on 2010-01-01").code == 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("name EAST 'swan realm' --on 2020-01-01", 'NAME: EAST may be a party that is on record already: "SWAN"'),
        ("join swan UNION --on 2020-01-01", 'PARTY: swan may be a party that is on record already: "SWAN"'),
        ("join EAST union --on 2020-01-01", 'PARTY: union may be a party that is on record already: "UNION"'),
        ("succeed EAST --successor 'kingdom of cygnia' --on 2020-01-01 --irregular so", "on record already"),
    ],
)
def test_an_entry_close_to_a_known_party_is_refused(office: Office, line: str, says: str) -> None:
    """Where nobody can answer; and entered where it is meant so."""
    ran = office.call(f"directory {line}")
    assert ran.code == 2
    assert says in ran.err
    office.done(f"directory {line} --new-party")


def test_a_new_party_close_to_the_directory_is_refused(office: Office) -> None:
    """By an alias, or a name of whatever day, also where no agreement says it."""
    office.done("directory alias UNION 'Swan Union' --on 2013-01-01")
    ran = office.call("sign", "lagoons", "--by", "swan  union", "--on", "2024-02-02")
    assert ran.code == 2
    assert 'swan union may be a party that is on record already: "UNION"' in ran.err
    text = LAGOONS.replace("lagoons", "coasts").replace("SWAN:", "REALM:").replace("Kingdom of Swanland", "Swan Realm")
    (office.folder / "coasts.yaml").write_text(text, encoding="utf-8")
    ran = office.call("draft coasts.yaml --on 2024-01-01")
    assert ran.code == 2
    assert 'REALM may be a party that is on record already: "SWAN"' in ran.err


def test_two_writers_bring_in_one_spelling(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at under the writer's lock: whoever comes second is refused, however close behind."""

    def meanwhile(*given: Any) -> None:
        settle(*given)
        monkeypatch.setattr("cli.commands.record.recording.settle", settle)
        office.done("sign", "bays", "--by", "C\u00f4te d'Eau", "--on", "2024-02-01")

    monkeypatch.setattr("cli.commands.record.recording.settle", meanwhile)
    ran = office.call("sign", "lagoons", "--by", "cote d'eau", "--on", "2024-02-01")
    assert ran.code == 2
    assert "cote d'eau may be a party that is on record already" in ran.err


def test_what_was_answered_is_not_the_answer_to_what_came_since(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a terminal, too: what another writer brings in while the question stands is not confirmed by it."""
    confirm = Strangers.confirm

    def meanwhile(strangers: Strangers, session: Session) -> None:
        confirm(strangers, session)
        monkeypatch.setattr(Strangers, "confirm", confirm)
        monkeypatch.setattr(Session, "interactive", False)
        office.done("sign", "bays", "--by", "\u00cele d'Or", "--on", "2024-02-01")

    monkeypatch.setattr(Session, "interactive", True)
    monkeypatch.setattr(Strangers, "confirm", meanwhile)
    ran = office.call("sign", "lagoons", "--by", "ile d'or", "--on", "2024-02-02")
    assert ran.code == 2
    assert "ile d'or may be a party" in ran.err


def test_doctor_lists_what_agreements_name_otherwise(office: Office) -> None:
    """A known code with another name or kind, which an old register may hold; the directory settles a name."""
    text = LAGOONS.replace("lagoons", "coasts").replace("name: East,", "name: Orient,")
    (office.folder / "coasts.yaml").write_text(text, encoding="utf-8")
    office.done("draft coasts.yaml --on 2024-01-01 --new-party")
    assert "EAST has several names, or kinds" in office.done("doctor").out
    assert "SWAN has several" not in office.done("doctor").out
    office.done("directory name EAST East --on 2000-01-01")
    assert "EAST has several" not in office.done("doctor").out
