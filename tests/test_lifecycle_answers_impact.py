"""An officer keeps one agreement, act by act, and whatever is recorded the record holds together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import naive
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from strategies import STARTS, WINDOW, acts, all_terms, among, days

from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.kinds import act_from
from lifecycle.course.machine import LIVE, State
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.terms.text import Terms

DAY = timedelta(days=1)


class Officer(RuleBasedStateMachine):
    """Records what is admissible, is refused the rest, and now and then records an irregular act all the same."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.answers: list[tuple[int, Timeline]] = []
        self.refused: Act | None = None

    @initialize(terms=all_terms(survival=[(), ("activities", "accounts")]), start=among(STARTS))
    def opens_the_file(self, terms: Terms, start: date) -> None:
        self.terms, self.start = terms, start
        self.records(Drafted(on=start, terms=terms))

    def records(self, act: Act, irregular: str | None = None) -> None:
        self.entries.append(Entry(len(self.entries) + 1, act, irregular))
        self.line = fold(self.entries)
        self.answers.append((len(self.entries), self.line))

    def tries(self, act: Act) -> Timeline:
        return fold([*self.entries, Entry(len(self.entries) + 1, act)])

    def at_hand(self, on: date) -> Iterator[Act]:
        """What might be done on a day: each kind of act, for each party and each thing that is open."""

        def one(tag: str, **fields: Any) -> Act:
            return act_from({"act": tag, "on": on, **fields})

        for name in self.terms.parties:
            yield one("signed", by=name)
            yield one("consented", by=name, manner="acceptance")
            yield one("notice_given", by=name, notice=f"N{len(self.entries)}")
            yield one("suspended", by=name, suspension=f"S{len(self.entries)}", ground="breach")
            yield one("end_agreed", by=name)
            for known in self.line.notices:
                yield one("notice_withdrawn", by=name, notice=known.id)
            for standing in self.line.suspensions:
                yield one("resumed", by=name, suspension=standing.id)
        yield one("activity_begun", activity=f"A{len(self.entries)}")
        for head in self.line.heads:
            if head.kind == "activity":
                yield one("account_opened", account=f"C{len(self.entries)}", activity=head.id, amount="3.00 EUR")
                yield one("activity_completed", activity=head.id)
            else:
                yield one("account_settled", account=head.id)
        yield one("dispute_referred", by="A", dispute=f"D{len(self.entries)}")
        for dispute in self.line.disputes:
            yield one("dispute_failed", dispute=dispute.id)
            yield one("dispute_settled", dispute=dispute.id)
            yield one("suspended", by="B", suspension=f"S{len(self.entries)}", ground=f"dispute:{dispute.id}")

    @rule(data=st.data())
    def records_what_is_admissible(self, data: st.DataObject) -> None:
        """Late or in time: an act that meets no objection has effect."""
        on = data.draw(days(self.start))
        next_number = len(self.entries) + 1
        admissible = [act for act in self.at_hand(on) if next_number not in self.tries(act).irregular]
        if admissible:
            before = self.line
            self.records(data.draw(st.sampled_from(admissible)))
            assert next_number not in self.line.irregular
            self.nothing_changes_before(on, before)

    @rule(data=st.data())
    def is_refused_the_rest(self, data: st.DataObject) -> None:
        """An act that meets an objection is not recorded, and trying it changed nothing."""
        act = data.draw(acts(self.terms, days(self.start)))
        tried = self.tries(act)
        if len(self.entries) + 1 in tried.irregular:
            self.refused = act
            assert fold(self.entries) == self.line

    @precondition(lambda self: self.refused is not None)
    @rule()
    def records_an_irregular_act(self) -> None:
        """Recorded as a fact without effect, it changes nothing until it is cured."""
        act, self.refused = self.refused, None
        assert act is not None
        before, objection = self.line, self.tries(act).irregular.get(len(self.entries) + 1)
        self.records(act, irregular="on the order of the secretariat")
        if objection is not None:
            assert self.line.irregular[len(self.entries)] == objection
            assert (self.line.agreement, self.line.parties) == (before.agreement, before.parties)

    def nothing_changes_before(self, on: date, before: Timeline) -> None:
        """What is done on a day changes no answer for an earlier one."""
        for day in (self.start + n * DAY for n in range((on - self.start).days)):
            assert self.line.until(day).agreement == before.until(day).agreement

    @precondition(lambda self: bool(self.entries))
    @invariant()
    def the_two_readings_agree(self) -> None:
        acts_recorded = [entry.act for entry in self.entries]
        for day in (self.start, self.start + 4 * DAY, self.start + WINDOW * DAY):
            assert self.line.until(day).state_on(day) == naive.answer(acts_recorded, day).state

    @precondition(lambda self: bool(self.entries))
    @invariant()
    def the_end_is_final(self) -> None:
        for periods in (self.line.agreement, *self.line.parties.values()):
            assert all(period.state is not State.TERMINATED for period in periods[:-1])
        end = self.line.terminated_on
        if end is not None:
            assert self.line.state_on(end) not in LIVE
            assert self.line.agreement[-1].state not in LIVE

    @precondition(lambda self: bool(self.entries))
    @invariant()
    def known_answers_stay(self) -> None:
        known_at, answer = self.answers[len(self.answers) // 2]
        assert fold([entry for entry in self.entries if entry.seq <= known_at]) == answer


TestOfficer = Officer.TestCase
TestOfficer.settings = settings(max_examples=12, stateful_step_count=15)
