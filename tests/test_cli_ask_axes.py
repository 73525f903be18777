"""Late, wrong and irregular at the command line: what changes is shown first, and both axes tell the truth."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from office import HARBOUR, Office
from stores import Place

from cli.terminal.session import Session
from lifecycle.calendar.days import day_before
from lifecycle.fold.ruling import RULES
from projections.answers.catalogue import schema


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office in which harbour is in force since 2024-02-15 (#1 to #3); its day is 1 December 2026."""
    monkeypatch.setenv("DEPOSITARY_TODAY", "2026-12-01")
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    return office.into_force()


def state(office: Office, day: str, known: str = "") -> str:
    at = f" --known-at {known}" if known else ""
    return str(office.done(f"status harbour --as-of {day}{at} --format json").json["state"])


# Corrections and strikes


def test_a_correction_moves_the_answer_and_keeps_the_old_one(office: Office) -> None:
    """The new date answers from its recording on, the old one at its own place in the log."""
    ran = office.done('correct harbour 3 --set on=2024-02-10 --reason "typing error" --yes')
    assert "10 February 2024 to 14 February 2024: signed → IN FORCE" in ran.err
    assert '#3 of harbour was corrected on 1 December 2026: "on": "2024-02-10" ("typing error")' in ran.out
    assert (state(office, "2024-02-10"), state(office, "2024-02-10", "#3")) == ("in_force", "signed")
    assert "corrected by #4" in office.done("history harbour").out


def test_the_last_correction_of_a_correction_decides(office: Office) -> None:
    """And a struck correction of it leaves the one before."""
    office.done("correct harbour 3 --set on=2024-02-10 --reason misread --yes")
    office.done("correct harbour 4 --set on=2024-02-11 --reason misread --yes")
    office.done("correct harbour 4 --set on=2024-02-12 --reason misread --yes")
    known = [state(office, "2024-02-11", seq) for seq in ("#3", "#4", "#5", "#6")]
    assert known == ["signed", "in_force", "in_force", "signed"]
    assert state(office, "2024-02-12") == "in_force"
    office.done("strike harbour 6 --reason twice --yes")
    assert state(office, "2024-02-11") == "in_force"


def test_a_correction_can_take_a_field_away(office: Office) -> None:
    """Nothing after the sign of equality."""
    office.done("notice harbour --by NORTH --on 2024-03-01 --received 2024-04-01 --yes")
    assert state(office, "2024-03-01") == "in_force"
    office.done('correct harbour 4 --set received= --reason "not so" --yes')
    assert state(office, "2024-03-01") == "notice_given"


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("correct harbour 3 --set onn=2024-02-10 --reason x --yes", 2, "has no such field; it has on, by, note, place"),
        ("correct harbour 3 --set plaice=Port --reason x --yes", 2, "Did you mean place?"),
        ("correct harbour 3 --set on=2024-02-30 --reason x --yes", 2, "February 2024 has 29 days"),
        ("correct harbour 3 --set on --reason x --yes", 2, "is not FIELD=VALUE"),
        ("correct harbour 3 --set on=2024-02-10 --set on=2024-02-11 --reason x --yes", 2, "on is given twice"),
        ("correct harbour 3 --set act=consented --reason x --yes", 2, "the kind of an act is struck and entered again"),
        ("correct harbour 1 --set terms=x --reason x --yes", 2, "Error: --set terms: the kind of an act is struck"),
        (
            "correct harbour 3 --set place=x --set act=y --reason x --yes",
            2,
            "Error: --set act: the kind of an act is struck",
        ),
        ("correct harbour 9 --set on=2024-02-10 --reason x --yes", 4, '"#9" of harbour is not on record'),
        ("correct harbour x --set on=2024-02-10 --reason x --yes", 2, "is not the number of a recording"),
        ("correct harbour 3 --set on=2024-02-10 --reason '' --yes", 2, "reason"),
        ("strike harbour 9 --reason x --yes", 4, '"#9" of harbour is not on record'),
        ("strike harbour 9 --reason x --yes", 4, "Next: depositary history harbour"),
        ("correct harbour 9 --set on=2024-02-10 --reason x --yes", 4, "Next: depositary history harbour"),
        ("strike harbour 1 --reason x --yes", 5, "The draft opens the file and cannot be struck"),
        ("rectify record harbour R1", 5, "There is no proposal R1"),
        ("confirm harbour --by NORTH --on 2024-03-01", 5, "needs no confirmation"),
        ("amend accept harbour --by NORTH --on 2024-03-01", 2, "none is open on 1 March 2024"),
        ("certify harbour --as-of 2023-12-31", 4, "its file opens with the draft"),
        ("certify port --as-of 2024-12-31", 4, '"port" is not on record'),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(office: Office, command: str, code: int, says: str) -> None:
    """By the exit code, in words, and byte for byte."""
    before = office.contents()
    ran = office.call(command)
    assert (ran.code, says in ran.err) == (code, True), ran.err
    assert ran.err.endswith("Nothing was recorded.\n")
    assert office.contents() == before


def test_a_struck_entry_has_no_effect_until_its_strike_is_struck(office: Office) -> None:
    """It stays in the log; each place in the log keeps its answer."""
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    ran = office.done('strike harbour #4 --reason "wrong file" --yes')
    assert "from 28 February 2025: terminated → IN FORCE" in ran.err
    office.done('strike harbour 5 --reason "it was right" --yes')
    assert [state(office, "2025-03-01", known) for known in ("#3", "#4", "#5", "#6")] == [
        "in_force",
        "terminated",
        "in_force",
        "terminated",
    ]


# Impact


def test_what_a_late_act_changes_is_shown_before_it_is_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """On stderr, while nothing is in the log yet; not a second time with the receipt."""
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    heads: list[int] = []
    say = Session.say

    def told(session: Session, *lines: str) -> None:
        heads.append(office.head())
        say(session, *lines)

    monkeypatch.setattr(Session, "say", told)
    ran = office.done("notice harbour --by SOUTH --on 2024-06-30 --yes")
    assert heads == [4]
    assert ran.err.startswith("harbour: earlier than 1 act on record (#4)\n")
    assert "terminated on: 28 February 2025 → 30 December 2024" in ran.err
    assert "earlier than" not in ran.out


def test_a_dry_run_gives_the_impact_as_data(office: Office) -> None:
    """Stretches with state before and after, dates moved; the recording then has the same."""
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    before = office.contents()
    command = "notice harbour --by SOUTH --on 2024-06-30 --format json --yes"
    dry = office.done(f"{command} --dry-run").json["impact"]
    assert office.contents() == before
    assert dry["later"] == [4]
    own = [(c["start"], c["end"], c["before"], c["after"]) for c in dry["changes"] if not c["subject"]]
    assert own == [
        ("2024-06-30", "2024-08-31", "in_force", "notice_given"),
        ("2024-12-30", "2025-02-28", "notice_given", "terminated"),
    ]
    moved = {one["what"]: (one["before"], one["after"]) for one in dry["moved"]}
    assert moved["terminated_on"] == ("2025-02-28", "2024-12-30")
    assert office.done(command).json["impact"] == dry


def test_a_certificate_that_would_not_be_true_is_named(office: Office) -> None:
    """Before the act is recorded; and a strike of that act makes it true again."""
    office.done('certify harbour --as-of 2024-09-01 --to "the Port Court"')
    late = "notice harbour --by SOUTH --on 2024-06-30 --yes"
    ran = office.done(late)
    expected = (
        "(status on 1 September 2024: in force, issued 1 December 2026 to the Port Court) would no longer be true"
    )
    assert f"certificate K1    {expected}" in ran.err
    again = office.done('strike harbour 5 --reason "never sent" --yes').err
    assert "would be true again" in again


def test_what_was_asked_about_is_what_is_recorded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """If others record between the question and the answer, and more would be lost, it is asked anew."""
    office.done("end harbour --by SOUTH --on 2024-05-01 --yes")
    monkeypatch.setattr(Session, "interactive", True)

    def confirm(*_: object, **__: object) -> bool:
        office.done("activity begin harbour A1 --on 2024-09-01 --yes")
        return True

    monkeypatch.setattr("click.confirm", confirm)
    ran = office.call("end harbour --by NORTH --on 2024-05-01")
    assert ran.code == 6
    assert "others recorded meanwhile" in ran.err
    assert "Nothing was recorded." in ran.err


# Irregular acts


def test_a_signature_without_authority_is_shown_and_cured(office: Office) -> None:
    """In status, history and explain; a confirmation gives it effect from its own day."""
    text = HARBOUR.read_text(encoding="utf-8").replace("agreement: harbour", "agreement: port")
    (office.folder / "port.yaml").write_text(text, encoding="utf-8")
    office.done("draft port.yaml --on 2024-01-10")
    office.done("sign port --by NORTH --on 2024-02-01")
    clerk = "sign port --by SOUTH --on 2024-02-15 --signatory Clerk"
    assert office.call(clerk).code == 5
    office.done(f"{clerk} --irregular 'powers to follow'")
    for query in ("status port --as-of 2024-03-01", "explain port --as-of 2024-03-01", "history port"):
        assert "without authority a signature has no legal effect" in office.done(query).out, query
    office.done("confirm port --by SOUTH --on 2024-04-01 --authority 'letter 12'")
    told = office.done("status port --as-of 2024-04-01 --format json").json
    assert told["state"] == "in_force"
    assert [(one["seq"], one["cured_by"]) for one in told["irregular"]] == [(6, 7)]
    assert office.state("port", "2024-03-31") == "signed"
    derived = office.done("explain port --as-of 2024-04-01 --format json").json
    assert {6, 7} <= set(derived["rests_on"])
    says = [one["says"] for one in derived["lines"]]
    assert "SOUTH signed port on 15 February 2024, without authority: no effect unless confirmed (#7)" in says
    assert "SOUTH confirmed its signature of port on 1 April 2024" in says
    assert [(one["seq"], one["on"]) for one in derived["acts"]][-1] == (7, "2024-04-01")


def test_a_confirmation_relates_back_where_the_terms_say_so(office: Office) -> None:
    """Then the signature counts from its own day, in the status as in the list; as known before, it did not."""
    text = HARBOUR.read_text(encoding="utf-8").replace("agreement: harbour", "agreement: port")
    (office.folder / "port.yaml").write_text(
        f"{text}conventions: {{confirmation_relates_back: yes}}\n", encoding="utf-8"
    )
    office.done("draft port.yaml --on 2024-01-10")
    office.done("sign port --by NORTH --on 2024-02-01")
    office.done("sign port --by SOUTH --on 2024-02-15 --signatory Clerk --irregular 'powers to follow'")
    ran = office.done("confirm port --by SOUTH --on 2024-04-01")
    assert "15 February 2024" in ran.err
    for known, expected in (("#6", "signed"), ("#7", "in_force")):
        axes = f"--as-of 2024-03-01 --known-at {known} --format json"
        listed = {one["agreement"]: one["state"] for one in office.done(f"list {axes}").json}
        assert (office.done(f"status port {axes}").json["state"], listed["port"]) == (expected, expected)
        assert office.done(f"explain port {axes}").json["state"] == expected


def test_a_correction_that_removes_the_objection_gives_effect(office: Office) -> None:
    """From its recording on; as known before, there was none."""
    office.done("sign harbour --by NORTH --on 2024-03-01 --irregular ceremonial")
    office.done("dispute fail harbour D1 --on 2024-05-01 --irregular 'no referral on file'")
    office.done("dispute refer harbour D1 --by SOUTH --on 2024-06-01")
    office.done('correct harbour 6 --set on=2024-04-01 --reason "the letter is of April" --yes')
    office.done("suspend harbour --by NORTH --on 2024-07-01 --ground dispute:D1")
    assert state(office, "2024-07-01") == "suspended"
    irregular = [
        [one["seq"] for one in office.done(f"status harbour --known-at {k} --format json").json["irregular"]]
        for k in ("#6", "#7")
    ]
    assert irregular == [[4, 5], [4]]


# Rectification and amendment


def rewritten(office: Office, name: str, old: str, new: str) -> None:
    text = HARBOUR.read_text(encoding="utf-8")
    assert old in text
    (office.folder / name).write_text(text.replace(old, new), encoding="utf-8")


def test_a_rectification_acts_from_the_beginning(office: Office) -> None:
    """Once the time for objections is over; the old text answers as known before."""
    rewritten(office, "right.yaml", "period: 6 months", "period: 3 months")
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    propose = "rectify propose harbour --terms right.yaml --objections-by 2026-12-31 --reason 'a slip in Art. 7'"
    office.done(propose)
    early = office.call("rectify record harbour R1")
    assert early.code == 5
    assert "The time for objections runs until 31 December 2026" in early.err
    ran = office.done("rectify record harbour R1 --on 2027-01-01 --future --yes")
    assert "terminated on: 28 February 2025 → 30 November 2024" in ran.err
    assert (state(office, "2024-11-30"), state(office, "2024-11-30", "#5")) == ("terminated", "notice_given")


def test_a_rectification_that_is_objected_to_changes_nothing(office: Office) -> None:
    """In time, by a party; the text stands until it is agreed."""
    rewritten(office, "right.yaml", "period: 6 months", "period: 3 months")
    office.done("rectify propose harbour --terms right.yaml --objections-by 2026-12-31 --reason slip")
    office.done("rectify object harbour R1 --by SOUTH")
    ran = office.call("rectify record harbour R1 --on 2027-01-01 --future --yes")
    assert ran.code == 5
    assert "conflicts with #5" in ran.err


def test_an_amendment_holds_from_its_day_and_a_notice_keeps_its_terms(office: Office) -> None:
    """Versions on the legal axis, compared by clause."""
    rewritten(office, "new.yaml", "period: 6 months", "period: 1 year")
    office.done("amend propose harbour --by NORTH --on 2024-06-01 --terms new.yaml")
    assert office.done("status harbour --as-of 2024-06-01 --format json").json["terms_version"] == 1
    office.done("amend accept harbour --by SOUTH --on 2024-07-01")
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    told = office.done("status harbour --as-of 2024-09-01 --format json").json
    assert (told["terms_version"], told["terminates"]) == (2, "2025-08-31")
    ran = office.done("notice harbour --by SOUTH --on 2024-06-30 --yes")
    assert "terminated on: 31 August 2025 → 30 December 2024" in ran.err
    found = office.done("diff harbour --terms 1 2 --format json").json
    assert [(t["before"], t["after"]) for t in found["turns"]] == [("6 months", "1 year")]
    assert found["turns"][0]["article"] == "7(2)"
    assert '"6 months" → "1 year"' in office.done("diff harbour --terms 1 2").out
    assert office.call("diff harbour --terms 1 3").code == 4


def test_a_rectification_reaches_the_version_that_repeats_the_error(office: Office) -> None:
    """Later terms that only add a clause have the corrected period, and recording it shows what changes."""
    rewritten(office, "new.yaml", "referred_to: heads", "referred_to: the boards")
    rewritten(office, "right.yaml", "period: 6 months", "period: 3 months")
    office.done("amend propose harbour --by NORTH --on 2024-03-01 --terms new.yaml")
    office.done("amend accept harbour --by SOUTH --on 2024-03-02")
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    office.done("rectify propose harbour --terms right.yaml --objections-by 2026-12-31 --reason 'a slip in Art. 7'")
    ran = office.done("rectify record harbour R1 --on 2027-01-01 --future --yes")
    assert "terminated on: 28 February 2025 → 30 November 2024" in ran.err
    found = office.done("diff harbour --terms 1 2 --format json").json
    assert [(t["what"], t["after"]) for t in found["turns"]] == [("disputes.referred_to", "the boards")]


def test_the_page_says_for_whom_other_terms_hold(office: Office) -> None:
    """Who opted out keeps the earlier version; where all did, the amendment took no effect."""
    text = HARBOUR.read_text(encoding="utf-8").replace("agreement: harbour", "agreement: tacit")
    text += '  amendment: {article: "10", by: tacit, then: 6 months}\n'
    (office.folder / "tacit.yaml").write_text(text, encoding="utf-8")
    (office.folder / "new.yaml").write_text(text.replace("period: 6 months", "period: 1 month"), encoding="utf-8")
    office.done("draft tacit.yaml --on 2024-01-10")
    office.done("sign tacit --by NORTH --on 2024-02-01")
    office.done("sign tacit --by SOUTH --on 2024-02-15")
    office.done("amend propose tacit --by NORTH --on 2024-03-31 --terms new.yaml")
    office.done("amend opt-out tacit M1 --by SOUTH --on 2024-04-01")
    page = office.done("status tacit --as-of 2024-10-01").out
    assert "Terms             version 2, since 30 September 2024\n" in page
    assert "version 1 for SOUTH, which opted out of amendment M1 (#8)\n" in page
    told = office.done("status tacit --as-of 2024-10-01 --format json").json
    assert told["terms_kept"] == [
        {"party": "SOUTH", "terms_version": 1, "since": "2024-09-30", "amendment": "M1", "seq": 8}
    ]
    assert office.done("status tacit --as-of 2024-09-29 --format json").json["terms_kept"] == []
    given = office.done("notice tacit --by SOUTH --on 2024-11-30 --dry-run").out
    assert "takes effect      30 May 2025 (Art. 7(2))" in given
    assert "30 November 2024 + 6 months: 30 May 2025" in given
    office.done("amend opt-out tacit M1 --by NORTH --on 2024-04-02")
    page = office.done("status tacit --as-of 2024-10-01").out
    assert (
        "Terms             amendment M1 took no effect: NORTH and SOUTH opted out, nobody else was left (#7)\n" in page
    )
    assert "amendment M1 takes effect" not in office.done("status tacit --as-of 2024-05-01").out


# Certificates


def test_a_certificate_can_be_checked_by_whoever_was_given_it(office: Office) -> None:
    """Its digest is that of the line that is written of it; the same command gives the same certificate."""
    given = office.done("certify harbour --as-of 2024-03-01 --to NORTH --format json").json
    line = office.done("certificates harbour --line K1").out
    assert given["fields"]["digest"] == sha256(line.encode()).hexdigest()
    assert (given["fields"]["certificate"], given["fields"]["form"]) == ("K1", json.loads(line)["schema"])
    again = office.done("certify harbour --as-of 2024-03-01 --to NORTH --format json").json
    assert again == given | {"repeated": True}


def test_the_line_of_a_certificate_is_the_same_whatever_came_later(office: Office) -> None:
    """Also where what it says is no longer so; and on a terminal that cannot show every letter."""
    office.done("certify harbour --as-of 2024-03-01")
    line = office.done("certificates harbour --line K1").out
    office.done('correct harbour 3 --set on=2024-02-20 --reason "misread" --yes')
    (found,) = office.done("certificates harbour --format json").json
    assert (found["superseded_by"], found["reproduced"]) == (5, True)
    assert office.done("certificates harbour --line K1").out == line
    assert line.isascii()
    validator = Draft202012Validator(schema("certified"), format_checker=Draft202012Validator.FORMAT_CHECKER)
    validator.validate(json.loads(line))
    assert office.call("certificates harbour --line K2").code == 4
    assert office.call("certificates --all --line K1").code == 2


def test_certificates_tell_which_act_made_them_untrue(office: Office) -> None:
    """And when; those still true are not among the superseded."""
    office.done("certify harbour --as-of 2024-03-01")
    office.done("certify harbour --as-of 2024-09-01 --to NORTH")
    office.done("notice harbour --by SOUTH --on 2024-06-30 --yes")
    every = office.done("certificates harbour --format json").json
    assert [(one["certificate"], one["superseded_by"]) for one in every] == [("K1", None), ("K2", 6)]
    (only,) = office.done("certificates --all --superseded --format json").json
    assert (only["state"], only["superseded_act"]) == ("in_force", "notice given")
    assert ("state", "in_force", "notice_given") in [
        (one["what"], one["before"], one["after"]) for one in only["differs"]
    ]
    assert "2     no, since #6 (notice given): notice given" in office.done("certificates harbour").out
    assert office.call("certificates").code == 2
    assert office.call("certificates harbor").code == 4


# What if


def test_what_if_leaves_nothing_behind(office: Office) -> None:
    """Several acts in the words of their commands, one building on the other; the file stays byte for byte."""
    before, files = office.contents(), sorted(office.folder.iterdir())
    acts = ["notice --by NORTH --on 2024-08-31 --yes", "depositary withdraw-notice --by NORTH --on 2024-09-30"]
    ran = office.done("what-if", "harbour", *acts)
    assert "If recorded: NORTH gave notice N1" in ran.out
    assert "If recorded: NORTH withdrew its notice N1" in ran.out
    assert ran.out.endswith("Nothing was recorded: a what-if.\n")
    told = office.done("what-if", "harbour", "notice harbour --by NORTH --on 2024-08-31 --yes", "--format", "json").json
    assert told["schema"] == "depositary/impact/1"
    assert [(act["act"], act["state_after"]) for act in told["acts"]] == [("notice_given", "notice_given")]
    assert [c["after"] for c in told["impact"]["changes"] if not c["subject"]] == ["notice_given", "terminated"]
    assert (office.contents(), sorted(office.folder.iterdir())) == (before, files)


def test_what_if_tries_the_keeper_s_acts_and_losses_too(office: Office) -> None:
    """What would lose its effect is named, without a need to accept it."""
    office.done("activity begin harbour A1 --on 2024-09-01")
    acts = ["end --by NORTH --on 2024-05-01 --yes", "end --by SOUTH --on 2024-05-01 --yes"]
    told = office.done("what-if", "harbour", *acts, "--format", "json").json
    assert [lost["seq"] for lost in told["impact"]["losing"]] == [4]
    assert "#4 loses effect" in office.done("what-if", "harbour", *acts).out
    told = office.done("what-if", "harbour", "correct 3 --set on=2024-02-10 --reason x --yes", "--format", "json").json
    assert told["impact"]["changes"][0]["start"] == "2024-02-10"


@pytest.mark.parametrize(
    ("act", "code", "says"),
    [
        ("notise --by NORTH --on 2024-08-31", 2, "Did you mean notice?"),
        ("dispute lose --by NORTH", 2, "'dispute lose' is no act"),
        ("notice --by NORTH --yes", 2, "'--on'"),
        ("notice --by NORTH --on 31/08/2024 --yes", 2, "2024-08-31"),
        ("notice --by 'NORTH --yes", 2, "quotes"),
        ("record acts.jsonl", 2, "is not about one agreement"),
        ("status", 2, "is no act"),
        ("", 2, "is no act"),
        ("sign --by NORTH --on 2024-03-01", 5, "NORTH has already signed"),
    ],
)
def test_what_cannot_be_tried_is_said(office: Office, act: str, code: int, says: str) -> None:
    """With the words that were meant."""
    before = office.contents()
    ran = office.call("what-if", "harbour", act)
    assert (ran.code, says in ran.err) == (code, True), ran.err
    assert office.contents() == before
    assert office.call("what-if", "harbor", "notice --by NORTH --on 2024-08-31 --yes").code == 4


# Differences


def test_a_belief_is_traced_to_the_acts_that_changed_it(office: Office) -> None:
    """Between two places in the log: each act with what it changed."""
    office.done("activity begin harbour A1 --on 2024-03-01")
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    office.done("strike harbour 5 --reason 'wrong file' --yes")
    found: dict[str, Any] = office.done("diff harbour --as-of 2025-03-01 --known-at #4 #6 --format json").json
    assert found["turns"] == []
    assert [(step["seq"], step["act"]) for step in found["steps"]] == [(5, "notice_given"), (6, "struck")]
    assert [t["after"] for t in found["steps"][0]["turns"] if t["what"] == "state"] == ["winding_down"]
    said = office.done("diff harbour --as-of 2025-03-01 --known-at #5 #6").out
    assert "known at #5                    WINDING DOWN" in said
    assert "state: winding down → in force" in said
    assert "1 act changed the answer:" in said
    assert "#6  #5 of harbour was struck on" in said


def test_what_happened_between_two_days(office: Office) -> None:
    """Acts and states, those that the clock brought included."""
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    found = office.done("diff harbour --as-of 2024-08-01 2025-03-01 --format json").json
    assert (found["before"]["state"], found["after"]["state"]) == ("in_force", "terminated")
    own = [(step["on"], step["act"], step["state"]) for step in found["steps"] if not step["subject"]]
    assert own == [
        ("2024-08-31", "notice_given", None),
        ("2024-08-31", "", "notice_given"),
        ("2025-02-28", "", "terminated"),
    ]
    assert "28 Feb 2025" in office.done("diff harbour --as-of 2024-08-01 2025-03-01").out


@pytest.mark.parametrize(
    "asked",
    ["", "--as-of 2024-08-01", "--as-of 2024-08-01 2024-09-01 --known-at #1 #2", "--terms 1 1 --as-of 2024-08-01"],
)
def test_a_difference_has_two_sides(office: Office, asked: str) -> None:
    """Of one axis; else it is a mistake."""
    ran = office.call(f"diff harbour {asked}")
    assert ran.code == 2
    assert "--known-at K1 K2" in ran.err


# Rulings and rules


def test_a_change_of_rules_is_reported_and_not_hidden(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule is changed without a new version, then with one: exit 3, the version of the stored ruling named."""
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    monkeypatch.setattr("lifecycle.consequences.notice_effect.day_before", lambda day: day_before(day_before(day)))
    ran = office.call("audit replay --format json")
    assert ran.code == 3
    ruled = [one for one in ran.json["differences"] if one["check"] != "read model"]
    assert [(one["check"], one["seq"], one["rules"]) for one in ruled] == [("rulings", 4, RULES)]
    monkeypatch.setattr("lifecycle.fold.ruling.RULES", "2999.1")
    monkeypatch.setattr("aggregates.proof.rulings.RULES", "2999.1")
    ran = office.call("audit replay --agreement harbour --until #4")
    assert ran.code == 3
    assert f"! rules changed  #4 harbour: ruled by {RULES}, today 2999.1: last day to withdraw N1" in ran.out
    assert "stored 27 February 2025, replayed 26 February 2025" in ran.out
