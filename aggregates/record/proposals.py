"""Proposals from plain data, as a form, a command or a line of JSON gives them; what their refusal tells.

No file is opened here: whoever reads plain data says how the files that it names are read, if at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from msgspec.structs import replace

from aggregates.ground.input_text import lookalikes, normalised
from aggregates.record.agreement import Agreement
from aggregates.record.decision import File, Proposal
from aggregates.record.lines import refused
from aggregates.record.people.people import texts
from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.facts import PartyRenamed
from lifecycle.acts.keeping.documents import DocumentAdded
from lifecycle.acts.keeping.entries import Corrected
from lifecycle.acts.kinds import BY_TAG, act_from
from lifecycle.acts.personal import BESIDE, mentioned, personal, spoken
from lifecycle.calendar.days import parse_date
from lifecycle.codec import encode, to_plain
from lifecycle.course.directory import DIRECTORY
from lifecycle.course.documents import KINDS, Described, Document
from lifecycle.errors import DepositaryError, ImpactNotAccepted, InvalidInput, Problem, Refused
from lifecycle.fold.naming import names_of, party_fields
from lifecycle.messages import Message, Quoted
from lifecycle.terms.shapes import shaped

Files = Mapping[str, Callable[[str], Any]]
"""What is made of a file that is named in a field: of `terms_file` terms, of `document_file` a document."""

TELLING = {
    "document_name": "name",
    "document_kind": "kind",
    "document_language": "language",
    "document_type": "media_type",
}
"""The fields that say what the document is, which an act rests on; they are not the act's own."""


def proposal_from(
    data: Mapping[str, Any],
    files: Files | None = None,
    *,
    accept_impact: bool = False,
    actor: str | None = None,
    document: Document | None = None,
    new_party: bool = False,
    place: str = "",
) -> Proposal:
    """Build a proposal from the fields of an act, its agreement, and `irregular`, why it is recorded all the same.

    A draft carries its `terms`, or `terms_file`, and may leave its name to them; so does what proposes new terms.
    `personal` names people whose names stand in words of the act. Raises `InvalidInput`.
    """
    fields, actor = normalised(data), normalised(actor, "$.actor")
    irregular, agreement = fields.pop("irregular", None), fields.pop("agreement", None)
    people = fields.pop("personal", None) or ()
    if irregular is not None and not (isinstance(irregular, str) and irregular.strip()):
        raise refused(Message("say why it is recorded all the same"), "$.irregular")
    document = _told(_read(fields, "document", files) or document, fields)
    kind = BY_TAG.get(str(fields.get("act")))
    for name in fields.keys() & _names(kind) if kind else ():
        fields[name] = _spaced(fields[name])
    if kind and "terms" in kind.__struct_fields__ and (terms := _read(fields, "terms", files)):
        fields["terms"] = terms
    act = act_from(fields)
    if "terms" in act.__struct_fields__:
        act = replace(act, terms=act.terms.drafted_now)  # type: ignore[attr-defined]
    if agreement is None and isinstance(act, Drafted):
        agreement = act.terms.agreement
    if act.DIRECTORY and agreement in (None, DIRECTORY):
        agreement = DIRECTORY
    if not isinstance(agreement, str) or not agreement:
        raise refused(Message("the agreement is missing"), "$.agreement")
    if not isinstance(people, list | tuple) or not all(isinstance(name, str) and name.strip() for name in people):
        raise refused(Message("the names of people are expected here"), "$.personal")
    if isinstance(act, DocumentAdded) and document is None:
        raise refused(Message("the document is missing"), "$.document")
    proposal = Proposal(
        agreement=agreement,
        act=act,
        irregular=irregular,
        accept_impact=accept_impact,
        actor=actor,
        document=document.digest if document else None,
        described=document.described if document else None,
        personal=tuple(people),
        new_party=new_party,
        place=place,
    )
    _sealable(proposal)
    return proposal


@cache
def _names(kind: type[Act]) -> frozenset[str]:
    """Name the fields that hold a party, or what one is called."""
    naming = kind.DIRECTORY or kind is PartyRenamed
    return frozenset((*party_fields(kind), *(("name",) if naming else ())))


def _spaced(value: Any) -> Any:
    """Leave out outer and double spaces of a party's name, or of several: they make no other party."""
    if isinstance(value, list | tuple):
        return [_spaced(one) for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _told(document: Document | None, fields: dict[str, Any]) -> Document | None:
    """Take the fields that say what a document is; raises `InvalidInput`, also where there is no document."""
    if TELLING.keys().isdisjoint(fields):  # as nearly always
        return document
    given = {name: value for field, name in TELLING.items() if (value := fields.pop(field, None)) not in (None, "")}
    if not given:
        return document
    if document is None:
        raise refused(Message("there is no document that this could be said of"), f"$.{_field(next(iter(given)))}")
    if "kind" in given and given["kind"] not in KINDS:
        says = Message("{kind} is no kind of document: {kinds}", kind=Quoted(str(given["kind"])), kinds=tuple(KINDS))
        raise refused(says, "$.document_kind")
    try:
        described = shaped({**to_plain(document.described), **given}, Described)
    except InvalidInput as error:
        problems = [replace(one, place=f"$.{_field(one.place.removeprefix('$.'))}") for one in error.problems]
        raise InvalidInput(problems) from error
    return replace(document, described=described)


def _field(name: str) -> str:
    return next((field for field, told in TELLING.items() if told == name), "document")


def _sealable(proposal: Proposal) -> None:
    """Raise `InvalidInput` for a person whom no words of it name that can be sealed, or other words, too."""
    if not proposal.personal:
        return
    sealed = {*personal(proposal.act), *spoken(proposal, proposal.personal)}
    said = {**to_plain(proposal.act), **{name: getattr(proposal, name) for name in BESIDE}}
    said["document_name"] = proposal.described.name if proposal.described else None
    for name in proposal.personal:
        fields = dict.fromkeys(field for field, text in texts(said) if mentioned(text, name))
        if not fields:
            raise refused(Message("no words of the act name {person}", person=Quoted(name)), "$.personal")
        if left := [field for field in fields if field not in sealed]:
            says = Message(
                "{fields} names {person} and cannot be sealed: say it without the name, or in the note",
                fields=tuple(map(Quoted, left)),
                person=Quoted(name),
            )
            raise refused(says, "$.personal")


def _read(fields: dict[str, Any], what: str, files: Files | None) -> Any:
    """Take a field that names a file, and give what is read from it; nothing where there is none."""
    field = f"{what}_file"
    if (name := fields.pop(field, None)) is None:
        return None
    if what in fields:
        raise refused(Message("give {one} or {other}, not both", one=Quoted(what), other=Quoted(field)), f"$.{field}")
    if files is None or not isinstance(name, str):
        raise refused(Message("a file beside the JSONL file is named by its path"), f"$.{field}")
    return files[what](name)


def ahead(act: Act, today: date) -> list[Problem]:
    """List the days of doing or receipt that lie after tomorrow; of a correction also those that it sets."""
    names = ("on", "received")
    days = [(name, getattr(act, name, None)) for name in names]
    if isinstance(act, Corrected):
        days += [(f"set.{name}", _day(act.set.get(name, ""))) for name in names]
    return [
        Problem(place=f"$.{name}", says=Message("{day} lies ahead", day=day))
        for name, day in days
        if day is not None and (day - today).days > 1
    ]


def _day(text: str) -> date | None:
    """Read a day that a correction sets; what is none is refused by the law."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def mixed_words(proposals: Iterable[Proposal]) -> list[str]:
    """Give the words of proposals that mix letters of scripts that look alike."""
    acts = (proposal.act for proposal in proposals)
    mixing = (act for act in acts if not encode(act).isascii())  # as few are: the others are not taken apart
    return list(dict.fromkeys(word for act in mixing for word in lookalikes(to_plain(act))))


def inform(error: DepositaryError, proposal: Proposal, before: File | None, recorded: int) -> None:
    """Tell where the proposal was written down, and who the parties are where it names none of them.

    No act behind `recorded` is named as conflicting: it has no number yet, because it is only proposed.
    """
    if proposal.place:
        error.add_note(proposal.place)
    if isinstance(error, Refused) and isinstance(before, Agreement) and proposal.act.by not in before.timeline.parties:
        known = names_of(before.timeline)
        error.name = proposal.act.by or ""
        error.known = tuple(one for key, names in known.items() for one in (key, *names) if one)
    if isinstance(error, ImpactNotAccepted):
        error.losing = tuple(
            (seq, replace(lost, conflicts=None) if (lost.conflicts or 0) > recorded else lost)
            for seq, lost in error.losing
        )
