"""The accounts between the parties: what one owes the other, and its settlement, in part or as a whole.

Source: the survival clause of the text (R46).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, NewId, Party, Words, named, titled
from lifecycle.acts.completion import article, no_activity, not_open
from lifecycle.acts.objections import not_in_force, taken, unknown
from lifecycle.consequences.survival import heads
from lifecycle.course.course import Course
from lifecycle.course.facts import Head
from lifecycle.course.machine import LIVE, WINDING_DOWN
from lifecycle.errors import Objection
from lifecycle.messages import Message
from lifecycle.money import Money


class AccountOpened(Act, frozen=True, kw_only=True, tag="account_opened"):
    """An account between the parties is opened: what one owes the other."""

    account: NewId = None
    owed_by: Annotated[Party | None, Meta(description="Who owes.")] = None
    owed_to: Annotated[Party | None, Meta(description="To whom.")] = None
    amount: Annotated[Money | None, Meta(description="How much.")] = None
    activity: Annotated[Id | None, Meta(description="The activity that it arises from.")] = None
    title: Annotated[Words, Meta(description="What it is for.")] = ""
    NAME = Message("account opened")
    COMMAND = "account open"
    EXAMPLE = "account open icmpd-wco C2 --on 2003-05-01 --owed-by WCO --owed-to ICMPD --dry-run"
    OPENS = ("account", "C")

    def objection(self, course: Course) -> Objection | None:
        """Object to strangers, to an account twice, and after the end to one that no surviving activity caused."""
        state = course.agreement.state
        if state is WINDING_DOWN:
            if found := self._arises_from_nothing(course):
                return found
        elif state not in LIVE:
            return not_in_force(course, article(course))
        if found := unknown(course, self.by, self.owed_by, self.owed_to):
            return found
        if self.owed_by is not None and self.owed_by == self.owed_to:
            says = Message("{party} cannot owe itself", party=self.owed_by)
            return Objection(says=says, rule="R46", article=article(course))
        if self.activity is not None and (found := no_activity(course, self.activity, article(course))):
            return found
        known = course.heads.get(("account", self.account or ""))
        return taken(known, named("account", self.account), "R46", article(course))

    def _arises_from_nothing(self, course: Course) -> Objection | None:
        """Object in winding down to an account that arises from no activity that survived the end, completed or not."""
        if ("activity", self.activity) in course.survived:
            return None
        says = Message(
            "The agreement is winding down since {day}: it opens accounts only for an activity that survived the end",
            day=course.terminated_on,
        )
        if self.activity is not None:
            says = Message("{only}, and {activity} is none", only=says, activity=self.activity)
        conflicts = course.ended_by.seq if course.ended_by else None
        return Objection(says=says, rule="R46", article=article(course), conflicts=conflicts)

    def apply(self, course: Course) -> None:
        heads.open_head(
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

    def says(self, of: str) -> Message:
        account = titled(self.account, self.title)
        said = Message(
            "Account {account} under {agreement} was opened on {on}", account=account, agreement=of, on=self.on
        )
        if self.amount is None:
            return said
        if self.owed_by is None or self.owed_to is None:
            return Message("{opened}: {amount}", opened=said, amount=self.amount)
        return Message(
            "{opened}: {amount}, owed by {party} to {other}",
            opened=said,
            amount=self.amount,
            party=self.owed_by,
            other=self.owed_to,
        )


class AccountSettled(Act, frozen=True, kw_only=True, tag="account_settled"):
    """An account is settled, or a part of it."""

    account: Annotated[Id | None, Meta(description="The account; the only open one if left out.")] = None
    amount: Annotated[Money | None, Meta(description="What was paid; all that was owed where nothing is said.")] = None
    NAME = Message("account settled")
    COMMAND = "account settle"
    EXAMPLE = 'account settle icmpd-wco C1 --on 2003-12-01 --amount "200.00 EUR" --dry-run'
    CLOSES = "account"

    def objection(self, course: Course) -> Objection | None:
        if found := unknown(course, self.by) or not_open(course, "account", self.account):
            return found
        head, paid = course.heads["account", self.account or ""], self.amount
        if paid is None:
            return None
        if head.amount is None:
            says = Message(
                "Account {id} is for no stated amount; {paid} cannot be set against it", id=head.id, paid=paid
            )
        elif paid.currency != head.currency:
            owed = Money(head.amount, head.currency)
            says = Message(
                "Account {id} is for {owed}; {paid} cannot be set against it", id=head.id, owed=owed, paid=paid
            )
        elif paid.amount > _owed(head):
            left = Money(_owed(head), head.currency)
            says = Message("Account {id} has {left} left to settle, less than {paid}", id=head.id, left=left, paid=paid)
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
        heads.close_head(course, replace(head, settled=settled, closed=course.today, closed_by=course.seq))

    def says(self, of: str) -> Message:
        account, on = titled(self.account), self.on
        if self.amount is None:
            return Message(
                "Account {account} under {agreement} was settled on {on}", account=account, agreement=of, on=on
            )
        return Message(
            "{amount} was paid on {on} on account {account} under {agreement}",
            amount=self.amount,
            on=on,
            account=account,
            agreement=of,
        )


def _owed(head: Head) -> Decimal:
    owed = head.amount or _NOTHING
    return owed - sum(paid for _, paid in head.settled) if head.settled else owed


_NOTHING = Decimal(0)
