"""Maintenance: the read models made again from the log, and an examination of installation and register."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from aggregates.ground.progress import Progress
from aggregates.proof.health import Examined, examine, judged, readable
from aggregates.proof.outside_copy import Outside
from aggregates.record.log.access import reading
from aggregates.record.people.erasure import Erased, erase
from lifecycle.errors import DepositaryError
from lifecycle.messages import Message, Plural, Row
from projections.answers.keeping.settings import Setting
from projections.answers.lists.taking_over import contradicted
from projections.answers.recording.newcomers import alike, known_otherwise, known_parties
from projections.answers.snapshot import snapshot
from projections.models.beside import rebuild
from projections.models.differing import differences, differing

MOST = 20
"""So many contradictions are named."""


class Amiss(Struct, frozen=True, kw_only=True):
    """A row of the read models that is not as the log makes it."""

    agreement: str
    seq: int
    says: Message

    @property
    def message(self) -> Message:
        """Say it with its agreement."""
        return Message("{agreement}: {says}", agreement=self.agreement, says=self.says)


class Rebuilding(Struct, frozen=True, kw_only=True):
    """What a rebuild did, or would mend."""

    dry_run: bool
    agreements: int
    recordings: int
    rows: int
    differences: tuple[Amiss, ...]


def rebuilt(url: str, progress: Progress | None = None, processes: int = 1) -> Rebuilding:
    """Make the read models again from the log, which is only read; `progress` is told the number of events."""
    done = rebuild(url, progress, processes)
    return Rebuilding(
        dry_run=False, agreements=done.agreements, recordings=done.recordings, rows=done.rows, differences=()
    )


def compared(url: str, progress: Progress | None = None, processes: int = 1) -> Rebuilding:
    """List the rows that a rebuild would mend; `progress` is told the number of events."""
    with snapshot(url) as asked:
        found = differing(asked.log, progress, processes)
        return Rebuilding(
            dry_run=True,
            agreements=len(asked.log.agreements()),
            recordings=asked.known.head,
            rows=0,
            differences=tuple(Amiss(agreement=one.agreement, seq=one.seq, says=one.says) for one in found),
        )


def examined(
    url: str,
    settings: Iterable[Setting],
    outside: Callable[[], Outside],
    *,
    quick: bool = False,
    progress: Progress | None = None,
    processes: int = 1,
) -> list[Examined]:
    """Examine settings and register: database, tables, triggers, clock; the read models and what is known outside.

    A `quick` one does not compare the read models with the whole log, nor each index with its table; of the comparison
    `progress` is told, by the number of events.
    """
    register = list(examine(url, quick=quick))
    found = [
        Examined(
            what=Message.from_plain(one.setting),
            well=bool(one.value),
            says=Message("{value} ({source})", value=one.value or Message("not known"), source=one.source),
        )
        for one in settings
    ]
    if not readable(register):
        return [*found, *register]
    compared = [] if quick else [_read_models(url, progress, processes), _lists(url)]
    return [*found, *register, *compared, _parties(url), _outside(url, outside())]


def recordings(url: str) -> int | None:
    """Count the recordings of a register; nothing where it cannot be read."""
    try:
        with reading(url) as log:
            return log.head().seq
    except DepositaryError:
        return None


def erased(url: str, name: str, outside: Outside, *, dry_run: bool) -> Erased:
    """Erase a person from a register, and name what its user has made of it that still holds them."""
    done = erase(url, name, dry_run=dry_run)
    with reading(url) as log:
        made = outside.made(log.origin()).there()
    return replace(done, copies=(*done.copies, *made))


def _parties(url: str) -> Examined:
    """List the parties that may be one, or one that may be several; what is on record stays as it is."""
    what, says = Message("parties"), Message("each has one spelling")
    try:
        with snapshot(url) as asked:
            known = known_parties(asked.log)
        found = [Message("{codes} may be one", codes=codes) for codes in alike(known)]
        found += (Message("{code} has several names, or kinds", code=code) for code in known_otherwise(known))
    except DepositaryError as error:
        return Examined(what=what, well=False, says=Message("{why}", why=error.says))
    return Examined(what=what, well=True, says=Message("{parties}", parties=Row(found)) if found else says)


def _lists(url: str) -> Examined:
    """List what on record contradicts what was taken over from lists; which of the two is right somebody has to say."""
    what = Message("lists")
    try:
        with snapshot(url) as asked:
            found = [Message("{agreement}: {says}", agreement=name, says=says) for name, says in contradicted(asked)]
    except DepositaryError as error:
        return Examined(what=what, well=False, says=Message("{why}", why=error.says))
    if not found:
        return Examined(what=what, well=True, says=Message("nothing on record contradicts what was taken over"))
    shown = Row(found[:MOST])
    if len(found) <= MOST:
        return Examined(what=what, well=True, says=Message("{contradictions}", contradictions=shown))
    says = Message("{contradictions} and {n} more", contradictions=shown, n=len(found) - MOST)
    return Examined(what=what, well=True, says=says)


def _outside(url: str, outside: Outside) -> Examined:
    what = Message("outside copy")
    try:
        with reading(url) as log:
            wrong = outside.findings(log)
    except DepositaryError as error:
        return Examined(what=what, well=False, says=Message("{error}", error=error.says))
    return judged(what, wrong, Message("kept in {folder}", folder=str(outside.folder)))


def _read_models(url: str, progress: Progress | None, processes: int) -> Examined:
    wrong, says = 0, Message("as the log makes them")
    try:
        if wrong := len(differences(url, progress, processes)):
            says = Plural(
                "{n} row differs from the log: {command}",
                "{n} rows differ from the log: {command}",
                n=wrong,
                command="depositary rebuild",
            )
    except DepositaryError as error:
        wrong, says = 1, Message("{why}", why=error.says)
    return Examined(what=Message("read models"), well=not wrong, says=says)
