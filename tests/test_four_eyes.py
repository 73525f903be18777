"""Four eyes: what ends or corrects waits for a second officer, has no effect before, and its full effect after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from commandline import Ran, run
from given import act, terms
from hypothesis import given
from hypothesis import strategies as st
from office import Office
from stores import Place, Schema
from strategies import Story, stories

from aggregates.agreement import Proposal
from aggregates.postgresql_schema import role
from aggregates.register import Register
from lifecycle.acts import act_from
from lifecycle.acts.approval import WEIGHTY, Approved, submission
from lifecycle.acts.base import Act, Entry
from lifecycle.acts.keeping import KeepersAct
from lifecycle.errors import InvalidInput
from lifecycle.timeline import Timeline, fold


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
        place.admin.execute(f"CREATE ROLE {user} LOGIN; GRANT {role(place.name, 'writer')} TO {user}")
    yield {officer: place.url.replace("postgres@", f"{user}@") for officer, user in users.items()}
    for user in users.values():
        place.admin.execute(f"DROP OWNED BY {user}; DROP ROLE {user}")


def as_(officer: str, line: str) -> Ran:
    url = URLS.get(officer.lower())
    return run(f"{line} --actor {officer}" + (f" --db '{url}'" if url else ""))


# The fold


def entries(*acts: Act) -> list[Entry]:
    return [Entry(seq, one) for seq, one in enumerate(acts, 1)]


def answers(line: Timeline) -> tuple[object, ...]:
    """What a timeline answers, but for the numbers of the acts that it rests on."""
    periods = [(period.start, period.end, period.state) for period in line.agreement]
    parties = {name: [(p.start, p.end, p.state) for p in tiles] for name, tiles in line.parties.items()}
    return periods, parties, line.entered_into_force, line.terminated_on, line.closed_on


@given(stories(), st.data())
def test_approved_acts_count_as_if_recorded_at_once(story: Story, data: st.DataObject) -> None:
    """Whatever the acts: submitted and approved they make the same timeline as recorded in the submission's place."""
    chosen = {at for at in range(1, len(story.acts)) if data.draw(st.booleans())}
    direct, submitted, approvals = [], [], []
    for at, one in enumerate(story.acts):
        seq = 100 * (at + 1)
        direct.append(Entry(seq, one))
        submitted.append(Entry(seq, submission(one) if at in chosen else one))
        if at in chosen:
            approvals.append(Entry(seq + data.draw(st.integers(1, 99)), Approved(on=one.on, target=seq)))
    there, here = fold(direct), fold(sorted([*submitted, *approvals], key=lambda entry: entry.seq))
    assert (here.agreement, here.parties, here.dues, here.irregular) == (
        there.agreement,
        there.parties,
        there.dues,
        there.irregular,
    )
    assert here.standing == there.standing


@given(stories(), st.data())
def test_what_waits_has_no_effect(story: Story, data: st.DataObject) -> None:
    """Submissions without approval fold as if they were not there."""
    chosen = {at for at in range(1, len(story.acts)) if data.draw(st.booleans())}
    waiting = [Entry(seq, submission(one) if seq - 1 in chosen else one) for seq, one in enumerate(story.acts, 1)]
    without = [entry for entry in waiting if entry.seq - 1 not in chosen]
    assert answers(fold(waiting)) == answers(fold(without))


STORY = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")


def line(*later: Act) -> Timeline:
    return fold(entries(*(act(one, terms("wco-caricc")) for one in STORY), *later))


NOTICE = act("2010-11-30 notice_given by=CARICC notice=N1")
STRIKE = act("2010-12-01 struck target=4 reason=error")
APPROVAL = act("2010-12-02 approved target=4")


@pytest.mark.parametrize(
    ("later", "ends", "objections"),
    [
        ((NOTICE,), True, {}),
        ((submission(NOTICE),), False, {}),
        ((submission(NOTICE), APPROVAL), True, {}),
        ((submission(NOTICE), STRIKE), False, {}),
        ((submission(NOTICE), STRIKE, APPROVAL), False, {6: "#4 waits for no approval."}),
        ((submission(NOTICE), APPROVAL, STRIKE), False, {}),
        ((submission(NOTICE), APPROVAL, APPROVAL), True, {6: "#4 waits for no approval."}),
        ((NOTICE, APPROVAL), True, {5: "#4 waits for no approval."}),
        ((APPROVAL, submission(NOTICE)), False, {4: "#4 waits for no approval."}),
        ((act("2010-12-02 approved target=99"),), False, {4: "#99 waits for no approval."}),
        (
            (submission(NOTICE), APPROVAL, act("2010-12-03 struck target=5 reason=x")),
            True,
            {6: "#5 is an approval: strike what it approved, or correct it."},
        ),
        ((submission(NOTICE), submission(STRIKE), APPROVAL), True, {}),
        ((submission(NOTICE), APPROVAL, submission(STRIKE), act("2010-12-04 approved target=6")), False, {}),
    ],
)
def test_the_log_decides_what_was_approved(later: tuple[Act, ...], ends: bool, objections: dict[int, str]) -> None:
    """In the order of recording: withdrawn is withdrawn, approved twice is approved once, and the fold never fails."""
    found = line(*later)
    assert (found.terminated_on is not None) == ends
    assert {seq: one.says for seq, one in found.irregular.items()} == objections


@pytest.mark.parametrize("submits", [{}, {"act": "nothing"}, {"act": "notice_given"}, {"act": "notice_given", "on": 7}])
def test_a_submission_of_nothing_is_an_objection(submits: dict[str, object]) -> None:
    """What is on record folds, whatever it is."""
    found = line(act_from({"act": "submitted", "on": "2010-12-01", "submits": submits}), APPROVAL)
    assert "submits no act" in found.irregular[5].says


def test_every_weighty_act_is_one() -> None:
    """A name that no act has would let it pass."""
    from lifecycle.acts import BY_TAG

    assert set(BY_TAG) >= WEIGHTY
    assert not any(issubclass(BY_TAG[tag], KeepersAct) and tag == "certified" for tag in WEIGHTY)


def test_corrections_and_strikes_can_be_submitted() -> None:
    """What they touch is touched from their approval on."""
    correction = {"act": "corrected", "on": "2011-01-02", "target": 4, "set": {"on": "2010-12-30"}, "reason": "x"}
    first = line(NOTICE, submission(act_from(correction)))
    second = line(NOTICE, submission(act_from(correction)), act("2011-01-03 approved target=5"))
    assert first.terminated_on != second.terminated_on
    assert second.concerned[4] == (5,)
    assert second.concerned[5] == (6,)
    undone = line(
        NOTICE,
        submission(act_from({"act": "struck", "on": "2011-01-02", "target": 4, "reason": "x"})),
        act("2011-01-03 approved target=5"),
    )
    assert undone.terminated_on is None
    assert list(undone.struck_by(4)) == [5]


# At the command line


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
    assert as_("ada", "strike harbour 4 --reason 'no longer needed'").code == 0
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
    office.done("record -", stdin=lines)
    assert office.state("harbour", "2025-03-01") == "in_force"
    assert office.done("history harbour --format json").json[-1]["act"] == "submitted"


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
