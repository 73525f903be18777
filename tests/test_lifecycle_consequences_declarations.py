"""Declarations: what became of each, until when others may object, and who has accepted it in silence (R55)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from given import Docket, given
from hypothesis import given as given_any
from hypothesis import strategies as st

from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.declarations.declaration import Declared
from lifecycle.acts.declarations.objection import DeclarationObjected, DeclarationWithdrawn
from lifecycle.answers.declarations import DeclarationShown
from lifecycle.answers.status import status
from lifecycle.codec import encode
from lifecycle.errors import InvalidInput
from lifecycle.fold.timeline import Entry, fold

TWO = (
    "2004-01-01 drafted",
    "2004-01-01 consented by=NORTH manner=ratification",
    "2004-01-01 consented by=SOUTH manner=ratification",
)
EAST = '2006-05-01 consented by=EAST manner=ratification reservation="Article 12 does not apply"'
OBJECTED = "2006-11-20 declaration_objected by=SOUTH to=EAST"


def shown(put: Docket, day: str, party: str = "EAST") -> list[dict[str, Any]]:
    """Give the declarations of a party as they are published."""
    found = {one.party: one for one in put.status(day).participants}
    return list(json.loads(encode(found[party].declarations)))


def awaited(put: Docket, day: str) -> list[str]:
    return [f"{due.on} {due.what}, {due.article}" for due in put.status(day).next]


def test_a_reservation_is_shown_with_its_party_and_may_be_objected_to_for_twelve_months() -> None:
    put = given("lagoons", *TWO, EAST, OBJECTED)
    assert put.timeline.irregular == {}
    assert put.state("2006-06-01", "EAST") == "in_force"
    assert awaited(put, "2006-06-01") == ["2007-05-01 last day to object to declaration E1, VCLT-IO 20(5)"]
    (made,) = shown(put, "2006-11-20")
    assert (made["text"], made["kind"], made["standing"], made["article"]) == (
        "Article 12 does not apply",
        "reservation",
        "stands",
        "VCLT-IO 19",
    )
    assert [one["by"] for one in made["objections"]] == ["SOUTH"]
    assert (shown(put, "2006-11-19")[0]["objections"], shown(put, "2006-04-30")) == ([], [])


def test_who_was_silent_has_accepted_it_after_the_last_day() -> None:
    """The last day itself is one on which an objection is still in time (ETS 76 3(1); R15)."""
    put = given("lagoons", *TWO, EAST, OBJECTED)
    assert shown(put, "2007-05-01")[0]["accepted_by"] == []
    assert shown(put, "2007-05-02")[0]["accepted_by"] == ["NORTH"]
    assert awaited(put, "2007-05-02") == []
    assert put.when("2007-05-01 declaration_objected by=NORTH").objection is None


def test_the_time_counts_from_the_notification_by_the_depositary() -> None:
    """Where its day is on record; of the receipt otherwise (R27)."""
    east = "2006-05-01 consented by=EAST manner=ratification"
    put = given("lagoons", *TWO, east, "2006-05-01 declared by=EAST kind=reservation transmitted=2006-07-15")
    assert awaited(put, "2006-06-01") == ["2007-07-15 last day to object to declaration E1, VCLT-IO 20(5)"]


def test_a_later_party_may_object_until_its_own_consent() -> None:
    put = given("lagoons", *TWO, EAST, "2009-01-01 consented by=WEST manner=accession")
    assert shown(put, "2009-01-01")[0]["accepted_by"] == ["NORTH", "SOUTH"]
    assert shown(put, "2009-01-02")[0]["accepted_by"] == ["NORTH", "SOUTH", "WEST"]
    assert put.when("2009-01-01 declaration_objected by=WEST").objection is None


def test_what_the_text_itself_admits_needs_no_acceptance_and_may_have_its_own_time() -> None:
    """VCLT-IO 20(1): an authorised one awaits nothing; the text may give ninety days where it wants objections."""
    put = given("lagoons", *TWO[:2], "2004-01-01 declared by=NORTH kind=opting-out articles=[12]")
    assert awaited(put, "2004-01-01") == ["2004-03-31 last day to object to declaration E1, 20(2)"]
    assert awaited(put.when("2004-01-01 declared by=NORTH kind=interpretation"), "2004-01-02")[1:] == []


def test_nobody_is_awaited_once_all_others_have_objected_unless_one_withdraws() -> None:
    put = given("lagoons", *TWO, EAST, *(f"2006-06-0{n} declaration_objected by={name}" for n, name in
                                         enumerate(("NORTH", "SOUTH", "WEST"), 1)))  # fmt: skip
    assert (awaited(put, "2006-06-02"), awaited(put, "2006-06-03")) != ([], [])
    assert awaited(put, "2006-06-03") == []
    back = put.when("2006-07-01 declaration_withdrawn by=WEST withdraws=objection")
    assert back.objection is None
    assert awaited(back, "2006-07-01") == ["2007-05-01 last day to object to declaration E1, VCLT-IO 20(5)"]
    assert shown(back, "2006-07-01")[0]["objections"][2]["withdrawn_on"] == "2006-07-01"


def test_a_withdrawal_counts_from_its_receipt_at_any_time() -> None:
    put = given("lagoons", *TWO, EAST, "2012-03-01 declaration_withdrawn by=EAST received=2012-03-09")
    assert [shown(put, day)[0]["standing"] for day in ("2012-03-08", "2012-03-09")] == ["stands", "closed"]
    assert shown(put, "2012-03-09")[0]["closed_on"] == "2012-03-09"


def test_a_reservation_made_with_a_signature_is_confirmed_with_the_consent_and_dates_from_it() -> None:
    """VCLT-IO 23(2): until then nothing runs against the others."""
    signed = (*TWO, "2005-01-01 signed by=WEST", '2005-01-01 declared by=WEST kind=reservation text="No fees"')
    put = given("lagoons", *signed)
    assert shown(put, "2005-02-01", "WEST")[0]["standing"] == "to_be_confirmed"
    assert awaited(put, "2005-02-01") == []
    consented = put.when("2006-01-01 consented by=WEST manner=ratification")
    assert shown(consented, "2006-01-02", "WEST")[0]["standing"] == "not_confirmed"
    done = consented.when("2006-01-01 declared by=WEST kind=reservation confirms=E1")
    assert done.objection is None
    before, after = shown(done, "2006-01-01", "WEST")
    assert (before["standing"], before["confirmed_by"]) == ("confirmed", "E2")
    assert (after["standing"], after["on"], after["text"]) == ("stands", "2006-01-01", "No fees")
    assert awaited(done, "2006-02-01") == ["2007-01-01 last day to object to declaration E2, VCLT-IO 20(5)"]


def test_a_signature_that_binds_needs_no_confirmation() -> None:
    put = given(
        "three-party",
        *("2010-01-01 drafted", "2010-01-02 signed by=A", "2010-01-02 declared by=A kind=reservation text=so"),
    )
    assert shown(put, "2010-01-02", "A")[0]["standing"] == "stands"


def test_a_declaration_may_have_effect_from_a_later_day() -> None:
    put = given("lagoons", *TWO, '2006-05-01 declared by=NORTH kind=territory territory="the Isles"')
    assert awaited(put, "2006-05-02") == ["2006-05-31 declaration E1 takes effect, 20(1)"]
    assert awaited(put, "2006-05-31") == []
    assert shown(put, "2006-05-02", "NORTH")[0]["effective"] == "2006-05-31"


def test_who_declares_so_does_not_apply_it_provisionally() -> None:
    """VCLT-IO 25(2): neither from its signature nor, where it did for a while, any longer."""
    put = given("lagoons", "2004-01-01 drafted", "2004-01-02 signed by=WEST", "2004-01-02 signed by=EAST")
    assert set(put.status("2004-02-01").provisional) == {"WEST", "EAST"}
    at_once = put.when("2004-01-02 declared by=WEST kind=not-provisionally")
    assert set(at_once.status("2004-02-01").provisional) == {"EAST"}
    later = put.when("2004-03-01 declared by=WEST kind=not-provisionally")
    assert set(later.status("2004-02-29").provisional) == {"WEST", "EAST"}
    assert set(later.status("2004-03-01").provisional) == {"EAST"}
    withdrawn = at_once.when("2004-05-01 declaration_withdrawn by=WEST")
    assert set(withdrawn.status("2004-05-01").provisional) == {"EAST", "WEST"}


def test_a_party_that_leaves_takes_its_declarations_along() -> None:
    """If it accedes again, it makes them anew."""
    put = given(
        "lagoons", *TWO, EAST, "2010-01-01 notice_given by=EAST", "2012-01-01 consented by=EAST manner=accession"
    )
    (made,) = shown(put, "2012-01-02")
    assert (made["standing"], made["closed_on"]) == ("closed", "2010-04-01")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2006-06-01 declaration_objected by=NORTH to=EAST", "E1"),
        ("2006-06-01 declaration_objected by=NORTH to=SOUTH", "E2"),
        ("2006-06-01 declaration_objected by=EAST", "E2"),
        ("2006-06-01 declaration_withdrawn by=EAST", "E1"),
        ("2006-06-01 declaration_withdrawn by=SOUTH", "E2"),
    ],
)
def test_the_only_declaration_that_can_be_meant_need_not_be_named(line: str, found: str) -> None:
    put = given("lagoons", *TWO, EAST, "2006-05-02 declared by=SOUTH kind=interpretation").when(line)
    act: Any = put.entries[-1].act
    assert act.declaration == found
    assert put.objection is None


def test_where_several_can_be_meant_one_is_named() -> None:
    put = given("lagoons", *TWO, EAST, "2006-05-02 declared by=SOUTH kind=interpretation")
    with pytest.raises(InvalidInput, match="several are open"):
        put.when("2006-06-01 declaration_objected by=NORTH")


DAYS = st.integers(0, 9).map(lambda n: date(2006, 5, 1) + timedelta(days=n))
LONG = st.sampled_from([0, 364, 365, 366, 400, 800]).map(lambda n: timedelta(days=n))


@st.composite
def stories(draw: st.DrawFn) -> list[Entry]:
    """Draw reservations of two parties, objections of all around the last days, and withdrawals."""
    acts: list[Any] = [given("lagoons", "2004-01-01 drafted").entries[0].act]
    for name in ("NORTH", "SOUTH", "EAST", "WEST"):
        acts.append(Consented(on=draw(DAYS) + draw(LONG), by=name, manner="accession"))
        if draw(st.booleans()):
            id, on = f"E{len(acts)}", acts[-1].on
            acts.append(Declared(on=on, by=name, kind="reservation", declaration=id))
    for id in [str(one.declaration) for one in acts if isinstance(one, Declared)]:
        for name in draw(st.lists(st.sampled_from(["NORTH", "SOUTH", "EAST", "WEST"]), max_size=3)):
            acts.append(DeclarationObjected(on=draw(DAYS) + draw(LONG), by=name, declaration=id))
        if draw(st.integers(0, 2)) == 0:
            by = draw(st.sampled_from(["NORTH", "SOUTH", "EAST", "WEST"]))
            what: Any = draw(st.sampled_from(["declaration", "objection"]))
            acts.append(DeclarationWithdrawn(on=draw(DAYS) + draw(LONG), by=by, withdraws=what, declaration=id))
    return [Entry(seq, act) for seq, act in enumerate(acts, 1)]


def naively(entries: list[Entry], irregular: set[int], id: str, day: date) -> tuple[bool, list[str], list[str]]:
    """Whether it stands, who objects and who accepted it, asked anew of the acts: twelve months are a year here."""
    done: list[Any] = [e.act for e in entries if e.seq not in irregular and e.act.on <= day]
    consented = {a.by: a.on for a in done if isinstance(a, Consented)}
    made = next(a for a in done if isinstance(a, Declared) and a.declaration == id)
    gone = [a.by for a in done if isinstance(a, DeclarationWithdrawn) and a.declaration == id]
    withdrawn = any(
        isinstance(a, DeclarationWithdrawn) and a.declaration == id and a.withdraws == "declaration" for a in done
    )
    objecting = [
        a.by
        for a in done
        if isinstance(a, DeclarationObjected)
        and a.declaration == id
        and (
            a.by not in gone or any(isinstance(w, DeclarationWithdrawn) and w.by == a.by and w.on < a.on for w in done)
        )
    ]
    last = made.on.replace(year=made.on.year + 1)
    silent = [n for n, on in consented.items() if n != made.by and n not in objecting and max(last, on) < day]
    return not withdrawn, sorted(objecting), sorted([] if withdrawn else silent)


@given_any(stories(), st.integers(0, 1600))
def test_a_plain_reading_of_the_article_gives_the_same(entries: list[Entry], later: int) -> None:
    """Objections that stand and silence after twelve months, or after the own consent, day by day."""
    day = date(2006, 5, 1) + timedelta(days=later)
    line = fold(entries)
    found: list[DeclarationShown] = [d for one in status(line, day).participants for d in one.declarations]
    seen = line.until(day)
    for one in found:
        stands, objecting, silent = naively(entries, set(seen.irregular), one.declaration, day)
        standing = sorted(o.by for o in one.objections if o.withdrawn_on is None)
        assert (one.standing == "stands", standing, sorted(one.accepted_by)) == (stands, objecting, silent)
        due = seen.dues and [d for d in seen.dues if (d.kind, d.subject) == ("objection", one.declaration)]
        assert all(d.on == one.objections_until for d in due or ())
