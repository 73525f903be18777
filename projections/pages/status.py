"""The page of `status`: what is so and since when, everything that holds beside it, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lifecycle.calendar.partial import dated
from lifecycle.course.machine import BEFORE, ENDED, State
from lifecycle.messages import InLanguages, Message, Quoted, Row, Value
from lifecycle.terms.languages import language
from projections.answers.snapshot import Known
from projections.answers.status import Applied, Irregular, Reason, ReplacedShown, Status, StatusPage, TakenShown
from projections.forms.reports.blocks import Block, Field, Text, Title, fields
from projections.pages.beside import standing
from projections.pages.participants import participants
from projections.words.acts import called
from projections.words.documents import called as document
from projections.words.parts import Styled, loud_word
from projections.words.phrases import article, cited, convention, distance, on_both_axes, reading, series


def status_report(page: StatusPage, known: Known, *, named: bool = False) -> Iterator[Block]:
    """Give the page of a status, block by block; where they are `named`, with the participants by their names."""
    answer = page.status
    state = loud_word(answer.state)
    since = Message("{state} since {day}", state=state.says, day=dated(answer.since, answer.precision))
    yield Title(InLanguages.of(answer.title, answer.titles), Styled(since, state.style))
    yield from fields(*_life(answer, page), *standing(answer, page), *_coming(answer), *_doubts(answer))
    yield participants(page, named=named)
    axes = on_both_axes(answer.as_of, known.seq, known.head)
    yield Text((axes,), typed=Message("Why: {command}", command=_why(answer, known)))


def _why(answer: Status, known: Known) -> str:
    """Give the command that derives the same answer."""
    moment = "" if known.seq == known.head else f" --known-at '#{known.seq}'"
    return f"depositary explain {answer.agreement} --as-of {answer.as_of}{moment}"


def _life(answer: Status, page: StatusPage) -> Iterator[Field]:
    """Give how far it has come: what it waits for, since when it is in force, how it ended."""
    if answer.awaiting:
        yield Field(Message("Waiting for"), (_awaited(answer, page),))
    if day := answer.entered_into_force:
        yield Field(Message("In force since"), (_entered(day, page.entered) if page.entered else day,))
    yield Field(Message("Taken over"), tuple(map(_taken, answer.taken_over)))
    yield Field(Message("Contradicted"), tuple(says for one in answer.taken_over for says in one.contradicted))
    yield Field(Message("Terms"), tuple(_terms(answer, page)))
    yield from _texts(answer)
    if answer.provisional:
        applied = Message("applied by {parties}", parties=answer.provisional)
        yield Field(Message("Provisionally"), (cited(applied, page.provisional_article),))
    yield Field(Message("Applies"), tuple(cited(_applied(one, answer.as_of), one.article) for one in answer.applies))
    yield Field(Message("Replaced"), tuple(map(_replaced, answer.replaced)))
    if answer.undetermined:
        dissolved = Message("dissolved: {parties}", parties=Row(answer.undetermined))
        yield Field(Message("Undetermined"), (cited(dissolved, "VCLT-IO 74(2)"),))
    if answer.terminated_on:
        listed = answer.precision if answer.since == answer.terminated_on else None
        ended = Message("{day}: {cause}", day=dated(answer.terminated_on, listed), cause=answer.ended_by)
        yield Field(Message("Terminated on"), (ended,))
    elif answer.state in ENDED and answer.ended_by:
        yield Field(Message("Ended by"), (answer.ended_by,))


def _texts(answer: Status) -> Iterator[Field]:
    """Give its titles, the languages of its authentic texts, the texts and copies on record, and who keeps them."""
    titles = answer.titles.items() if len(answer.titles) > 1 else ()
    yield Field(Message("Titles"), tuple(_title(code, title) for code, title in titles))
    authentic = Row(map(language, answer.authentic))
    yield Field(Message("Authentic texts"), (authentic,) if authentic else ())
    kept = (cited(document(one.kind, one.name, one.language), "", one.seq) for one in answer.texts)
    yield Field(Message("Texts on record"), tuple(kept))
    yield Field(Message("Depositary"), (answer.depositary,) if answer.depositary else ())


def _title(code: str, title: str) -> Message:
    """Say the title in a language."""
    return Message("{title} in {language}", title=Quoted(title), language=language(code))


def _applied(one: Applied, as_of: date) -> Message:
    """Say from when provisions apply that do not with the rest."""
    if one.since > as_of:
        return Message("{provisions} from {day}", provisions=Quoted(one.what), day=one.since)
    return Message("{provisions} since {day}", provisions=Quoted(one.what), day=one.since)


def _replaced(one: ReplacedShown) -> Message:
    """Say what a later agreement has replaced of it, and between whom."""
    what = Message("{articles}", articles=tuple(map(article, one.articles))) if one.articles else Message("the whole")
    if one.between:
        what = Message("{what} between {parties}", what=what, parties=one.between)
    return Message("{what}, by {successor}, since {day}", what=what, successor=Quoted(one.successor), day=one.since)


def _awaited(answer: Status, page: StatusPage) -> Value:
    awaited, entry = Row(answer.awaiting), page.terms.clauses.entry_into_force
    if answer.state not in BEFORE:
        return awaited
    says = Message("{awaited}, then in force the same day", awaited=awaited)
    if entry.then:
        says = Message("{awaited}, then in force {day}", awaited=awaited, day=entry.then.when(Message("that")))
    return cited(says, entry.article)


def _entered(day: date, reason: Reason) -> Value:
    known = dated(day, reason.precision)
    return cited(Message("{day}: {cause}", day=known, cause=reason.cause), reason.article, reason.seq)


def _taken(one: TakenShown) -> Value:
    """Say what a list says, where in it, and that nobody knows who signed."""
    says = Message("{state} since {day}", state=one.state.message, day=dated(one.since, one.precision))
    until = [Message("until {day}", day=dated(one.until, one.until_precision))] if one.until else []
    row = [Message("row {n}", n=one.row)] if one.row else []
    unknown = [] if one.state is State.TERMINATED else [Message("signatures not known")]
    source = Message("from {source}", source=Quoted(one.source))
    return cited(Row((says, *until, source, *row, *unknown)), "R66", one.seq)


def _terms(answer: Status, page: StatusPage) -> Iterator[Value]:
    """Say which version of the terms holds, for whom another one, and which amendment nobody was left for (R51)."""
    if answer.terms_version > 1:
        yield Message("version {number}, since {day}", number=answer.terms_version, day=page.version_since)
    for kept in answer.terms_kept:
        says = Message(
            "version {number} for {party}, which opted out of amendment {amendment}",
            number=kept.terms_version,
            party=kept.party,
            amendment=kept.amendment,
        )
        yield cited(says, "", kept.seq)
    for known in page.overtaken:
        says = Message(
            "amendment {amendment} took no effect: {parties} opted out, nobody else was left",
            amendment=known.id,
            parties=known.opted_out,
        )
        yield cited(says, "", known.seq)


def _coming(answer: Status) -> Iterator[Field]:
    dues: list[Value] = []
    for due in answer.next:
        says = cited(Message("{day}: {what}", day=due.on, what=due.what), due.article)
        binds = [Message("binds {party}", party=due.binds)] if due.binds else []
        moved = [due.moved] if due.moved else []
        dues.append(Row((says, *moved, *binds, distance(answer.as_of, due.on))))
    yield Field(Message("Next"), tuple(dues))


def _doubts(answer: Status) -> Iterator[Field]:
    """Give what the answer assumes, which readings differ, and the acts without effect."""
    assumed = (cited(convention(one.convention), one.source) for one in answer.assumed)
    yield Field(Message("Assumed"), tuple(assumed))
    others = (cited(reading(other), other.source) for other in answer.disputed)
    yield Field(Message("Another reading"), tuple(others))
    yield Field(Message("Without effect"), tuple(map(without_effect, answer.irregular)))


def without_effect(act: Irregular) -> Value:
    """Say which act is on record without effect, and why."""
    says = Message(
        "#{seq} {act}, {day}: {objection}", seq=act.seq, act=called(act.act), day=act.on, objection=act.objection.says
    )
    cured = [Message("cured by #{seq}", seq=act.cured_by)] if act.cured_by else []
    return series([cited(says, act.objection.rule), *cured])
