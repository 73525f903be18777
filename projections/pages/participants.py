"""The participants of an agreement: who signed, consented, is bound and has left, by the letters of depositaries.

Former memberships stand in brackets above the present one; a legend says what occurs (VCLT-IO 77 and 78).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lifecycle.course.machine import BEFORE, ENDED
from lifecycle.messages import InLanguages, Message, Quoted, Row, Value
from lifecycle.terms.fields import MANNERS
from projections.answers.status import LETTERS, Membership, NoticeOfParty, Participant, StatusPage
from projections.forms.reports.blocks import Table
from projections.words.declarations import declaration
from projections.words.parts import COLORS, Part, Styled, known_day, short
from projections.words.phrases import MOST_NAMED, article, sentence, with_whom

NOTHING = "–"
"""Stands where there is no day."""

HEADS = (
    Message("participant"),
    Message("signed"),
    Message("consent"),
    Message("in force"),
    Message("left"),
    Message("now"),
)
"""Of the table of participants; consent and leaving only where there is any."""


def participants(page: StatusPage, *, named: bool = False) -> Table:
    """Give who takes part, former memberships in brackets, and what the letters of consent stand for.

    Where they are `named`, they stand there by their names, as lists on paper have them, and not by their keys alone.
    """
    lists, shown = Participants(page, named=named), page.status.participants
    rows = [row for one in shown for row in lists.rows(one)]
    said = [n for n in range(len(HEADS)) if n in (0, 1, 3, 5) or any(row[n] != NOTHING for row in rows)]
    heads, *rows = [tuple(row[n] for n in said) for row in (HEADS, *rows)]
    legend: list[Value] = [sentence(Row(signs))] if (signs := tuple(lists.legend())) else []
    legend += map(sentence, _clauses(page))
    for one in shown:
        if one.renamed and not named:
            legend.append(sentence(Message("{party} is called {name}", party=one.party, name=Quoted(one.name))))
    return Table(Message("Participants"), heads, rows, legend, tuple(map(sentence, lists.notes)))


def _clauses(page: StatusPage) -> Iterator[Message]:
    """Cite the clauses by which the parties are, or were last, bound."""
    bound = {one.party for one in page.status.participants if one.memberships and one.memberships[-1].bound_from}
    by: dict[str, list[str]] = defaultdict(list)
    for party, name in page.bound_by.items():
        if party in bound:
            by[name].append(party)
    for name, parties in by.items():
        whom = tuple(parties) if len(parties) <= MOST_NAMED else with_whom(parties)
        if len(by) == 1:
            yield Message("In force by {article}", article=article(name))
        else:
            yield Message("In force for {parties} by {article}", parties=whom, article=article(name))


class Participants:
    """The rows of the participants, and the legend of the signs that stand in them."""

    def __init__(self, page: StatusPage, *, named: bool) -> None:
        self.answer, self.formerly, self.named = page.status, page.formerly, named
        self.memberships = [own for one in self.answer.participants for own in one.memberships]
        given = {own.consent for own in self.memberships if own.consent}
        self.notes: list[Value] = []
        """Former names of the parties and what they declared, in the order in which the rows refer to it."""
        self.letters = {one.letter: MANNERS[one.manner] for one in given}

    def rows(self, one: Participant) -> Iterator[tuple[Part, ...]]:
        """Give a row for each membership of a party, the present one last."""
        for former in one.memberships[:-1]:
            yield self._row(self._called(one), former, _noticed(former))
        last, state = one.memberships[-1] if one.memberships else None, self.answer.parties[one.party].state
        says = state.message
        if last and state in BEFORE and one.party in self.answer.provisional:
            says = Message("{state}; provisionally from {day}", state=says, day=short(last.provisional))
        elif last and last.notice and state not in ENDED:
            says = _under_notice(says, last.notice)
        elif last and last.notice and last.left_on:
            says = Message("{state}: {notice}", state=says, notice=_noticed(last))
        yield self._row(self._noted(one), last, Styled(says, COLORS[state]))

    def _called(self, one: Participant) -> Value:
        """Give what a party is called here."""
        if not self.named or one.name == one.party:
            return one.party
        return Message("{name}, {party}", name=InLanguages.of(one.name, one.names), party=one.party)

    def _noted(self, one: Participant) -> Value:
        """Give a party's name with the numbers of the notes on its former names, and on what it declared."""
        first = len(self.notes) + 1
        for was in self.formerly:
            if was.party == one.party:
                self.notes.append(Message("called {name} before {day}", name=Quoted(was.name), day=was.until))
        self.notes += map(declaration, one.declarations)
        numbers = Row(range(first, len(self.notes) + 1))
        party = self._called(one)
        return Message("{party} ({notes})", party=party, notes=numbers) if numbers else party

    def _row(self, name: Value, own: Membership | None, now: Part) -> tuple[Part, ...]:
        if own is None:
            return name, NOTHING, NOTHING, NOTHING, NOTHING, now
        name = Message("[{party}]", party=name) if own.left_on else name
        signed: Value = short(own.signed_on)
        if own.signed_on and self._binds(own):
            signed = Message("{day} {letter}", day=signed, letter=LETTERS["signature"])
        if own.signed_at:
            signed = Message("{day} {place}", day=signed, place=own.signed_at)
        consent: Value = NOTHING
        if own.consent:
            consent = Message("{day} {letter}", day=short(own.consent.on), letter=own.consent.letter)
        return name, signed, consent, known_day(own.bound_from, own.precision), short(own.left_on), now

    def _binds(self, own: Membership) -> bool:
        """Tell whether a signature is to be told from those that instruments followed: it bound by itself."""
        return bool(self.letters) and own.consent is None and own.bound_from is not None

    def legend(self) -> Iterator[Message]:
        """Say what brackets and letters stand for, where there are any."""
        if any(own.left_on for own in self.memberships):
            yield Message("[ ] no longer a party")
        letters = dict(self.letters)
        if any(map(self._binds, self.memberships)):
            letters[LETTERS["signature"]] = Message("definitive signature")
        for letter in sorted(letters):
            yield Message("{letter} {manner}", letter=letter, manner=letters[letter])


def _noticed(former: Membership) -> Part:
    """Say by which notice a party left that is back."""
    if former.notice is None:
        return NOTHING
    return Message("notice {notice} of {day}", notice=former.notice.notice, day=short(former.notice.received))


def _under_notice(state: Message, notice: NoticeOfParty) -> Message:
    """Say when the notice of a party takes effect, if a day is set for it."""
    if notice.takes_effect is None:
        return Message("{state}: {notice} has no day yet", state=state, notice=notice.notice)
    effect = short(notice.takes_effect)
    return Message("{state}: {notice} takes effect {day}", state=state, notice=notice.notice, day=effect)
