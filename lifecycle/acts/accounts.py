"""The accounts between the parties: what one owes the other, and its settlement, in part or as a whole.

Source: the survival clause of the text (R46).
"""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Party, Words
from lifecycle.acts.completion import article, not_open, taken
from lifecycle.acts.objections import not_in_force, stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import survival
from lifecycle.course.course import Course
from lifecycle.course.facts import Head
from lifecycle.course.machine import LIVE, WINDING_DOWN
from lifecycle.errors import Objection
from lifecycle.money import Money


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
        if state is WINDING_DOWN:
            if found := self._arises_from_nothing(course):
                return found
        elif state not in LIVE:
            return not_in_force(course, "A new account", article(course))
        for name in (self.by, self.owed_by, self.owed_to):
            if name is not None and (found := stranger(course, name)):
                return found
        if self.owed_by is not None and self.owed_by == self.owed_to:
            return Objection(says=f"{self.owed_by} cannot owe itself.", rule="R46", article=article(course))
        if self.activity is not None and ("activity", self.activity) not in course.heads:
            says = f"There is no activity {self.activity} that was begun by {words(course.today)}."
            return Objection(says=says, rule="R46", article=article(course))
        known = course.heads.get(("account", self.account or ""))
        return None if known is None else taken(course, known)

    def _arises_from_nothing(self, course: Course) -> Objection | None:
        """Object in winding down to an account that arises from no activity that survived the end, completed or not."""
        if ("activity", self.activity) in course.survived:
            return None
        ended = words(course.terminated_on)
        why = "none is named" if self.activity is None else f"{self.activity} is none"
        says = f"The agreement is winding down since {ended}: an account is opened then only for an activity "
        says += f"that survived the end, and {why}."
        conflicts = course.ended_by.seq if course.ended_by else None
        return Objection(says=says, rule="R46", article=article(course), conflicts=conflicts)

    def apply(self, course: Course) -> None:
        """Open the head."""
        survival.open_head(
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
        if found := not_open(course, "account", self.account):
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
        return Objection(says=says, rule="R46", article=article(course), conflicts=head.seq)

    def apply(self, course: Course) -> None:
        """Set the payment against the account, and close it when nothing is left."""
        head = course.heads["account", self.account or ""]
        paid = self.amount.amount if self.amount else _owed(head)
        settled = (*head.settled, (course.today, paid))
        if self.amount is not None and _owed(head) > paid:
            course.heads["account", head.id] = replace(head, settled=settled)
            return
        survival.close_head(course, replace(head, settled=settled, closed=course.today, closed_by=course.seq))

    def says(self) -> str:
        """Say the act."""
        return f"account {self.account} settled"


def _owed(head: Head) -> Decimal:
    owed = head.amount or _NOTHING
    return owed - sum(paid for _, paid in head.settled) if head.settled else owed


_NOTHING = Decimal(0)
