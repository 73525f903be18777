"""What is done under the agreement and must be finished: activities and accounts, its heads.

Source: the survival clause of the text (R46). While one is open at the end the agreement winds down; nothing new
begins, but an account that a surviving activity gives rise to may be opened.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lifecycle.acts.base import Act, Id, Party, Words, not_in_force, stranger
from lifecycle.consequences import winding_down
from lifecycle.dates import words
from lifecycle.errors import Objection
from lifecycle.facts import Head
from lifecycle.machine import LIVE, SUSPENDED, WINDING_DOWN
from lifecycle.money import Money

if TYPE_CHECKING:
    from lifecycle.course import Course


def _article(course: Course) -> str:
    survival = course.terms.clauses.survival
    return survival.article if survival else "VCLT-IO 70"


def _tail(course: Course, doing: str) -> Objection | None:
    if course.state is WINDING_DOWN:
        return None
    says = f"{doing}: on {words(course.today)} the agreement is not winding down."
    return Objection(says=says, rule="R46", article=_article(course))


def _taken(course: Course, known: Head) -> Objection:
    says = f"There is an {known.kind} {known.id} on record, since {words(known.since)}."
    return Objection(says=says, rule="R46", article=_article(course), conflicts=known.seq)


def nothing_new(course: Course) -> Objection:
    """Object to a new activity while the agreement is suspended, naming the first suspension in law that stands."""
    says = f"No new activity begins while the agreement is suspended, as on {words(course.today)}."
    first = next((one.seq for one in course.suspensions.values() if one.closed is None), None)
    return Objection(says=says, rule="R37", article="VCLT-IO 72", conflicts=first)


def _not_open(course: Course, kind: str, id: str | None) -> Objection | None:
    known = course.heads.get((kind, id or ""))
    if known is not None and known.closed is None:
        return None
    began, done = ("begun", "completed") if kind == "activity" else ("opened", "settled")
    if known is None:
        says, conflicts = f"There is no {kind} {id} that was {began} by {words(course.today)}.", None
    elif known.lapsed:
        says = f"{kind.capitalize()} {id} lapsed with the agreement on {words(known.lapsed)}."
        conflicts = course.ended_by.seq if course.ended_by else None
    else:
        says, conflicts = f"{kind.capitalize()} {id} was {done} on {words(known.closed)}.", known.closed_by
    return Objection(says=says, rule="R46", article=_article(course), conflicts=conflicts)


class ActivityBegun(Act, frozen=True, kw_only=True, tag="activity_begun"):
    """A joint activity begins under the agreement."""

    activity: Id | None = None
    title: Words = ""
    OPENS = ("activity", "A")

    def objection(self, course: Course) -> Objection | None:
        """Object where nothing new can begin: before entry into force, during a suspension, after the end."""
        if course.agreement.state not in LIVE:
            return not_in_force(course, "A new activity", _article(course) if course.terminated_on else "")
        if self.by is not None and (found := stranger(course, self.by)):
            return found
        if course.agreement.state is SUSPENDED:
            return nothing_new(course)
        known = course.heads.get(("activity", self.activity or ""))
        return None if known is None else _taken(course, known)

    def apply(self, course: Course) -> None:
        """Open the head."""
        winding_down.open_head(
            course, Head(id=self.activity or "", seq=course.seq, since=course.today, kind="activity", title=self.title)
        )

    def says(self) -> str:
        """Say the act."""
        return f"activity {self.activity} begun"


class ActivityCompleted(Act, frozen=True, kw_only=True, tag="activity_completed"):
    """A joint activity is completed."""

    activity: Id | None = None
    CLOSES = ("activity", "activity")

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, or to the completion of what never began, or is over."""
        if self.by is not None and (found := stranger(course, self.by)):
            return found
        return _not_open(course, "activity", self.activity)

    def apply(self, course: Course) -> None:
        """Close the head."""
        head = course.heads["activity", self.activity or ""]
        winding_down.close_head(course, replace(head, closed=course.today, closed_by=course.seq))

    def says(self) -> str:
        """Say the act."""
        return f"activity {self.activity} completed"


class AccountOpened(Act, frozen=True, kw_only=True, tag="account_opened"):
    """An account between the parties is opened: what one owes the other."""

    account: Id | None = None
    owed_by: Party | None = None
    owed_to: Party | None = None
    amount: Money | None = None
    activity: Id | None = None
    title: Words = ""
    OPENS = ("account", "C")

    def objection(self, course: Course) -> Objection | None:
        """Object to strangers, to an account twice, and after the end to one that no surviving activity caused."""
        state = course.agreement.state
        if state not in LIVE and not (state is WINDING_DOWN and self._survives(course)):
            return not_in_force(course, "A new account", _article(course))
        for name in (self.by, self.owed_by, self.owed_to):
            if name is not None and (found := stranger(course, name)):
                return found
        if self.owed_by is not None and self.owed_by == self.owed_to:
            return Objection(says=f"{self.owed_by} cannot owe itself.", rule="R46", article=_article(course))
        if self.activity is not None and ("activity", self.activity) not in course.heads:
            says = f"There is no activity {self.activity} that was begun by {words(course.today)}."
            return Objection(says=says, rule="R46", article=_article(course))
        known = course.heads.get(("account", self.account or ""))
        return None if known is None else _taken(course, known)

    def _survives(self, course: Course) -> bool:
        return self.activity is not None and ("activity", self.activity) in winding_down.surviving(course)

    def apply(self, course: Course) -> None:
        """Open the head."""
        winding_down.open_head(
            course,
            Head(
                id=self.account or "",
                seq=course.seq,
                since=course.today,
                kind="account",
                title=self.title,
                activity=self.activity or "",
                owed_by=self.owed_by or "",
                owed_to=self.owed_to or "",
                amount=self.amount.amount if self.amount else None,
                currency=self.amount.currency if self.amount else "",
            ),
        )

    def says(self) -> str:
        """Say the act."""
        return f"account {self.account} opened"


class AccountSettled(Act, frozen=True, kw_only=True, tag="account_settled"):
    """An account is settled, or a part of it."""

    account: Id | None = None
    amount: Money | None = None
    """What was paid; all that was owed where nothing is said."""
    CLOSES = ("account", "account")

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, or to the settlement of what was never opened, is settled, or is less than paid."""
        if self.by is not None and (found := stranger(course, self.by)):
            return found
        if found := _not_open(course, "account", self.account):
            return found
        head = course.heads["account", self.account or ""]
        if self.amount is None:
            return None
        if head.amount is None or self.amount.currency != head.currency:
            owed = f"{head.amount} {head.currency}" if head.amount else "no stated amount"
            says = f"Account {head.id} is for {owed}; {self.amount} cannot be set against it."
        elif self.amount.amount > _owed(head):
            says = f"Account {head.id} has {_owed(head)} {head.currency} left to settle, less than {self.amount}."
        else:
            return None
        return Objection(says=says, rule="R46", article=_article(course), conflicts=head.seq)

    def apply(self, course: Course) -> None:
        """Set the payment against the account, and close it when nothing is left."""
        head = course.heads["account", self.account or ""]
        paid = self.amount.amount if self.amount else _owed(head)
        settled = (*head.settled, (course.today, paid))
        if self.amount is not None and _owed(head) > paid:
            course.heads["account", head.id] = replace(head, settled=settled)
            return
        winding_down.close_head(course, replace(head, settled=settled, closed=course.today, closed_by=course.seq))

    def says(self) -> str:
        """Say the act."""
        return f"account {self.account} settled"


class Continued(Act, frozen=True, kw_only=True, tag="continued"):
    """The parties agree that an activity or account goes on after the end, where the text leaves it to them.

    By one party it means that this party stays bound to it when it leaves.
    """

    activity: Id | None = None
    account: Id | None = None

    def _key(self) -> tuple[str, str]:
        return ("account", self.account) if self.account else ("activity", self.activity or "")

    def objection(self, course: Course) -> Objection | None:
        """Object where there is no such open head."""
        if self.by is not None and (found := stranger(course, self.by)):
            return found
        kind, id = self._key()
        return _not_open(course, kind, id or None)

    def apply(self, course: Course) -> None:
        """Mark the head."""
        head = course.heads[self._key()]
        linked = (*head.linked, self.by) if self.by and self.by not in head.linked else head.linked
        course.heads[self._key()] = replace(head, continued=True, linked=linked)

    def says(self) -> str:
        """Say the act."""
        return f"{' '.join(self._key())} to be continued"


class SurvivalEnded(Act, frozen=True, kw_only=True, tag="survival_ended"):
    """The parties decide that nothing survives any longer, or waive beforehand what would."""

    def objection(self, course: Course) -> Objection | None:
        """Object where the text has no survival that could be ended or waived."""
        survival = course.terms.clauses.survival
        if survival is None or survival.until is None:
            says = "The text keeps nothing alive after the end that could be ended."
            return Objection(says=says, rule="R46", article="VCLT-IO 70")
        return None if course.in_force else _tail(course, "Survival cannot be ended")

    def apply(self, course: Course) -> None:
        """End the tail, or waive it for the time when the end comes."""
        course.waive_survival(self.on)
        if course.state is WINDING_DOWN:
            winding_down.waive(course)

    def says(self) -> str:
        """Say the act."""
        return "survival ended by the parties"


def _owed(head: Head) -> Decimal:
    owed = head.amount or _NOTHING
    return owed - sum(paid for _, paid in head.settled) if head.settled else owed


_NOTHING = Decimal(0)
