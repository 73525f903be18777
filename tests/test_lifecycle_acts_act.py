"""What every act keeps to: its objection is a question, and what it changes it changes when it is applied."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import grammar
from given import Docket, terms
from given import given as put
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.kinds import BY_TAG
from lifecycle.consequences.moments import MOMENTS
from lifecycle.course.course import Course
from lifecycle.course.subject import Subject
from lifecycle.errors import Objection
from lifecycle.fold.legal_order import legal_order
from lifecycle.fold.timeline import Entry

STORED = Path(__file__).parent / "stored"
LAWFUL = {tag for tag, kind in BY_TAG.items() if not (kind.KEEPING or kind.DIRECTORY or kind is Drafted)}
MAY_BE_SAID_AGAIN = {"registered", "continued"}
"""A registration changes what is awaited, once; that something goes on can be agreed twice."""


def known(value: Any) -> Any:
    """Copy all that a course knows, down to the values that cannot change."""
    match value:
        case Course():
            return {name: known(one) for name, one in vars(value).items()}
        case Subject():
            return {name: known(getattr(value, name)) for name in Subject.__slots__}
        case dict():
            return [(key, known(one)) for key, one in value.items()]
        case set():
            return frozenset(value)
        case list():
            return [known(one) for one in value]
    return value


def moments(entries: Sequence[Entry]) -> Iterator[tuple[Course, Act]]:
    """Fold acts one by one, and give the course as it stands before each."""
    draft = entries[0].act
    assert isinstance(draft, Drafted)
    course = Course(draft.terms, draft.on, 1, MOMENTS)
    for day, entry in legal_order(entries[1:]):
        if day >= draft.on:
            course.run_clock(day)
            course.today, course.seq = day, entry.seq
            yield course, entry.act


def take(course: Course, act: Act) -> Objection | None:
    """Let an act take effect, or let stand what is left of it."""
    objection = act.objection(course)
    if objection is None:
        act.take_effect(course)
    else:
        act.void(course, objection)
    return objection


_BESIDE = re.compile(r" (actor=\S+|document=\S+|described='[^']*'|'personal=\S+|irregular=\"[^\"]*\")")
"""What a line says beside the act."""


def stored() -> list[Docket]:
    """Give the files of the stored registers, in which most kinds of acts stand, without the keeper's own acts."""
    lines = defaultdict[str, list[str]](list)
    for file in sorted(STORED.glob("*.docket")):
        for line in file.read_text(encoding="utf-8").splitlines():
            agreement, _, rest = line.partition(" ")
            if rest.split(" ")[1:2] and rest.split(" ")[1] in {"drafted", *LAWFUL}:
                lines[f"{file.name} {agreement}"].append(_BESIDE.sub("", rest))
    return [Docket(terms("wco-caricc")).when(*told) for told in lines.values()]


FURTHER = """
2010-01-01 drafted
2010-01-02 signed by=A signatory=Clerk
2010-01-03 confirmed by=A
2010-01-04 signed by=B
2010-01-05 provisional_ended by=B
2010-01-06 consent_withdrawn by=B
2010-01-07 consented by=A manner=approval
2010-01-07 consented by=C manner=approval
2010-01-08 registered
2010-02-01 consented by=B manner=approval
2010-03-01 amendment_proposed by=A amendment=M1 terms=every-act effective=2010-12-01
2010-03-02 amendment_opted_out by=B amendment=M1
2010-03-03 amendment_opted_in by=B amendment=M1
2010-04-01 extended until=2020-01-01
2010-04-02 continuance_agreed by=A
2010-05-01 measure_notified by=A measure=termination reason=breach
2010-08-02 measure_carried_out by=A notification=P1
2010-08-10 party_renamed by=A name=Other
2010-09-01 end_decided party=C
"""
"""Acts that have no effect where they stand in the stored registers."""


@given(grammar.stories(), st.data())
def test_an_objection_is_a_question(story: grammar.Story, data: st.DataObject) -> None:
    """Whatever is asked of an act, of any kind and at any moment, leaves the course as it was."""
    other = data.draw(grammar.acts(story.terms, grammar.days(story.acts[0].on), grammar.TAGS))
    for course, act in moments(story.entries()):
        before = known(course)
        for asked in (act, other):
            objection = asked.objection(course)
            assert known(course) == before
            assert asked.objection(course) == objection
        take(course, act)


@given(grammar.stories(keeping=False))
def test_what_is_admissible_changes_the_course(story: grammar.Story) -> None:
    """An act without objection leaves its trace, unless it says again what has been said."""
    for course, act in moments(story.entries()):
        before = known(course)
        if take(course, act) is None and act.tag not in MAY_BE_SAID_AGAIN:
            assert known(course) != before


def test_every_kind_asks_and_then_changes() -> None:
    """Both hold of every kind of act, each where it is admissible."""
    done = set()
    for docket in (
        *stored(),
        put("every-act", *FURTHER.strip().splitlines()),
        put("every-act", "2010-01-01 drafted", "2010-01-02 abandoned"),
    ):
        for course, act in moments(docket.entries):
            before = known(course)
            act.objection(course)
            assert known(course) == before
            if take(course, act) is None and known(course) != before:
                done.add(act.tag)
    assert done == LAWFUL
