"""What falls due, on which other days it may fall due, and what the fold assumed in saying so.

What falls due is a kind, a subject and a few values; how it is said stands in one table, so that what is stored and
compared does not change with its wording (ADR 0013).

To add one: its line in `DUES`, by the kind and, where the kind has several, the cause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.calendar.conventions import Assumption
from lifecycle.calendar.recurrence import Recurrence
from lifecycle.messages import Message, Quoted

Values = tuple[str | int, ...]
"""Names, ids and numbers, in the order in which the line of the table takes them."""


class Matter(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What falls due, whenever that is."""

    kind: str
    """`entry`, `ends`, `leaves`, `withdrawal`, … : one word that reports can choose by."""
    subject: str = ""
    """What it is about: a notice, a party, an account."""
    cause: str = ""
    """What brings it, where a kind has several: it ends by `notice`, by `consent`, with its `term`."""
    values: Values = ()
    """What is to be named besides the subject."""

    @property
    def what(self) -> Message:
        """What falls due, as it is said."""
        return DUES[self.kind, self.cause](self.subject, *self.values)


class Due(Matter, frozen=True, gc=False, kw_only=True):
    """A date that is coming: what falls due, by which article, set by which act."""

    on: date
    article: str
    seq: int | None
    since: date
    binds: str | None = None
    closed: date | None = None
    again: Recurrence | None = None
    """How it comes again, as the end of a term renewed tacitly does."""
    last: date | None = None
    """The last such date, where it does not come again for ever."""
    counted: date | None = None
    """The day to which the time runs, where it is a day off and the last day is the next working day (R19)."""
    ahead_of: date | None = None
    """The day that it is counted back from, where it is: it is awaited only while that is (R20)."""
    others: tuple[date, ...] = ()
    """The dates that other admissible readings of the text give: then it is disputed (R24)."""

    @property
    def every(self) -> str:
        """The span after which it comes again, in words."""
        return str(self.again.every) if self.again else ""

    @property
    def goes_on_for(self) -> Values:
        """The parties for which it goes on by earlier terms, where an end is that of the others' term alone (R51)."""
        return self.values if (self.kind, self.cause) == ("ends", "term") else ()

    def same_as(self, other: Due) -> bool:
        """Tell whether another says the same, whenever that was set, and by which act."""
        return other == replace(self, seq=other.seq, since=other.since)

    def next_on(self, day: date) -> date:
        """Give the first such date on or after a day; the date itself where it does not come again."""
        if self.again is None or self.on >= day:
            return self.on
        return self.again.next_on(day) or self.on

    def stands(self, day: date) -> bool:
        """Tell whether it is awaited on a day."""
        over = self.last is not None and self.last < day
        return self.since <= day and not over and (self.closed is None or day < self.closed)


def _of_another(*asked: Any) -> Message:
    """Say what is asked of another agreement, as an event."""
    from lifecycle.terms.conditions.facts import OfAnother  # with all that terms may say, which no other line needs
    from lifecycle.terms.conditions.others import comes

    return comes(OfAnother(*asked))


DUES: Mapping[tuple[str, str], Callable[..., Message]] = {
    ("entry", ""): lambda _: Message("entry into force"),
    ("joins", ""): lambda party: Message("entry into force for {party}", party=party),
    ("registration", ""): lambda _: Message("to be registered"),
    ("supersedes", ""): lambda fact: Message("to be recorded: {fact}", fact=fact),
    ("suspends", "event"): lambda _: Message("an event suspends it"),
    ("suspends", ""): lambda id: Message("suspension {id} takes effect", id=id),
    ("amendment_lapses", ""): lambda id: Message("amendment {id} lapses if it is not agreed", id=id),
    ("amendment", ""): lambda id: Message("amendment {id} takes effect", id=id),
    ("ends", "consent"): lambda _: Message("ends by consent"),
    ("ends", "consent_of_the_rest"): lambda _: Message("ends by consent"),
    ("ends", "consent_of_enough"): lambda _: Message("ends by consent"),
    ("ends", "decision"): lambda _: Message("ends by decision"),
    ("ends", "event"): lambda _, *asked: (
        Message("an event ends it: {event}", event=_of_another(*asked)) if asked else Message("an event ends it")
    ),
    ("ends", "notice"): lambda id: Message("{id} ends it", id=id),
    ("ends", "taken_over"): lambda _: Message("it had ended by then, as a list says"),
    ("ends", "term"): lambda _, *others: (
        Message("its term ends, but for {others} by earlier terms", others=others)
        if others
        else Message("its term ends")
    ),
    ("leaves", "notice"): lambda id, party: Message("{party} leaves by {id}", party=party, id=id),
    ("leaves", "exclusion"): lambda _, party: Message("{party} ceases to be a party", party=party),
    ("leaves", "event_for_a_party"): lambda _, party: Message("{party} ceases to be a party", party=party),
    ("leaves", "term"): lambda _, party, version: Message(
        "the term ends for {party}, by version {version} of the terms", party=party, version=version
    ),
    ("withdrawal", ""): lambda id: Message("last day to withdraw {id}", id=id),
    ("notice_resumes", ""): lambda id: Message("the clock of {id} runs again", id=id),
    ("renewal", ""): lambda _: Message("its term ends and is renewed"),
    ("last_safe_day", ""): lambda _: Message("last day for a notice that stops the renewal"),
    ("last_safe_day", "term"): lambda _: Message("last day for a notice that ends it with its term"),
    ("goes_on", ""): lambda _: Message("its term ends and it goes on without one"),
    ("provisional_over", ""): lambda party: Message("{party} no longer applies it provisionally", party=party),
    ("provisional", ""): lambda party: Message("{party} begins to apply it provisionally", party=party),
    ("lock_in", "notice"): lambda _, *by: (
        Message("first day for a notice by {party}", party=by) if by else Message("first day for a notice")
    ),
    ("lock_in", "effect"): lambda _, *by: (
        Message("first day on which a notice by {party} can take effect", party=by)
        if by
        else Message("first day on which a notice can take effect")
    ),
    ("window", ""): lambda _, *by: (
        Message("first day of the window for a notice by {party}", party=by)
        if by
        else Message("first day of the window for a notice")
    ),
    ("window_end", ""): lambda _, *by: (
        Message("last day of the window for a notice by {party}", party=by)
        if by
        else Message("last day of the window for a notice")
    ),
    ("tail", ""): lambda _, article, *party: (
        Message("survival for {party} by article {article} is over", article=article, party=party)
        if party
        else Message("survival by article {article} is over", article=article)
    ),
    ("applies", ""): lambda _, what: Message("{what} applies", what=Quoted(what)),
    ("survival", ""): lambda party: (
        Message("survival for {party} is over", party=party) if party else Message("survival is over")
    ),
    ("head", "activity"): lambda _, id: Message("activity {id} to be completed", id=id),
    ("head", "account"): lambda _, id: Message("account {id} to be settled", id=id),
    ("dispute", "time"): lambda id: Message("last day to settle dispute {id}", id=id),
    ("dispute", "act"): lambda id: Message("dispute {id} to be settled", id=id),
    ("objection", "measure"): lambda id: Message("last day to object to {id}", id=id),
    ("objection", "declaration"): lambda id: Message("last day to object to declaration {id}", id=id),
    ("declaration", ""): lambda id: Message("declaration {id} takes effect", id=id),
    ("objection", "rectification"): lambda id: Message("last day to object to rectification {id}", id=id),
    ("duty", ""): lambda id, what: Message("{duty}: {what}", duty=id, what=Quoted(what)),
    ("consultation", ""): lambda id: Message("consultation {id} to be held", id=id),
    ("request", ""): lambda id: Message("request {id} to be answered", id=id),
}
"""How what falls due is said, by its kind and cause: from its subject and its values."""


class Alternative(Struct, frozen=True, gc=False, kw_only=True):
    """Another admissible reading of a text that gives another date (R24)."""

    kind: str
    """What the date is of: the effect of a `notice`, of an `amendment`, the `entry` into force."""
    subject: str = ""
    """The notice, the amendment, the party that it concerns."""
    day: date
    other: date
    convention: str
    value: str
    source: str
    since: date
    backward: bool = False
    """Whether it reaches back: later acts cast the doubt on earlier days."""
    closed: date | None = None
    """The day from which the date no longer stands, and the doubt with it: the notice was withdrawn, say."""

    @property
    def what(self) -> Message:
        """What the date is of, as it is said."""
        return READ_OTHERWISE[self.kind](self.subject)

    def disputed(self, day: date) -> bool:
        """Tell whether the two readings give different answers on a day."""
        return min(self.day, self.other) <= day < max(self.day, self.other)


READ_OTHERWISE: Mapping[str, Callable[[str], Message]] = {
    "taken_over": lambda _: Message("beginning of what a list says"),
    "taken_over_until": lambda _: Message("end that a list gives"),
    "ends": lambda _: Message("end of its term"),
    "survival": lambda party: (
        Message("end of what survives for {party}", party=party) if party else Message("end of what survives")
    ),
    "applies": lambda _: Message("day from which a provision applies"),
    "signature": lambda party: Message("signature of {party}", party=party),
    "entry": lambda _: Message("entry into force"),
    "joins": lambda party: Message("entry into force for {party}", party=party),
    "notice": lambda id: Message("effect of notice {id}", id=id),
    "suspends": lambda id: Message("effect of suspension {id}", id=id),
    "amendment": lambda id: Message("effect of amendment {id}", id=id),
    "declaration": lambda id: Message("effect of declaration {id}", id=id),
}
"""How a date that may be read otherwise is said, by its kind."""


class Assumed(Struct, frozen=True, gc=False):
    """A convention assumed, and the day from which answers rest on it."""

    assumption: Assumption
    since: date
    seq: int
