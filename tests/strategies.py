"""What hypothesis draws: terms, acts and stories, on dates of a few days so that they collide.

`stories()` draws a draft with the acts that follow it, most of them likely, some out of place; `any_acts()` draws acts
of any date and content. Windows begin shortly before the end of a month, so that periods of months are clamped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.consent.signature import Signed
from lifecycle.acts.keeping.entries import Corrected, Struck
from lifecycle.acts.kinds import act_from
from lifecycle.codec import to_plain
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

WINDOW = 10
STARTS = (date(2003, 8, 27), date(2004, 2, 24), date(2010, 12, 26), date(2011, 1, 27))
BILATERAL, THREE = ("A", "B"), ("A", "B", "C")
PERIODS = ("1 day", "2 days", "3 days", "5 days", "1 month", "2 days, first of next month")
SURVIVALS: tuple[tuple[str, ...], ...] = ((), ("activities",), ("accounts",), ("activities", "accounts"))

TAGS = """
    abandoned account_opened account_settled activity_begun activity_completed consented dispute_failed
    dispute_referred dispute_settled drafted end_agreed fact_established notice_given notice_withdrawn resumed signed
    suspended
""".split()  # noqa: SIM905 - a line reads better than a column


class Story(Struct, frozen=True):
    """An agreement's draft and the acts that follow it, in the order of their recording."""

    terms: Terms
    acts: tuple[Act, ...]

    def __repr__(self) -> str:
        lines = [line(act) for act in self.acts]
        return "\n".join(["Story", str(to_plain(self.terms)), *lines])

    @property
    def start(self) -> date:
        return self.acts[0].on

    def entries(self, order: Sequence[int] | None = None) -> list[Entry]:
        """Number the acts as they stand, or recorded in another order."""
        acts = self.acts if order is None else [self.acts[0], *(self.acts[at + 1] for at in order)]
        return [Entry(seq, act) for seq, act in enumerate(acts, 1)]

    def timeline(self) -> Timeline:
        return fold(self.entries())

    def days(self) -> list[date]:
        """The days of the window and those around each change of the timeline."""
        near = {self.start + timedelta(days=n) for n in range(WINDOW + 6)}
        changes = {period.start for period in self.timeline().agreement}
        return sorted(near | changes | {day + timedelta(days=1) for day in changes})


def line(act: Act) -> str:
    """Write an act as a line of a docket."""
    plain = to_plain(act)
    fields = [f"{name}={value!r}" for name, value in plain.items() if name not in ("act", "on", "terms")]
    return " ".join([plain["on"], plain["act"], *fields])


@cache
def among(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Draw one of the values; hypothesis examines a strategy anew for each object, so one for each set is kept."""
    return st.sampled_from(values)


@cache
def upto(last: int) -> st.SearchStrategy[int]:
    """Draw a number from zero on."""
    return st.integers(0, last)


YES_OR_NO = st.booleans()
GROUNDS = (*[("failed dispute", "opinion of breach")] * 2, ("opinion of breach",), ())
FACTS = ("funds are there", "the parties intended to admit denunciation")
ANYWHERE = st.one_of(st.dates(), among(STARTS), among((date.min, date.max, date(2999, 12, 31))))


@st.composite
def all_terms(
    draw: st.DrawFn,
    parties: Sequence[str] = BILATERAL,
    survival: Sequence[tuple[str, ...]] = SURVIVALS,
) -> Terms:
    """Draw the terms of an agreement between the parties."""
    period = among(PERIODS)
    conditions: list[dict[str, Any]] = [{}, {}, {"then": draw(period)}, {"upon": {"consented": "all"}}]
    if len(parties) > 2:
        conditions += [{"upon": {"signed": "2"}, "joining": draw(period)}] * 2
    entry = {"article": "1", "upon": {"signed": "all"}} | conditions[draw(upto(len(conditions) - 1))]
    clauses: dict[str, Any] = {"entry_into_force": entry}
    of = draw(among(("any party", "any party", "A")))
    notice = {"article": "2", "by": "notice", "from": of, "period": draw(period)}
    if len(parties) > 2:
        notice["ends"] = draw(among(("for the party", "for all")))
    clauses["termination"] = [notice] if draw(upto(9)) else []
    if kinds := draw(among(tuple(survival))):
        clauses["survival"] = {"article": "3", "until": {"completed": list(kinds)}}
    grounds = draw(among(GROUNDS))
    clauses["suspension"] = [{"article": "4", "ground": ground} for ground in grounds]
    conventions = {
        name: draw(among(values))
        for name, values in (
            ("notice_counts_from", ("receipt", "sending")),
            ("effect_boundary", ("same day", "next day")),
            ("settlement_lifts_suspension", ("yes", "no")),
        )
        if draw(YES_OR_NO)
    }
    return terms_from(
        {
            "agreement": "drawn",
            "title": "Drawn",
            "parties": {name: {"name": name, "signs": "Director"} for name in parties},
            "clauses": clauses,
            "conventions": conventions,
        }
    )


@cache
def days(start: date, last: int = WINDOW - 1) -> st.SearchStrategy[date]:
    """Draw a day of the window."""
    return among(tuple(start + timedelta(days=n) for n in range(last + 1)))


@cache
def _ids(letter: str, count: int = 2) -> st.SearchStrategy[str]:
    return among(tuple(f"{letter}{n}" for n in range(1, count + 1)))


@st.composite
def acts(  # noqa: PLR0912 - one case for each kind
    draw: st.DrawFn, terms: Terms, on: st.SearchStrategy[date], tags: Sequence[str] = TAGS, *, strangers: bool = True
) -> Act:
    """Draw an act of one of the kinds on a day; about one in twenty is a stranger's."""
    tag = draw(among(tuple(tags)))
    day = draw(on)
    names = list(terms.parties)
    party = among((*names * (20 // len(names)), *(["Z"] if strangers else [])))
    fields: dict[str, Any] = {}

    def may(name: str, values: st.SearchStrategy[Any], often: int = 3) -> None:
        """Give the field in one of so many acts."""
        if not draw(upto(often - 1)):
            fields[name] = draw(values)

    may("by", party, 1 if tag in _BY_A_PARTY else 4)
    match tag:
        case "drafted":
            return Drafted(on=day, terms=terms)
        case "signed":
            may("signatory", among(("Director", "Clerk")), 5)
            may("office", among(("Director", "Clerk")), 5)
            may("authority", st.just("full powers"), 2)
        case "consented":
            fields["manner"] = draw(among(("acceptance", "formal-confirmation", "ratification")))
        case "fact_established":
            fields["fact"] = draw(among(FACTS))
        case "notice_given":
            fields["notice"] = draw(_ids("N", 3))
            may("received", on)
            may("effective", on)
        case "notice_withdrawn":
            fields["notice"] = draw(_ids("N", 3))
            may("received", on, 5)
        case "suspended":
            fields["suspension"] = draw(_ids("S", 3))
            fields["ground"] = draw(among(("breach", "dispute:D1", "breach", "dispute:D2")))
        case "resumed":
            fields["suspension"] = draw(_ids("S", 3))
        case "dispute_referred" | "dispute_failed" | "dispute_settled":
            fields["dispute"] = draw(_ids("D"))
        case "activity_begun" | "activity_completed":
            fields["activity"] = draw(_ids("A"))
        case "account_opened":
            fields["account"] = draw(_ids("C"))
            may("activity", _ids("A"), 2)
            may("owed_by", party)
            may("owed_to", party)
            may("amount", among(("1.00 EUR", "2.00 EUR")), 2)
        case "account_settled":
            fields["account"] = draw(_ids("C"))
            may("amount", among(("1.00 EUR", "1.00 EUR", "3.00 EUR", "1.00 USD")))
        case "end_agreed":
            may("effective", on)
    return act_from({"act": tag, "on": day, **fields})


_BY_A_PARTY = frozenset(
    (
        "signed",
        "consented",
        "notice_given",
        "notice_withdrawn",
        "suspended",
        "resumed",
        "dispute_referred",
        "end_agreed",
    )
)


PRECISE = st.sampled_from(("day", "day", "day", "month", "year", "unknown"))
LISTED = ("signed", "in_force", "in_force", "suspended", "terminated")
EPISODES = ("notice", "notice", "suspension", "dispute", "activity", "activity", "account", "end", "stray", "stray")


@st.composite
def episodes(draw: st.DrawFn, terms: Terms, start: date, number: int, kinds: Sequence[str] = EPISODES) -> list[Act]:
    """Draw acts that belong together, what opens and mostly what closes it; each kind of id counts with `number`."""
    kind = draw(among(tuple(kinds)))
    opened = draw(days(start))
    party = draw(among(tuple(terms.parties)))
    follows = days(opened, 4)
    if kind == "stray":
        return [draw(acts(terms, days(start)))]

    def one(tag: str, on: date, **fields: Any) -> Act:
        return act_from({"act": tag, "on": on, **fields})

    def mostly(tag: str, **fields: Any) -> list[Act]:
        return [one(tag, draw(follows), **fields)] if draw(upto(3)) else []

    if kind == "notice" and not terms.clauses.termination and draw(YES_OR_NO):
        return [
            one("fact_established", opened, fact=FACTS[1]),
            one("notice_given", draw(follows), by=party, notice="N1"),
        ]
    if kind == "notice":
        later = {"received": draw(follows)} if draw(YES_OR_NO) else {}
        named = {} if draw(upto(3)) else {"effective": draw(follows)}
        given = one("notice_given", opened, by=party, notice=f"N{number}", **later, **named)
        return [given, *mostly("notice_withdrawn", by=party, notice=f"N{number}")]
    if kind == "suspension":
        stands = one("suspended", opened, by=party, suspension=f"S{number}", ground="breach")
        return [stands, *mostly("resumed", by=party, suspension=f"S{number}")]
    if kind == "dispute":
        referred = one("dispute_referred", opened, by=party, dispute=f"D{number}")
        failed = one("dispute_failed", opened, dispute=f"D{number}")
        stands = one("suspended", draw(follows), by=party, suspension=f"S{number}", ground=f"dispute:D{number}")
        return [referred, failed, stands, *mostly("dispute_settled", dispute=f"D{number}")]
    if kind == "activity":
        return [
            one("activity_begun", opened, activity=f"A{number}"),
            *mostly("account_opened", account=f"C{number}", activity=f"A{number}", amount="2.00 EUR"),
            *mostly("account_settled", account=f"C{number}", amount="1.00 EUR"),
            *mostly("activity_completed", activity=f"A{number}"),
        ]
    if kind == "list":
        until = {"until": draw(days(start)), "until_precision": draw(PRECISE)} if draw(YES_OR_NO) else {}
        told = {"state": draw(among(LISTED)), "precision": draw(PRECISE), "source": "a list", **until}
        if draw(YES_OR_NO):
            opened = draw(
                among(tuple(day for day in (start + timedelta(days=n) for n in range(WINDOW)) if day.day == 1))
            )
        taken = one("taken_over", opened, **told)
        return [taken, *mostly("resumed", by=party, suspension=f"list-{opened}")]
    if kind == "account":
        return [one("account_opened", opened, account=f"C{number}"), *mostly("account_settled", account=f"C{number}")]
    if draw(YES_OR_NO):
        return [one("end_agreed", opened, by=name) for name in terms.parties]
    agreed = [one("end_agreed", opened, by=name, effective=opened + timedelta(days=3)) for name in terms.parties]
    anew = [
        one("end_agreed", opened + timedelta(days=1), by=name, effective=opened + timedelta(days=5))
        for name in terms.parties
    ]
    return [*agreed, *anew[: draw(st.integers(0, len(anew)))]]


@st.composite
def stories(
    draw: st.DrawFn,
    terms: st.SearchStrategy[Terms] | None = None,
    kinds: Sequence[str] = EPISODES,
    *,
    most: int = 5,
    concluded: bool | None = None,
) -> Story:
    """Draw a story: mostly concluded by all in its first days, then episodes of the kinds within the window."""
    text = draw(all_terms() if terms is None else terms)
    start = draw(among(STARTS))
    drafted: list[Act] = [Drafted(on=start, terms=text)]
    if concluded or (concluded is None and draw(upto(5))):
        early = st.just(start) if concluded else days(start, 2)
        drafted += [conclusion(text, name, draw(early)) for name in text.parties]
    further = [draw(episodes(text, start, number, kinds)) for number in range(1, draw(upto(most)) + 1)]
    return Story(text, (*drafted, *(act for episode in further for act in episode)))


def conclusion(terms: Terms, party: str, on: date) -> Act:
    """Give the act by which a party expresses its consent to be bound, in the manner the text asks for."""
    if terms.clauses.entry_into_force.upon.mentions("consented"):
        return Consented(on=on, by=party, manner="acceptance")
    return Signed(on=on, by=party)


@st.composite
def any_acts(draw: st.DrawFn, terms: Terms) -> Act:
    """Draw an act of any date at all, with ids and dates left out or absurd."""
    done = draw(acts(terms, ANYWHERE))
    if done.OPENS and draw(YES_OR_NO):
        return _without(done, done.OPENS[0])
    if done.CLOSES and draw(YES_OR_NO):
        return _without(done, done.CLOSES)
    return done


def _without(act: Act, field: str) -> Act:
    return replace(act, **{field: None})


@st.composite
def keepers_acts(draw: st.DrawFn, terms: Terms, last: int) -> Act:
    """Draw a strike or a correction of an entry of the log, sensible or not; `last` is the log's length."""
    on, target = date(2026, 1, draw(st.integers(1, 28))), draw(st.integers(1, last + 1))
    if draw(YES_OR_NO):
        return Struck(on=on, target=target, reason="entered by mistake")
    changes = {
        "on": draw(days(date(2010, 12, 26))).isoformat(),
        "by": draw(st.sampled_from([*terms.parties, "Z"])),
        "act": "signed",
        "reason": "misread",
        "amount": "2.00 EUR",
        "nonsense": "x",
        "received": draw(st.sampled_from(["2011-01-03", "not a date"])),
    }
    names = draw(st.lists(st.sampled_from(sorted(changes)), min_size=1, max_size=2, unique=True))
    return Corrected(on=on, target=target, set={name: changes[name] for name in names}, reason="a slip")
