"""Properties of co-operation: restrictions, balances, heads and calendars, whatever is recorded, in whatever order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from given import terms
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace
from read_models import Kept

from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent.signature import Signed
from lifecycle.acts.kinds import act_from
from lifecycle.acts.notices.notice import NoticeGiven
from lifecycle.answers import cooperation
from lifecycle.course.machine import State
from lifecycle.fold.timeline import Entry, Timeline, fold
from projections.answers.calendar import events
from projections.answers.deadlines import due

START = date(2010, 5, 1)
PARTIES = ("ICMPD", "WCO")
TERMS = terms("icmpd-wco-cooperation")

Plain = dict[str, Any]

INFORMATION: list[Plain] = [
    {"act": "information_supplied", "item": "I1", "restrictions": ["no third parties"]},
    {"act": "information_used", "item": "I1", "purpose": "briefing"},
    {"act": "restriction_notified", "item": "I1", "text": "internal", "restriction": "L1"},
    {"act": "restriction_notified", "item": "I1", "text": "secret", "restriction": "L2"},
    {"act": "legal_restriction_declared", "text": "privacy", "restriction": "L3"},
    {"act": "restriction_lifted", "restriction": "L1"},
    {"act": "restriction_lifted", "restriction": "I1.1"},
    {"act": "restriction_lifted", "restriction": "L3"},
]
PROJECTS: list[Plain] = [
    {
        "act": "arrangement_made",
        "activity": "A1",
        "title": "x",
        "costs": [{"party": "WCO", "amount": "3.10 EUR", "to": "ICMPD"}, {"party": "ICMPD", "amount": "2 USD"}],
    },
    {"act": "arrangement_made", "activity": "A2", "title": "y", "costs": [{"party": "WCO", "amount": "1.05 EUR"}]},
    {"act": "resources_combined", "activity": "A1", "resources": "staff"},
    {"act": "project_evaluated", "activity": "A1", "evaluation": "good"},
    {"act": "account_opened", "account": "C1", "owed_by": "WCO", "owed_to": "ICMPD", "amount": "0.05 EUR"},
    {"act": "account_settled", "account": "A1-C1", "amount": "1.55 EUR"},
    {"act": "account_settled", "account": "A1-C1"},
    {"act": "account_settled", "account": "C1"},
    {"act": "activity_completed", "activity": "A2"},
]
OTHERS: list[Plain] = [
    {"act": "consultation_requested", "consultation": "Q1", "every": "1 month"},
    {"act": "consultation_requested", "consultation": "Q2", "wanted_by": START + timedelta(days=9)},
    {"act": "consultation_arranged", "consultation": "Q2", "for_day": START + timedelta(days=12)},
    {"act": "consultation_held", "consultation": "Q1"},
    {"act": "consultation_held", "consultation": "Q2"},
    {"act": "assistance_requested", "request": "T1", "subject": "x", "wanted_by": START + timedelta(days=20)},
    {"act": "assistance_answered", "request": "T1"},
    {"act": "contact_designated", "contact": "Ada"},
    {"act": "meeting_convened", "meeting": "G1", "title": "x"},
    {"act": "notice_given", "notice": "N1"},
]


@cache
def days() -> st.SearchStrategy[date]:
    return st.sampled_from([START + timedelta(days=n) for n in range(8)])


@st.composite
def acts(draw: st.DrawFn, kinds: list[Plain]) -> Act:
    return act_from({"by": draw(st.sampled_from(PARTIES)), **draw(st.sampled_from(kinds)), "on": draw(days())})


def recorded(further: list[Act]) -> list[Entry]:
    """An agreement in force from the first day, and what is recorded after that."""
    first = [Drafted(on=START, terms=TERMS), *(Signed(on=START, by=name) for name in PARTIES)]
    return [Entry(seq, act) for seq, act in enumerate((*first, *further), 1)]


def known(entries: list[Entry]) -> Iterator[Timeline]:
    """The timeline as known at each recording."""
    return (fold(entries[:seq]) for seq in range(3, len(entries) + 1))


WINDOW = [START + timedelta(days=n) for n in range(10)]


@given(st.lists(acts(INFORMATION), max_size=9))
def test_restrictions_never_shrink_but_by_an_act(further: list[Act]) -> None:
    """A later recording takes none away, unless it lifts one, or takes the effect of an act on record."""
    entries = recorded(further)
    lines = list(known(entries))
    for before, after, entry in zip(lines, lines[1:], entries[3:], strict=False):
        took_effect_of_another = set(after.irregular) - set(before.irregular) - {entry.seq}
        if entry.act.tag == "restriction_lifted" or took_effect_of_another:
            continue
        for day in WINDOW:
            assert binding(before, day) <= binding(after, day)


def binding(line: Timeline, day: date) -> set[str]:
    found = cooperation.restrictions(line, "I1", day)
    return {one.says for one in found.binding} if found else set()


def _payments_last(entry: Entry) -> tuple[date, bool, bool]:
    """On one day what opens comes before what settles, and a part before all that is left."""
    settles = entry.act.tag == "account_settled"
    return entry.act.on, settles, settles and getattr(entry.act, "amount", None) is None


@given(st.lists(acts(PROJECTS), max_size=9))
def test_balances_are_the_sum_of_the_accounts(further: list[Act]) -> None:
    """On every day, counted anew from the acts that have effect."""
    line = fold(recorded(further))
    for day in WINDOW:
        owed: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        accounts: dict[str, tuple[tuple[str, str, str], Decimal]] = {}
        here = line.until(day)
        ordered = sorted(here.standing[3:], key=_payments_last)
        for entry in ordered:
            act: Any = entry.act
            if entry.seq in here.irregular or act.on > day:
                continue
            if act.tag == "arrangement_made":
                for at, cost in enumerate(act.costs, 1):
                    key = (cost.party, cost.to or "", cost.amount.currency)
                    accounts[f"{act.activity}-C{at}"] = (key, cost.amount.amount)
            elif act.tag == "account_opened":
                accounts[act.account] = ((act.owed_by, act.owed_to, act.amount.currency), act.amount.amount)
            elif act.tag == "account_settled":
                key, left = accounts[act.account]
                accounts[act.account] = (key, left - act.amount.amount if act.amount else Decimal(0))
        for key, left in accounts.values():
            owed[key] += left
        found = {(b.owed_by, b.owed_to, b.currency): b.amount for b in cooperation.balances(line, day)}
        assert found == {key: amount for key, amount in owed.items() if amount}


@given(st.lists(acts(PROJECTS), max_size=7), days())
def test_what_cooperation_leaves_open_keeps_a_surviving_agreement_winding_down(further: list[Act], on: date) -> None:
    """An activity or account that an act of co-operation opened, and none closed."""
    line = fold(recorded([*further, NoticeGiven(on=on, by="WCO", notice="N1")]))
    assume(line.terminated_on is not None)
    assert line.terminated_on is not None
    left = [head for head in line.heads if head.closed is None]
    after = line.terminated_on + timedelta(days=3650)
    assert line.state_on(after) is (State.WINDING_DOWN if left else State.TERMINATED)


@given(
    st.lists(acts([*OTHERS, *PROJECTS]), max_size=8), st.sampled_from([*WINDOW, date(2010, 11, 3), date(2011, 6, 1)])
)
def test_the_calendar_has_the_dates_of_the_table(further: list[Act], day: date) -> None:
    """As known at each recording; ids stay, and their numbers never fall."""
    kept = Kept()
    for entry in recorded(further):
        kept.record((TERMS.agreement, entry.act))
    numbers: dict[str, int] = {}
    for seq in range(3, kept.head + 1):
        told = events(kept.asked(seq), day)
        listed = [(one.on, one.what) for one in due(kept.asked(seq), day)]
        live = [(one.deadline.on, one.deadline.what) for one in told if not one.cancelled]
        assert Counter(live) == Counter(listed)
        assert len({one.uid for one in told}) == len(told)
        for one in told:
            assert one.sequence >= numbers.get(one.uid, 0)
            numbers[one.uid] = one.sequence


@given(st.lists(acts([*INFORMATION, *PROJECTS, *OTHERS]), max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_no_record(further: list[Act], chance: Any) -> None:
    """Ids of records rest on the acts and the legal order alone."""
    shuffled = list(further)
    chance.shuffle(shuffled)
    one, other = (fold(recorded(acts)) for acts in (further, shuffled))

    def plain(line: Timeline) -> list[Any]:
        return [replace(record, seq=0, closed_by=None) for record in line.records]

    assert plain(one) == plain(other)
    assert cooperation.balances(one, START) == cooperation.balances(other, START)
