"""A second reading of the rules, as slow and plain as possible, to hold the engine against.

No fold, no machine, no clock and no date rules: every question is answered for one moment from the acts before it, by
saying the rule again. A moment is a day and a number of acts, the acts standing in the legal order. For agreements of
two parties; periods are `N days`, `N months` or `N days, first of next month`.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.kinds import act_from
from lifecycle.codec import encode, to_plain
from lifecycle.errors import InvalidInput
from lifecycle.terms.text import Terms

ORDER = """
    drafted fact_established signed confirmed consented taken_over amendment_proposed amendment_accepted
    dispute_referred activity_begun account_opened dispute_failed suspended notice_given resumed notice_withdrawn
    amendment_withdrawn dispute_settled activity_completed account_settled end_agreed abandoned
""".split()  # noqa: SIM905 - a line reads better than a column


OPENING = ("amendment_proposed", "dispute_referred", "measure_notified", "notice_given", "suspended")
LISTED = ("signed", "in_force", "suspended", "terminated")
CONSENT = ("signed", "confirmed", "consented")
DENUNCIABLE = (
    "the parties intended to admit denunciation",
    "the nature of the agreement implies a right of denunciation",
)


class Moment(NamedTuple):
    """On a day, after so many of the acts, what falls due that day having come."""

    day: date
    acts: int


class Listed(NamedTuple):
    """A suspension that a list says: nobody's, and of all."""

    suspension: str
    by: str = ""
    ground: str = "list"


class Answer(NamedTuple):
    """What holds at the end of a day."""

    state: str
    parties: dict[str, str]
    notices: list[str]
    suspensions: list[str]
    open: list[str]
    without_effect: list[Act]
    terminated_on: date | None


def counts_on(act: Any) -> date:
    """A notice and a withdrawal count on their receipt, all else on its date."""
    received: date | None = getattr(act, "received", None)
    on: date = act.on
    return received or on


def day_agreed(act: Any) -> str:
    """The day that a consent to an end names: it places it among those of the same day, and who gave it does not.

    Of what is taken over it is the state.
    """
    if act.tag == "taken_over":
        return str(LISTED.index(act.state))
    return str(act.effective or "") if act.tag == "end_agreed" else ""


def later(day: date, steps: str, *, boundary: str = "same day") -> date:
    """Count one period from a day, then go to the first of the next month where asked."""
    period, *rest = steps.split(", ")
    number, unit = period.split()
    if unit.startswith("day"):
        day += timedelta(days=int(number))
    else:
        year, month = divmod(day.year * 12 + day.month - 1 + int(number), 12)
        day = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        if not rest and boundary == "next day":
            day += timedelta(days=1)
    month = day.month
    while rest and day.month == month:
        day += timedelta(days=1)
    return day


def first_of(day: date, precision: str) -> bool:
    """Whether a day is the first of the month, or the year, that a list gives."""
    return (day.day == 1 or precision not in ("month", "year")) and (day.month == 1 or precision != "year")


def last_of(day: date, precision: str) -> date:
    """The last day of it."""
    month = {"month": day.month, "year": 12}.get(precision)
    return day if month is None else date(day.year, month, calendar.monthrange(day.year, month)[1])


class Reading:
    """The acts of one agreement, read anew for every question."""

    def __init__(self, acts: Sequence[Act]) -> None:
        draft, *rest = acts
        self.terms: Terms = draft.terms  # type: ignore[attr-defined]
        self.drafted = draft.on
        self.parties = list(self.terms.parties)
        self.acts: list[Any] = sorted(rest, key=lambda a: (counts_on(a), ORDER.index(a.tag), day_agreed(a), encode(a)))
        self._known: dict[int, bool] = {}

    def convention(self, name: str, default: str) -> str:
        return self.terms.conventions.get(name, default)

    # Which acts count.

    def counts(self, at: int) -> bool:
        """Whether an act has effect where it stands."""
        if at not in self._known:
            act = self.acts[at]
            day = counts_on(act)
            may = getattr(self, f"may_be_{act.tag}")
            possible = day >= self.drafted and day >= act.on  # nothing is received before it is sent
            possible = possible and not self.contested(act)
            self._known[at] = possible and may(act, Moment(day, at))
        return self._known[at]

    def contested(self, act: Any) -> bool:
        """Whether the other party gives to its own, of the same kind and day, the id that this act gives."""
        same = [one for one in self.acts if one.tag == act.tag and counts_on(one) == counts_on(act)]
        opens = act.OPENS[0] if act.OPENS and act.tag in OPENING else ""
        return bool(opens) and any(getattr(one, opens) == getattr(act, opens) and one.by != act.by for one in same)

    def done(self, tag: str, now: Moment, **fields: Any) -> Iterator[tuple[int, Any]]:
        """The acts of a kind, with these fields, that counted before a moment."""
        for at, act in enumerate(self.acts[: now.acts]):
            if act.tag == tag and all(getattr(act, k) == v for k, v in fields.items()) and self.counts(at):
                yield at, act

    def happened(self, tag: str, now: Moment, **fields: Any) -> bool:
        return any(True for _ in self.done(tag, now, **fields))

    # From draft to entry into force.

    def binding(self, now: Moment) -> dict[str, date]:
        """Who has expressed consent to be bound, in the manner the text asks for, and when."""
        tag = self.terms.clauses.entry_into_force.upon.kind
        confirmed = self.done("confirmed", now) if tag == "signed" else ()
        return {act.by: counts_on(act) for _, act in (*self.done(tag, now), *confirmed)}

    def has_signed(self, name: str, now: Moment) -> bool:
        """Whether a party has signed, or confirmed what was signed for it."""
        return self.happened("signed", now, by=name) or self.happened("confirmed", now, by=name)

    def listed(self, now: Moment, *states: str) -> Iterator[tuple[int, Any]]:
        """What lists say of these states, where no act has ended the agreement before."""
        for at, act in self.done("taken_over", now):
            if act.state in states and not self.over(Moment(act.on, at)):
                yield at, act

    def entered(self, now: Moment) -> bool:
        if any(True for _ in self.listed(now, "in_force", "suspended")):
            return True
        if any(self.given_up_by_list(now)):
            return False
        given = self.binding(now)
        if len(given) < len(self.parties) or self.happened("abandoned", now):
            return False
        then = self.terms.clauses.entry_into_force.then
        boundary = self.convention("effect_boundary", "same day")
        return max(given.values()) <= now.day and (
            then is None or later(max(given.values()), str(then), boundary=boundary) <= now.day
        )

    def given_up_by_list(self, now: Moment) -> Iterator[date]:
        """The day of which a list says that it was over, where nothing says that it ever was in force."""
        return (act.on for at, act in self.listed(now, "terminated") if not self.entered(Moment(act.on, at)))

    # The end.

    def clause(self, party: str) -> Any:
        """The first clause under which a party may end the agreement by notice."""
        return next(iter(self.terms.clauses.notices_from(party)), None)

    def effect(self, notice: Any) -> date:
        """The day on which a notice ends the agreement."""
        return notice.effective or self.earliest(notice)

    def earliest(self, notice: Any) -> date:
        boundary = self.convention("effect_boundary", "same day")
        clause = self.clause(notice.by)
        if clause is None:  # the default law's twelve months, from receipt
            return later(counts_on(notice), "12 months", boundary=boundary)
        sending = self.convention("notice_counts_from", "receipt") == "sending"
        return later(notice.on if sending else counts_on(notice), str(clause.period), boundary=boundary)

    def unwithdrawn(self, now: Moment) -> Iterator[tuple[int, Any]]:
        for at, notice in self.done("notice_given", now):
            if not self.happened("notice_withdrawn", now, notice=notice.notice):
                yield at, notice

    def end(self, now: Moment) -> Moment | None:
        """The moment at which the agreement ended by notice or by consent, if it did."""
        ends = []
        for at, notice in self.unwithdrawn(now):
            ends.append((self.effect(notice), counts_on(notice), at))
        if agreed := self.agreements_to_end(now)[0]:
            at, last = agreed[-1]
            ends.append((last.effective or last.on, last.on, at))
        for at, act in self.listed(now, "in_force", "suspended", "terminated"):
            if act.until or (act.state == "terminated" and self.entered(Moment(act.on, at))):
                ends.append((act.until or act.on, act.on, at))
        moments = [Moment(due, self.first_on(due)) if due > given else Moment(given, at + 1) for due, given, at in ends]
        return min((moment for moment in moments if moment.day <= now.day), default=None)

    def agreements_to_end(self, now: Moment) -> tuple[list[tuple[int, Any]], list[tuple[int, Any]]]:
        """The consents to the last end to which all have consented, and those to one to which not all have yet."""
        given, of = list(self.done("end_agreed", now)), len(self.parties)
        whole = len(given) // of * of
        return given[max(whole - of, 0) : whole], given[whole:]

    def first_on(self, day: date) -> int:
        return sum(counts_on(act) < day for act in self.acts)

    def in_force(self, now: Moment) -> bool:
        return self.entered(now) and self.end(now) is None

    def winding_down(self, now: Moment) -> bool:
        return self.end(now) is not None and bool(self.surviving(now))

    def over(self, now: Moment) -> bool:
        given_up = self.happened("abandoned", now) or any(self.given_up_by_list(now))
        return given_up or self.end(now) is not None

    # What is left to finish.

    def survives(self, kind: str) -> bool:
        survival = self.terms.clauses.survival
        plural = {"activity": "activities", "account": "accounts"}[kind]
        return survival is not None and survival.until is not None and plural in survival.until.completed

    def begun(self, kind: str, now: Moment) -> list[Any]:
        tag = "activity_begun" if kind == "activity" else "account_opened"
        return [act for _, act in self.done(tag, now)]

    def finished(self, kind: str, id: str, now: Moment) -> bool:
        if kind == "activity":
            return self.happened("activity_completed", now, activity=id)
        if self.happened("account_settled", now, account=id, amount=None):
            return True
        return self.owed(id, now) == 0

    def owed(self, id: str, now: Moment) -> Decimal | None:
        for _, account in self.done("account_opened", now, account=id):
            if account.amount is not None:
                paid = (act.amount.amount for _, act in self.done("account_settled", now, account=id))
                return Decimal(account.amount.amount - sum(paid, Decimal(0)))
        return None

    def surviving(self, now: Moment) -> list[tuple[str, str]]:
        """The open heads for which the ended agreement stays alive."""
        return [
            (kind, getattr(act, kind))
            for kind in ("activity", "account")
            if self.survives(kind)
            for act in self.begun(kind, now)
            if not self.finished(kind, getattr(act, kind), now)
        ]

    def open(self, kind: str, now: Moment) -> list[str]:
        """The heads that are open; what does not survive lapses once all is over."""
        ids = [getattr(act, kind) for act in self.begun(kind, now)]
        left = [id for id in ids if not self.finished(kind, id, now)]
        end = self.end(now)
        if end is None or self.survives(kind):
            return left
        arose = [getattr(act, kind) for act in self.begun(kind, now)[len(self.begun(kind, end)) :]]
        return [id for id in left if id in arose and self.winding_down(now)]

    # What stands beside.

    def running(self, now: Moment) -> list[Any]:
        return [notice for _, notice in self.unwithdrawn(now)] if self.in_force(now) else []

    def standing(self, now: Moment) -> list[Any]:
        """The suspensions that are not lifted."""
        if not self.in_force(now):
            return []
        listed = [
            Listed(f"list-{act.on}")
            for at, act in self.listed(now, "suspended")
            if not self.standing(Moment(act.on, at)) and not self.happened("resumed", now, suspension=f"list-{act.on}")
        ]
        return listed + [
            act
            for at, act in self.done("suspended", now)
            if not self.happened("resumed", now, suspension=act.suspension) and not self.lifted(at, act, now)
        ]

    def lifted(self, since: int, suspension: Any, now: Moment) -> bool:
        """Whether the settlement of its dispute lifted it."""
        if self.convention("settlement_lifts_suspension", "no") == "no":
            return False
        id = suspension.ground.removeprefix("dispute:")
        return any(at > since for at, _ in self.done("dispute_settled", now, dispute=id))

    # Which acts may be done: one question for each kind.

    def stranger(self, name: str | None) -> bool:
        return name is not None and name not in self.parties

    def may_be_drafted(self, act: Any, now: Moment) -> bool:
        return False

    def may_be_signed(self, act: Any, now: Moment) -> bool:
        return self.may_sign(act, now) and self.authorised(act)

    def may_sign(self, act: Any, now: Moment) -> bool:
        return not self.stranger(act.by) and not self.over(now) and not self.has_signed(act.by, now)

    def authorised(self, act: Any) -> bool:
        signs = self.terms.parties[act.by].signs
        return (act.office or act.signatory) in ("", signs) or not signs or bool(act.authority)

    def may_be_confirmed(self, act: Any, now: Moment) -> bool:
        if not self.may_sign(act, now):
            return False
        return any(
            other.tag == "signed"
            and other.by == act.by
            and counts_on(other) >= self.drafted
            and self.may_sign(other, Moment(counts_on(other), at))
            and not self.authorised(other)
            for at, other in enumerate(self.acts[: now.acts])
        )

    def may_be_consented(self, act: Any, now: Moment) -> bool:
        if self.stranger(act.by) or self.over(now):
            return False
        before = sum(other.by == act.by for _, other in self.done("consented", now))
        under_notice = any(other.by == act.by for other in self.running(now))
        if before > (1 if under_notice else 0):  # under notice it may come back, once
            return False
        return act.manner != "ratification" or self.terms.parties[act.by].type != "organisation"

    def may_be_taken_over(self, act: Any, now: Moment) -> bool:
        if not first_of(act.on, act.precision):
            return False
        if act.until is not None:
            over = last_of(act.until, act.until_precision) < act.on
            if over or act.state in ("signed", "terminated") or not first_of(act.until, act.until_precision):
                return False
        if self.ended(now) and act.state != "terminated":
            return False
        return act.state != "signed" or not (self.entered(now) or self.ended(now))

    def may_be_fact_established(self, act: Any, now: Moment) -> bool:
        return not self.happened("fact_established", now, fact=act.fact)

    def may_be_abandoned(self, act: Any, now: Moment) -> bool:
        return not self.stranger(act.by) and not self.entered(now) and not self.over(now)

    def may_be_notice_given(self, act: Any, now: Moment) -> bool:
        if self.stranger(act.by) or not self.in_force(now):
            return False
        if self.clause(act.by) is None and not self.denunciable(now):
            return False
        if self.happened("notice_given", now, notice=act.notice):
            return False
        if any(other.by == act.by for other in self.running(now)):
            return False
        return act.effective is None or (act.effective >= self.earliest(act) and self.possible(act))

    def possible(self, notice: Any) -> bool:
        """Whether the clause can lead to the day that a notice names, the first of a month where it asks for that."""
        clause = self.clause(notice.by)
        of_a_month = clause is not None and str(clause.period).endswith("first of next month")
        return not of_a_month or notice.effective.day == 1

    def denunciable(self, now: Moment) -> bool:
        """Whether a text that says nothing of its end may be denounced: so intended, or implied in its nature."""
        silent = not self.terms.clauses.termination and self.terms.clauses.duration is None
        return silent and any(self.happened("fact_established", now, fact=fact) for fact in DENUNCIABLE)

    def may_be_notice_withdrawn(self, act: Any, now: Moment) -> bool:
        mine = [notice.notice for notice in self.running(now) if notice.by == act.by]
        return act.notice in mine

    def may_be_end_agreed(self, act: Any, now: Moment) -> bool:
        if self.stranger(act.by) or not self.in_force(now):
            return False
        agreed, asked = self.agreements_to_end(now)
        if any(other.by == act.by for _, other in asked):
            return False
        if not asked and any(other.effective == act.effective for _, other in agreed):
            return False
        same = all(other.effective == act.effective for _, other in asked)
        return same and (act.effective is None or act.effective >= now.day)

    def may_be_dispute_referred(self, act: Any, now: Moment) -> bool:
        alive = self.in_force(now) or self.winding_down(now)
        return not self.stranger(act.by) and alive and not self.happened("dispute_referred", now, dispute=act.dispute)

    def may_be_dispute_failed(self, act: Any, now: Moment) -> bool:
        known = self.may_be_dispute_settled(act, now)
        return known and not self.happened("dispute_failed", now, dispute=act.dispute)

    def may_be_dispute_settled(self, act: Any, now: Moment) -> bool:
        referred = self.happened("dispute_referred", now, dispute=act.dispute)
        settled = self.happened("dispute_settled", now, dispute=act.dispute)
        return not self.stranger(act.by) and referred and not settled

    def may_be_suspended(self, act: Any, now: Moment) -> bool:
        if self.stranger(act.by) or not self.in_force(now):
            return False
        breach = act.ground == "breach"
        if not any((c.ground == "opinion of breach") is breach for c in self.terms.clauses.suspension):
            return False
        id = act.ground.removeprefix("dispute:")
        failed = self.happened("dispute_failed", now, dispute=id)
        if not breach and (not failed or self.happened("dispute_settled", now, dispute=id)):
            return False
        twice = any((other.by, other.ground) == (act.by, act.ground) for other in self.standing(now))
        return not twice and not self.happened("suspended", now, suspension=act.suspension)

    def may_be_resumed(self, act: Any, now: Moment) -> bool:
        known = [(other.suspension, other.by) for other in self.standing(now)]
        return (act.suspension, act.by) in known or ((act.suspension, "") in known and not self.stranger(act.by))

    def may_be_activity_begun(self, act: Any, now: Moment) -> bool:
        if self.stranger(act.by) or not self.in_force(now) or self.standing(now):
            return False
        return not self.happened("activity_begun", now, activity=act.activity)

    def may_be_activity_completed(self, act: Any, now: Moment) -> bool:
        return not self.stranger(act.by) and act.activity in self.open("activity", now)

    def may_be_account_opened(self, act: Any, now: Moment) -> bool:
        end = self.end(now)
        outlived = self.surviving(end) if end else []
        arises = self.winding_down(now) and ("activity", act.activity) in outlived
        if not self.in_force(now) and not arises:
            return False
        if any(map(self.stranger, (act.by, act.owed_by, act.owed_to))):
            return False
        if act.owed_by is not None and act.owed_by == act.owed_to:
            return False
        if act.activity is not None and not self.happened("activity_begun", now, activity=act.activity):
            return False
        return not self.happened("account_opened", now, account=act.account)

    def may_be_account_settled(self, act: Any, now: Moment) -> bool:
        if self.stranger(act.by) or act.account not in self.open("account", now):
            return False
        if act.amount is None:
            return True
        opened = next(account for _, account in self.done("account_opened", now, account=act.account))
        owed = self.owed(act.account, now)
        return owed is not None and opened.amount.currency == act.amount.currency and act.amount.amount <= owed

    # The answer.

    def state(self, now: Moment) -> str:
        """The strongest of what holds."""
        if ended := self.ended(now):
            return ended
        if self.entered(now):
            running = "notice_given" if self.running(now) else "in_force"
            return "suspended" if self.standing(now) else running
        signed = any(self.happened(tag, now) for tag in CONSENT) or any(self.listed(now, "signed"))
        return "signed" if signed else "drafted"

    def ended(self, now: Moment) -> str:
        if not self.over(now):
            return ""
        return "winding_down" if self.winding_down(now) else "terminated"

    def party_state(self, name: str, now: Moment) -> str:
        if ended := self.ended(now):
            return ended
        if self.entered(now):
            running = any(notice.by == name for notice in self.running(now))
            stands = any(suspension.by in (name, "") for suspension in self.standing(now))
            return "suspended" if stands else "notice_given" if running else "in_force"
        signed = any(self.happened(tag, now, by=name) for tag in CONSENT) or any(self.listed(now, "signed"))
        return "signed" if signed else "drafted"


def answer(acts: Sequence[Act], day: date) -> Answer:
    """Read the acts, the draft first, dated up to a day, and say what holds at the end of it."""
    draft, *rest = acts
    reading = Reading([draft, *(act for act in rest if counts_on(act) <= day)])
    now = Moment(day, len(reading.acts))
    end = reading.end(now)
    given_up = [*(act.on for _, act in reading.done("abandoned", now)), *reading.given_up_by_list(now)]
    return Answer(
        state=reading.state(now),
        parties={name: reading.party_state(name, now) for name in reading.parties},
        notices=sorted(notice.notice for notice in reading.running(now)),
        suspensions=sorted(suspension.suspension for suspension in reading.standing(now)),
        open=sorted([*reading.open("activity", now), *reading.open("account", now)]),
        without_effect=[act for at, act in enumerate(reading.acts) if not reading.counts(at)],
        terminated_on=end.day if end else min(given_up, default=None),
    )


# Corrections and strikes.

KEEPING = ("corrected", "struck")


def as_it_stands(entries: Sequence[Entry]) -> list[Act]:
    """The acts of a log as they should have been entered, without what was struck; the draft first."""

    def about(entry: Entry, tag: str) -> Iterator[Any]:
        """The later entries of a kind that are about this one, and are not struck themselves."""
        for later in entries:
            act: Any = later.act
            if act.tag == tag and act.target == entry.seq and later.seq > entry.seq and not struck(later):
                yield later

    def struck(entry: Entry) -> bool:
        return entry is not entries[0] and any(True for _ in about(entry, "struck"))

    def changes(correction: Any) -> dict[str, str]:
        """What a correction sets, as corrected in its turn."""
        told = dict(correction.act.set)
        for later in about(correction, "corrected"):
            told |= {name: value for name, value in changes(later).items() if name not in ("reason", "note")}
        return told

    def corrected(entry: Entry) -> Act:
        act = entry.act
        for correction in about(entry, "corrected"):
            told = changes(correction)
            try:
                if not {"act", "terms"} & set(told):
                    act = act_from({**to_plain(act), **told})
            except InvalidInput:
                continue
        return act

    return [corrected(entry) for entry in entries if entry.act.tag not in KEEPING and not struck(entry)]
