"""The acts, in the order of the law: conclusion, suspension, ending, completion.

`KINDS` gives every act its rank in the legal order of one date, with the reason for it: what opens stands before what
closes. To add an act: its class in the module of its family, and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, get_type_hints

from lifecycle.acts.base import Act
from lifecycle.acts.completion import AccountOpened, AccountSettled, ActivityBegun, ActivityCompleted
from lifecycle.acts.conclusion import Abandoned, Consented, Drafted, FactEstablished, Signed
from lifecycle.acts.ending import EndAgreed, NoticeGiven, NoticeWithdrawn
from lifecycle.acts.suspension import DisputeFailed, DisputeReferred, DisputeSettled, Resumed, Suspended
from lifecycle.codec import convert
from lifecycle.dates import parse_date
from lifecycle.errors import InvalidInput, Problem


class Kind(NamedTuple):
    """A kind of act and its place among the acts of one date."""

    act: type[Act]
    reason: str


KINDS: tuple[Kind, ...] = (
    Kind(Drafted, "the file is opened before anything is done in it"),
    Kind(FactEstablished, "an outside fact may be what a signature still waits for"),
    Kind(Signed, "a signature comes before what presupposes it"),
    Kind(Consented, "an instrument follows the signature it completes"),
    Kind(DisputeReferred, "a dispute is referred before it fails"),
    Kind(ActivityBegun, "what begins on the day of an end has begun before it"),
    Kind(AccountOpened, "an account may arise from an activity of the same day"),
    Kind(DisputeFailed, "a failure is the ground of a suspension of the same day"),
    Kind(Suspended, "a suspension opens before it is lifted"),
    Kind(NoticeGiven, "a notice is given before it is withdrawn"),
    Kind(Resumed, "lifting closes what a suspension opened"),
    Kind(NoticeWithdrawn, "withdrawal closes what a notice opened"),
    Kind(DisputeSettled, "a settlement closes what was referred, and may have failed"),
    Kind(ActivityCompleted, "completion closes what began"),
    Kind(AccountSettled, "settlement closes what was opened, and follows its activity"),
    Kind(EndAgreed, "consent to end comes after all that was still done under the agreement"),
    Kind(Abandoned, "nothing follows the giving up of a draft"),
)

RANK: Mapping[type[Act], int] = {kind.act: rank for rank, kind in enumerate(KINDS)}
BY_TAG: Mapping[str, type[Act]] = {str(kind.act.__struct_config__.tag): kind.act for kind in KINDS}

AnyAct = (
    Drafted
    | FactEstablished
    | Signed
    | Consented
    | DisputeReferred
    | ActivityBegun
    | AccountOpened
    | DisputeFailed
    | Suspended
    | NoticeGiven
    | Resumed
    | NoticeWithdrawn
    | DisputeSettled
    | ActivityCompleted
    | AccountSettled
    | EndAgreed
    | Abandoned
)
"""The union that the log is decoded as; a test holds it to `KINDS`."""

_DATES: Mapping[type[Act], tuple[str, ...]] = {
    kind.act: tuple(name for name, hint in get_type_hints(kind.act).items() if hint in (date, date | None))
    for kind in KINDS
}


def act_from(data: Mapping[str, Any]) -> Act:
    """Build an act from plain data, `act` holding its name; raises `InvalidInput` naming the field."""
    tag = data.get("act")
    kind = BY_TAG.get(str(tag))
    if kind is None:
        known = ", ".join(BY_TAG)
        raise InvalidInput([Problem(place="$.act", says=f"{tag!r} is no act; the acts are {known}")])
    problems = [found for name in _DATES[kind] if (found := _date_problem(name, data.get(name)))]
    if problems:
        raise InvalidInput(problems)
    if kind is Drafted:
        from lifecycle.terms import terms_from  # noqa: PLC0415 - only a draft has terms to examine

        data = {**data, "terms": terms_from(data.get("terms"))}
    return convert(data, kind)


def _date_problem(name: str, value: Any) -> Problem | None:
    if value is None or isinstance(value, date):
        return None
    try:
        parse_date(str(value))
    except ValueError as error:
        return Problem(place=f"$.{name}", says=str(error))
    return None
