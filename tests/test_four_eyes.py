"""Four eyes in a register: what ends or corrects waits, and who may approve it; the fold is tested apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path

import pytest
from commandline import Ran, run
from given import act
from office import Office
from stores import Place, Schema

from aggregates.record.decision import Proposal
from aggregates.record.register import Register
from lifecycle.errors import InvalidInput


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Harbour in force, as #1 to #3, in a register with four eyes; on a server, ada and ben are users of it."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init --four-eyes")
    with users_of(place) as urls:
        monkeypatch.setattr(f"{__name__}.URLS", urls)
        yield office.into_force()


URLS: Mapping[str, str] = {}
"""By officer, how they reach the register where it knows its users."""


@contextmanager
def users_of(place: Place) -> Iterator[Mapping[str, str]]:
    """Let two officers be users of a server, each of whom may write; a file has none."""
    if not isinstance(place, Schema):
        yield {}
        return
    users = {officer: f"{place.name}_{officer}" for officer in ("ada", "ben")}
    for user in users.values():
        place.admin.execute(f"CREATE ROLE {user} LOGIN; GRANT {place.role('writer')} TO {user}")
    yield {officer: place.url.replace("postgres@", f"{user}@") for officer, user in users.items()}
    for user in users.values():
        place.admin.execute(f"DROP OWNED BY {user}; DROP ROLE {user}")


def as_(officer: str, line: str) -> Ran:
    url = URLS.get(officer.lower())
    return run(f"{line} --actor {officer}" + (f" --db '{url}'" if url else ""))


def test_a_notice_waits_until_another_approves(office: Office) -> None:
    """Before the approval nothing has changed; after it the notice counts from its own day, and not at its #4."""
    ran = as_("ada", "notice harbour --by NORTH --on 2024-08-31 --yes")
    assert ran.code == 0
    assert "submitted for approval" in ran.out
    assert "approve harbour 4" in ran.out
    assert office.state("harbour", "2025-03-01") == "in_force"
    assert as_("ben", "approve harbour 4 --on 2024-09-03").code == 0
    assert office.state("harbour", "2024-08-31") == "notice_given"
    assert office.state("harbour", "2025-02-28") == "terminated"
    early = office.done("status harbour --as-of 2025-02-28 --known-at '#4' --format json").json
    assert early["state"] == "in_force"
    told = office.done("history harbour --format json").json
    assert [(one["act"], one["actor"]) for one in told[3:]] == [("submitted", "ada"), ("approved", "ben")]
    assert told[3]["concerned_by"] == [5]
    office.done("audit replay")
    office.done("audit verify")
    office.done("rebuild --dry-run")


@pytest.mark.parametrize("officer", ["ada", "ADA"])
def test_nobody_approves_their_own(office: Office, officer: str) -> None:
    """Refused with the rule and the submission, and nothing is recorded."""
    as_("ada", "notice harbour --by NORTH --on 2024-08-31 --yes")
    ran = as_(officer, "approve harbour 4 --on 2024-09-03")
    assert ran.code == 5
    assert re.search(r"#4 was submitted by (\w+_)?ada: another officer approves it", ran.err)
    assert "R62" in ran.err
    assert "conflicts with #4" in ran.err
    assert "Next: depositary waiting" in ran.err
    assert office.head() == 4


def test_what_the_law_refuses_does_not_wait(office: Office) -> None:
    """A second signature is no weighty act, a second consent to the end is refused at once."""
    assert as_("ada", "notice harbour --by WEST --on 2024-08-31 --yes").code == 5
    assert as_("ada", "notice harbour --by NORTH --on 2024-02-01 --yes").code == 5
    assert office.head() == 3


def test_an_approval_meets_what_came_in_between(office: Office) -> None:
    """The act is judged again: meanwhile the agreement has ended by consent."""
    as_("ada", "notice harbour --by NORTH --on 2024-08-31 --yes")
    for seq, party in ((5, "NORTH"), (7, "SOUTH")):
        assert as_("ada", f"end harbour --by {party} --on 2024-06-01 --yes").code == 0
        assert as_("ben", f"approve harbour {seq} --on 2024-06-02 --yes").code == 0
    assert office.state("harbour", "2024-07-01") == "terminated"
    ran = as_("ben", "approve harbour 4 --on 2024-09-03")
    assert ran.code == 5
    assert "#4" in ran.err
    assert as_("ada", "strike harbour 4 --reason 'no longer needed' --yes").code == 0
    assert office.head() == 9


def test_one_officer_withdraws_what_waits_and_two_strike_what_counts(office: Office) -> None:
    """The strike of a submission is recorded at once, that of a signature is submitted."""
    as_("ada", "notice harbour --by NORTH --on 2024-08-31 --yes")
    assert "struck" in as_("ada", "strike harbour 4 --reason late --yes").out
    assert as_("ben", "approve harbour 4 --on 2024-09-03").code == 5
    assert "submitted" in as_("ada", "strike harbour 3 --reason 'wrong file' --yes").out
    assert office.state("harbour", "2024-09-01") == "in_force"
    assert as_("ben", "approve harbour 6 --on 2024-09-03 --yes").code == 0
    assert office.state("harbour", "2024-09-01") == "signed"


def test_ids_of_what_waits_are_taken(office: Office) -> None:
    """Two notices that wait have two numbers."""
    as_("ada", "notice harbour --by NORTH --on 2024-08-31 --yes")
    as_("ada", "notice harbour --by SOUTH --on 2024-08-30 --yes")
    told = office.done("history harbour --format json").json
    assert [one["fields"]["submits"]["notice"] for one in told[3:]] == ["N1", "N2"]


def test_what_waits_is_listed(office: Office) -> None:
    """Over all agreements, in the order of recording, and no longer once approved or withdrawn."""
    assert "0 acts waiting" in office.done("waiting").out
    as_("ada", "notice harbour --by NORTH --on 2024-08-31 --yes")
    as_("ada", "strike harbour 3 --reason 'wrong file' --yes")
    told = office.done("waiting --format json").json
    assert [(one["seq"], one["act"], one["by"], one["actor"]) for one in told] == [
        (4, "notice_given", "NORTH", "ada"),
        (5, "struck", None, "ada"),
    ]
    assert (told[0]["on"], told[1]["fields"]["target"]) == ("2024-08-31", 3)
    page = office.done("waiting").out
    assert "notice given" in page
    assert "2 acts waiting" in page
    as_("ben", "approve harbour 4 --on 2024-09-03")
    as_("ada", "strike harbour 5 --reason 'right after all' --yes")
    assert office.done("waiting --format json").json == []


def test_an_act_known_to_be_irregular_is_approved_as_such(office: Office) -> None:
    """The reason that was given at the submission holds at the approval."""
    assert as_("ada", "notice harbour --by NORTH --on 2024-02-01 --irregular 'came too early' --yes").code == 0
    assert as_("ben", "approve harbour 4 --on 2024-02-02").code == 0
    told = office.done("history harbour --format json").json
    assert told[3]["irregular"] == "came too early"
    assert told[3]["objection"]["rule"] != "R62"


def test_who_acts_has_to_be_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file, which knows no users: neither a submission nor an approval by nobody."""
    office = Office(tmp_path, monkeypatch)
    office.done("init --four-eyes")
    office.into_force()
    as_("ada", "notice harbour --by NORTH --on 2024-08-31 --yes")
    notice = act("2024-09-01 notice_given by=SOUTH")
    with closing(Register.open(office.url)) as register:
        for one in (notice, act("2024-09-02 approved target=4")):
            with pytest.raises(InvalidInput, match="it has to be known who acts"):
                register.record([Proposal(agreement="harbour", act=one)])
    assert office.head() == 4


def test_the_setting_is_the_registers(office: Office) -> None:
    """Off, one officer is enough; on again, what is on record stays as it is."""
    assert "on" in office.done("db four-eyes").out
    office.done("db four-eyes off")
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    assert office.state("harbour", "2025-02-28") == "terminated"
    assert office.done("db four-eyes on --format json").json["four_eyes"] is True
    assert office.state("harbour", "2025-02-28") == "terminated"


def test_many_acts_at_once_are_submitted_as_well(office: Office) -> None:
    """`record` is no way round."""
    lines = '{"agreement":"harbour","act":"notice_given","by":"NORTH","on":"2024-08-31"}\n'
    office.done("record - --yes", stdin=lines)
    assert office.state("harbour", "2025-03-01") == "in_force"
    assert office.done("history harbour --format json").json[-1]["act"] == "submitted"


def test_what_was_withdrawn_is_submitted_again_on_purpose(office: Office) -> None:
    """The same command records nothing twice; the next step that it names is one that can be taken."""
    notice = "notice harbour --by NORTH --on 2024-08-31 --yes"
    as_("ada", notice)
    assert "Next: depositary approve harbour 4" in as_("ada", notice).out
    as_("ada", "strike harbour 4 --reason late --yes")
    told = as_("ada", notice).out
    assert "Already recorded" in told
    assert "#5 has struck it since" in told
    assert "Next: the same command with --again" in told
    assert "approve" not in told
    assert office.head() == 5
    assert "Next: depositary approve harbour 6" in as_("ada", f"{notice} --again").out
    assert as_("ben", "approve harbour 6 --on 2024-09-03").code == 0


def test_what_was_approved_is_not_to_be_approved_again(office: Office) -> None:
    """The same command, given once more, leads to what became of it."""
    notice = "notice harbour --by NORTH --on 2024-08-31 --yes"
    as_("ada", notice)
    as_("ben", "approve harbour 4 --on 2024-09-03")
    told = as_("ada", notice).out
    assert "Already recorded" in told
    assert "Next: depositary history harbour" in told
    assert "approve" not in told


SUBMISSION = '{"agreement":"harbour","act":"notice_given","by":"SOUTH","on":"2024-08-01"}\n'
APPROVAL = '{"agreement":"harbour","act":"approved","target":4,"on":"2024-08-01"}\n'


@pytest.mark.parametrize("options", ["", "--on-error skip"])
def test_one_call_does_not_approve_what_it_submits(office: Office, options: str) -> None:
    """What was decided a line before counts as what lies in the log."""
    ran = run(f"record - {options} --yes --actor ada", stdin=SUBMISSION + APPROVAL)
    assert ran.code == (8 if options else 5)
    assert re.search(r"stdin:2: Refused: #4 was submitted by \w+: another officer approves it", ran.err)
    assert "R62" in ran.err
    assert office.head() == (4 if options else 3)
    assert office.state("harbour", "2025-03-01") == "in_force"


def test_an_approval_of_what_lies_in_the_log_may_stand_among_others(office: Office) -> None:
    """A line before it, the same call has put something else on record."""
    as_("ada", "notice harbour --by SOUTH --on 2024-08-01 --yes")
    other = '{"agreement":"harbour","act":"activity_begun","activity":"A1","on":"2024-08-01"}\n'
    url = URLS.get("ben")
    ran = run("record - --actor ben --yes" + (f" --db '{url}'" if url else ""), stdin=other + APPROVAL)
    assert ran.code == 0, ran.err
    assert office.state("harbour", "2025-02-01") == "winding_down"


def test_what_waits_for_no_approval_is_refused_to_everybody_alike(office: Office) -> None:
    """Whose entry it is plays no part: it is no submission."""
    as_("ada", "activity begin harbour A1 --on 2024-03-01")
    ran = as_("ada", "approve harbour 4 --on 2024-03-02")
    assert ran.code == 5
    assert "#4 waits for no approval" in ran.err
    assert office.head() == 4


CORRECTION: dict[str, object] = {"act": "corrected", "on": "2024-03-01", "target": "2", "reason": "r"}
SUBMITS: Sequence[dict[str, object]] = (
    {},
    {"act": ["x"], "on": 5},
    CORRECTION | {"set": "x"},
    CORRECTION | {"set": ["signatory"]},
    {"act": "signed", "on": "2024-03-05", "by": "SOUTH", "signatory": "Secret Person"},
    {"act": "notice_given", "on": "2024-03-05", "by": "NORTH"},
    {"act": "notice_withdrawn", "on": "2024-03-05", "by": "EAST"},
    {"act": "submitted", "on": "2024-03-05", "submits": {}},
    {"act": "drafted", "on": "2024-03-05", "terms": {}},
)


@pytest.mark.parametrize("setting", ["on", "off"])
def test_nobody_types_a_submission(office: Office, setting: str) -> None:
    """Nothing waits but what the register has decided, whatever is given as submitted, as irregular too."""
    office.done(f"db four-eyes {setting}")
    kept = office.contents()
    for submits, further in product(SUBMITS, ({}, {"irregular": "all the same"})):
        line = {"agreement": "harbour", "act": "submitted", "on": "2024-03-01", "submits": submits, **further}
        ran = office.call("record -", stdin=json.dumps(line))
        assert ran.code == 5
        assert "stdin:1: Refused: A submission is made by the register: give the act itself" in ran.err
        assert "R62" in ran.err
        assert "Next: depositary waiting" in ran.err
        assert "Nothing was recorded." in ran.err
        assert office.contents() == kept


# On a database that knows its users


def test_on_a_server_the_user_counts_and_not_the_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another name typed by the same user approves nothing; another user does, whatever the name."""
    place = Schema(tmp_path)
    office = Office(tmp_path, monkeypatch, place)
    office.done("init --four-eyes")
    with users_of(place) as urls:
        office.into_force()
        ada, ben = urls["ada"], urls["ben"]
        office.done(f"notice harbour --by NORTH --on 2024-08-31 --yes --actor clerk --db '{ada}'")
        ran = office.call(f"approve harbour 4 --on 2024-09-03 --actor another --db '{ada}'")
        assert ran.code == 5
        assert "#4 was submitted by" in ran.err
        office.done(f"approve harbour 4 --on 2024-09-03 --actor clerk --db '{ben}'")
        told = office.done("history harbour --format json").json
        assert [one["login"] for one in told[3:]] == [f"{place.name}_ada", f"{place.name}_ben"]
        assert office.state("harbour", "2025-02-28") == "terminated"
        assert office.call(f"db four-eyes off --db '{ben}'").code == 7
    place.remove()
