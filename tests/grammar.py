"""Hypothesis draws over the whole grammar: any terms the language can say, and stories of any acts under them.

Terms and acts are drawn from the very types that the engine reads (`lifecycle.terms`, `lifecycle.acts`), so a new
field, clause or act is drawn without a line here. What a type cannot know stands in tables by the name of the field,
and in `mended`, which takes out what would contradict itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from lifecycle.acts.act import Act
from lifecycle.acts.approval import submission
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.consent.signature import Signed
from lifecycle.acts.kinds import KINDS, act_from
from lifecycle.calendar.conventions import CONVENTIONS, PROFILES
from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.steps import STEPS
from lifecycle.codec import to_plain
from lifecycle.errors import InvalidInput
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.money import Money
from lifecycle.terms.conditions.amounts import CIRCLES
from lifecycle.terms.conditions.condition import CONDITIONS, Condition
from lifecycle.terms.conditions.others import OTHERS
from lifecycle.terms.cooperation import Cooperation
from lifecycle.terms.ending import LeastParties
from lifecycle.terms.languages import Title, Wording
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Clauses, PartyTerms, Terms, Texts

PARTIES = ("A", "B", "C", "D")
GROUP = "the group"
FACTS = ("the funds are there", "A is at war", "X in force", "X ended", "B left the union")
PER_PARTY = ("{party} is at war", "{party} left the union")
STARTS = (date(2003, 8, 27), date(2004, 2, 24), date(2010, 12, 26), date(2011, 1, 27), date(1700, 2, 27))
WINDOW = 12

SPANS = ("1 day", "2 days", "3 days", "36 hours", "1 week", "1 month", "1 month and 1 day", "2 months", "1 year")
SAMPLES = (
    "next day",
    "first of next month",
    "first of 2nd month",
    "end of month",
    "end of next month",
    "first of next year",
    "end of year",
    "end of 2nd year",
    "end of fiscal year 29 February",
    "next 1 March",
    "2nd 29 February",
    "by 28 February: next 1 March",
    "by 31 August: first of 2nd month; later: 2nd 1 September",
    "by 27 December: 2 days; later: next day",
    "not before 2004-03-01",
    "not after 2004-03-01",
    "same day",
)
"""At least one of each kind of step; a test holds them to `STEPS`."""

steps = st.one_of(st.sampled_from(SPANS), st.sampled_from(SPANS), st.sampled_from(SAMPLES))
rules = st.one_of(
    st.sampled_from(SPANS[:3]),
    steps,
    st.lists(steps, min_size=1, max_size=3),
    st.lists(steps, min_size=2, max_size=2).map(", ".join),
)


def days(start: date, last: int = WINDOW - 1) -> st.SearchStrategy[date]:
    """Draw a day of the window."""
    return st.integers(0, last).map(lambda n: start + timedelta(days=n))


any_day = st.sampled_from(STARTS).flatmap(lambda start: days(start, 60))


def _who(names: Sequence[str]) -> st.SearchStrategy[Any]:
    some = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    fields: dict[str, st.SearchStrategy[Any]] = {
        "at_least": st.sampled_from([1, 2, 3, "1/2", "2/3"]),
        "of": st.one_of(
            st.sampled_from([*names, GROUP, *CIRCLES, "parties on 2004-02-26", "contracting on the proposal"]), some
        ),
        "share": st.sampled_from([10, "50.5", "55 %", 100]),
        "including": some,
        "except": some,
        "weight": st.sampled_from([{"of": "tonnage", "at_least": "50 %"}, {"of": "tonnage", "at_least": 10}]),
    }
    mapped = st.fixed_dictionaries({}, optional=fields).filter(bool)
    return st.one_of(st.just("all"), st.integers(1, 3), some, mapped)


_LEAVES: dict[str, Callable[[Sequence[str]], st.SearchStrategy[Any]]] = {
    "signed": _who,
    "consented": _who,
    "agreed": _who,
    "parties_below": lambda names: st.integers(2, 4),
    "date": lambda names: any_day.map(str),
    "fact": lambda names: st.sampled_from([*FACTS, *PER_PARTY]),
    "not_while": lambda names: st.sampled_from([*FACTS, *PER_PARTY]),
    "agreement": lambda names: st.fixed_dictionaries(
        {"name": st.just("X"), "is": st.sampled_from(list(OTHERS))},
        optional={"of": st.sampled_from([*names, "{party}"])},
    ),
}


@cache
def conditions(names: tuple[str, ...] = PARTIES) -> st.SearchStrategy[Any]:
    """Draw a condition as plain data, each kind of the table in it."""

    def node(kind: str, takes: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        more = {"then": rules, "by": any_day.map(str)}
        return st.fixed_dictionaries({kind: takes}, optional=more)

    leaf = st.one_of(*(node(kind, takes(names)) for kind, takes in _LEAVES.items()))
    joined = [kind for kind in CONDITIONS if kind not in _LEAVES]

    def branches(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(parts, min_size=1, max_size=3)
        return st.one_of(several, *(node(kind, several) for kind in joined))

    return st.recursive(leaf, branches, max_leaves=4)


# Values by the types of their fields


@cache
def fields_of(kind: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    """Give the fields of a Struct with their types; found once, for it is slow."""
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    return info.fields


def _some(draw: st.DrawFn, names: Sequence[str], often: int = 3) -> list[str]:
    """Choose about one in `often` (two, or four) of the names, in few draws."""
    most = (1 << len(names)) - 1
    mask = draw(st.integers(0, most)) & (most if often < 3 else draw(st.integers(0, most)))
    return [name for at, name in enumerate(names) if mask >> at & 1]


@cache
def drawing_for(names: tuple[str, ...]) -> Draw:
    """Give the one drawer for agreements between these parties."""
    return Draw(names)


class Draw:
    """Draws values of the types, knowing who the parties are."""

    def __init__(self, names: tuple[str, ...]) -> None:
        of = st.one_of(
            st.just("any party"),
            st.sampled_from([*names, GROUP]),
            st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True),
        )
        self.names = names
        self._structs: dict[tuple[type, int], st.SearchStrategy[dict[str, Any]]] = {}
        self.by_name: dict[tuple[str, str], st.SearchStrategy[Any]] = {
            ("Termination", "from"): of,
            ("Suspension", "by"): of,
            ("Duty", "by"): st.sampled_from(["each party", "the party", "the depositary", *names]),
            ("Termination", "requires"): st.sampled_from(["failed dispute", *FACTS]),
            ("Termination", "not_while"): st.sampled_from([*FACTS, *PER_PARTY]),
            ("Supersession", "of"): st.lists(st.just("X"), min_size=1, max_size=1),
            ("Renewal", "times"): st.integers(0, 3),
            ("Texts", "originals"): st.integers(1, 3),
            ("PartyTerms", "signs"): st.sampled_from(["", "Director"]),
            ("Suspension", "of"): st.sampled_from(["own obligations", "whole or part", ["5", "6"]]),
        }

    def struct(self, kind: type[msgspec.Struct], often: int = 3) -> st.SearchStrategy[dict[str, Any]]:
        """Draw the plain data of a Struct: what it requires, and one in so many of what it may have."""
        if (kind, often) not in self._structs:
            self._structs[kind, often] = self._struct(kind, often)
        return self._structs[kind, often]

    def _struct(self, kind: type[msgspec.Struct], often: int) -> st.SearchStrategy[dict[str, Any]]:
        required: dict[str, st.SearchStrategy[Any]] = {}
        optional: dict[str, st.SearchStrategy[Any]] = {}
        for field in fields_of(kind):
            own = self.by_name.get((kind.__name__, field.encode_name))
            drawn = self.value(field.type) if own is None else own
            (required if field.required else optional)[field.encode_name] = drawn
        may = list(optional)

        @st.composite
        def build(draw: st.DrawFn) -> dict[str, Any]:
            chosen = _some(draw, may, often)
            return {name: draw(drawn) for name, drawn in required.items()} | {
                name: draw(optional[name]) for name in chosen
            }

        return build()

    def value(self, kind: inspect.Type) -> st.SearchStrategy[Any]:
        """Draw the plain data of a type."""
        if (simple := _SIMPLE.get(type(kind))) is not None:
            return simple
        match kind:
            case inspect.StrType(pattern=str(pattern)):
                return st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii"))
            case inspect.StrType():
                return _TEXT
            case inspect.Metadata(type=inner):
                return self.value(inner)
            case inspect.UnionType(types=types):
                return st.one_of(*(self.value(t) for t in types if not isinstance(t, inspect.NoneType)))
            case inspect.LiteralType(values=values):
                return st.sampled_from(values)
            case inspect.StructType(cls=cls):
                return self.struct(cls)
            case inspect.VarTupleType(item_type=item, min_length=least):
                return st.lists(self.value(item), min_size=least or 0, max_size=2)
            case inspect.DictType(key_type=key, value_type=value):
                return st.dictionaries(self.value(key), self.value(value), max_size=2)
            case inspect.CustomType(cls=cls):
                return conditions(self.names) if cls is Condition else _OWN[cls]
        raise AssertionError(f"nothing draws {kind}")


_SIMPLE: dict[type, st.SearchStrategy[Any]] = {
    inspect.BoolType: st.just(True),
    inspect.IntType: st.integers(1, 4),
    inspect.DecimalType: st.sampled_from(["10", "33.3", "60"]),
    inspect.DateType: any_day.map(str),
}
_TEXT = st.sampled_from(["1", "7(2)", "written", "the Director"])
_WORDINGS = st.sampled_from(["1", "the Director", {"en": "A text", "fr": "Un texte"}])
_OWN: dict[type, st.SearchStrategy[Any]] = {
    DateRule: rules,
    Title: _WORDINGS,
    Wording: _WORDINGS,
    Money: st.sampled_from(["1.00 EUR", "2.00 EUR", "3.00 USD"]),
}


@st.composite
def plain_terms(draw: st.DrawFn, most: int = 4, *, easy: bool = False) -> dict[str, Any]:
    """Draw terms as plain data that contradict nothing; easy ones enter into force when all have consented."""
    names = PARTIES[: min(most, draw(st.sampled_from([2, 2, 3, 4])))]
    drawing = drawing_for(names)
    clauses = draw(drawing.struct(Clauses, often=2))
    if easy or draw(st.integers(0, 3)) < 3:  # or few agreements would ever be in force
        clauses["entry_into_force"] = {"article": "1", "upon": draw(st.sampled_from(EASY))}
    if draw(st.booleans()):
        notice = {"article": "9", "by": "notice", "period": draw(st.sampled_from(SPANS[:6]))}
        clauses["termination"] = [notice, *clauses.get("termination", ())]
    if draw(st.booleans()):
        clauses["suspension"] = [{"article": "8", "ground": "at will"}, *clauses.get("suspension", ())]
    if draw(st.booleans()):
        clauses["survival"] = {"article": "10", "until": {"completed": ["activities"]}}
    text: dict[str, Any] = {
        "agreement": "drawn",
        "title": draw(_WORDINGS),
        "parties": {name: {"name": name} for name in names},
        "groups": {GROUP: list(names[:2])},
        "clauses": clauses,
        "conventions": {
            name: draw(st.sampled_from(CONVENTIONS[name].admissible)) for name in _some(draw, list(CONVENTIONS), 2)
        },
    }
    if draw(st.integers(0, 3)) == 0:
        text["parties"] = {name: draw(drawing.struct(PartyTerms)) for name in names}
    if draw(st.integers(0, 3)) == 0:
        text |= {"profile": draw(st.sampled_from(list(PROFILES)))}
    if draw(st.integers(0, 3)) == 0:
        text |= {"open": True, "least_parties": draw(st.one_of(st.integers(1, 3), drawing.struct(LeastParties)))}
    if draw(st.integers(0, 5)) == 0:
        text |= {
            "cooperation": draw(drawing.struct(Cooperation)),
            "texts": draw(drawing.struct(Texts)),
        }
    return mended(text)


EASY = ({"signed": "all"}, {"consented": "all"}, {"signed": 2}, {"consented": {"at_least": 1}}, {"signed": ["A", "B"]})


def mended(text: dict[str, Any]) -> dict[str, Any]:
    """Take out of drawn terms what the reader refuses as contradictory."""
    clauses = text["clauses"]
    for whole in ("provisional_application", "duration", "survival", "amendment"):
        if whole in clauses:
            clauses[whole] = _of_no_party(clauses[whole])
    clauses["entry_into_force"]["upon"] = _of_no_party(clauses["entry_into_force"]["upon"])
    _mend_duration(clauses.get("duration", {}))
    for n, duty in enumerate(clauses.get("duties", ()), 1):
        _mend_duty(duty, f"d{n}")
    for clause in clauses.get("termination", ()):
        _mend_termination(clause, has_term="term" in clauses.get("duration", {}))
    for clause in clauses.get("suspension", ()):
        if clause["ground"] == "event":
            clause.setdefault("upon", {"fact": FACTS[0]})
        _of_all(clause, "upon")
    if isinstance(text.get("least_parties"), dict):
        _of_all(text["least_parties"], "unless")
    asked: dict[str, Any] = _asked_of_consent(text)
    return asked


def _of_all(holder: dict[str, Any], name: str) -> None:
    """Let a condition be asked of the agreement as a whole, where there is one."""
    if name in holder:
        holder[name] = _of_no_party(holder[name])


def _asked_of_consent(data: Any, within: tuple[str, ...] = ()) -> Any:
    """Let conditions count consents to be bound where there is nothing to agree to, and go by no proposal."""
    if isinstance(data, list):
        return [_asked_of_consent(item, within) for item in data]
    if isinstance(data, str):
        return data if "amendment" in within else data.removesuffix(" on the proposal")
    if not isinstance(data, dict):
        return data
    if data.get("ground") == "event":
        within = ()
    asks = {"amendment", "suspension", "unless"} & {*within} or (data.get("by") == "consent" and "upon" in data)
    told = {} if asks else {"agreed": "consented"}
    return {
        told.get(name, name): _asked_of_consent(value, (*within, "unless" if asks else str(name)))
        for name, value in data.items()
    }


def _mend_duration(duration: dict[str, Any]) -> None:
    if duration.get("indefinite"):
        for name in ("term", "until", "through", "renewal", "starting"):
            duration.pop(name, None)
    renewal = duration.get("renewal")
    if renewal is None or renewal.get("by", "tacit") != "tacit":
        return
    duration.setdefault("term", "3 days")
    holder = renewal if "term" in renewal else duration
    _as_period(holder, "term")
    if "times" not in renewal:
        duration.pop("thereafter", None)


def _mend_duty(duty: dict[str, Any], name: str) -> None:
    """Give a duty a name of its own, a period where it comes again, and a time where something follows it."""
    duty["name"] = name
    if "upon" in duty or duty.get("after", "entry into force") in ("entry into force", "end", "registration"):
        duty["by"] = duty.get("by", "").replace("the party", "each party")
    if "upon" in duty:
        duty["upon"] = _of_no_party(duty["upon"])
    if "every" in duty:
        _as_period(duty, "every")
    elif duty.get("otherwise"):
        duty.setdefault("within", "2 days")


def _mend_termination(clause: dict[str, Any], *, has_term: bool) -> None:
    if clause["by"] == "event":
        clause.setdefault("upon", {"fact": FACTS[0]})
    else:
        _of_all(clause, "upon")
    _of_all(clause, "unless")
    if clause["by"] == "notice":
        if not has_term:
            clause.pop("effect", None)
        clause.setdefault("period", "2 days")
        if clause.get("effect") == "end of term":
            _as_period(clause, "period")
    if "window" in clause:
        _as_period(clause["window"], "every")
        _as_period(clause["window"], "open")


def _as_period(holder: dict[str, Any], name: str) -> None:
    """Put a period where a rule is counted again and again, or backwards."""
    if not DateRule.from_plain(holder[name]).is_period:
        holder[name] = "5 days"


def _of_no_party(data: Any) -> Any:
    """Put one party into the facts of a condition that is not asked of each."""
    if isinstance(data, dict):
        return {key: _of_no_party(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_of_no_party(item) for item in data]
    return data.replace("{party}", "A") if isinstance(data, str) else data


@st.composite
def all_terms(draw: st.DrawFn, most: int = 4, *, easy: bool = False) -> Terms:
    """Draw terms over the whole grammar."""
    text = draw(plain_terms(most, easy=easy))
    try:
        return terms_from(text)
    except InvalidInput as error:
        raise AssertionError(f"drawn terms are refused: {error}; mend them in tests/grammar.py: {text}") from None


# Acts and stories

_ID, _PARTY = "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", 80
_LETTERS = dict(kind.act.OPENS for kind in KINDS if kind.act.OPENS)
_GROUNDS = ("breach", "will", "consent", "declaration", "dispute:D1", "dispute:D2", "measure:P1")
_RARE = frozenset(
    {
        *("drafted", "abandoned", "certified", "corrected", "struck"),
        *("rectification_proposed", "rectification_objected", "rectified", "submitted", "approved"),
        *(str(kind.act.__struct_config__.tag) for kind in KINDS if kind.act.DIRECTORY),
    }
)

TAGS = tuple(str(kind.act.__struct_config__.tag) for kind in KINDS)
_BY_TAG = {str(kind.act.__struct_config__.tag): kind.act for kind in KINDS}
_WEIGHTY = tuple(tag for tag, kind in _BY_TAG.items() if kind.WEIGHTY)
_COMMON = (
    *("notice_given", "notice_withdrawn", "end_agreed", "extended", "consented", "signed"),
    *("suspended", "resumed", "dispute_referred", "dispute_failed", "fact_established", "fact_ended"),
    *("activity_begun", "activity_completed", "account_opened", "account_settled"),
)
WEIGHED = (*(tag for tag in TAGS if tag not in _RARE), *_COMMON, *_COMMON, *_RARE)


@st.composite
def acts(draw: st.DrawFn, terms: Terms, on: st.SearchStrategy[date], tags: Sequence[str] = WEIGHED) -> Act:
    """Draw an act of any kind, its fields from their types; about one in ten is a stranger's."""
    tag = draw(st.sampled_from(tags))
    names = tuple(terms.parties)
    known = {"terms": st.one_of(st.just(to_plain(terms)), plain_terms(len(names)))}
    if tag == "submitted":
        known["submits"] = acts(terms, on, _WEIGHTY).map(lambda act: submission(act).submits)
    fields: dict[str, Any] = {"act": tag}
    own = fields_of(_BY_TAG[tag])
    chosen = set(_some(draw, [field.encode_name for field in own]))
    for field in own:
        name, bare = field.encode_name, _bare(field.type)
        is_id = isinstance(bare, inspect.StrType) and bare.pattern == _ID
        if not field.required and not is_id and name not in chosen:
            continue
        drawn = on if isinstance(bare, inspect.DateType) else known.get(name)
        fields[name] = draw(_drawn(name, bare, names) if drawn is None else drawn)
    return act_from(fields)


def _drawn(name: str, bare: inspect.Type, names: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Give what the field of an act is drawn from, by its name, or else by its type."""
    if name in _FIELDS:
        return _FIELDS[name]
    if isinstance(bare, inspect.StrType) and bare.pattern == _ID:
        return st.sampled_from([f"{_LETTERS.get(name, 'X')}{n}" for n in (1, 2)])
    if isinstance(bare, inspect.StrType) and bare.max_length == _PARTY:
        return st.sampled_from([*names * 3, "Z"])
    return drawing_for(names).value(bare)


_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(
        ("fact", "successor"),
        st.sampled_from([*FACTS, *(fact.replace("{party}", one) for fact in PER_PARTY for one in PARTIES)]),
    ),
    "ground": st.sampled_from(_GROUNDS),
    "duty": st.sampled_from(["d1", "d2"]),
    "about": st.sampled_from(["D1", "N1", "A"]),
    "digest": st.just("0" * 64),
    "target": st.integers(1, 9),
    "set": st.sampled_from([{"by": "B"}, {"reason": "so"}, {"on": "2011-01-30"}, {"received": "2004-03-01"}]),
}


def _bare(kind: inspect.Type) -> inspect.Type:
    """Give a type without its limits and without nothing."""
    match kind:
        case inspect.Metadata(type=inner):
            return _bare(inner)
        case inspect.UnionType(types=types):
            left = [t for t in types if not isinstance(t, inspect.NoneType)]
            return _bare(left[0]) if len(left) == 1 else kind
    return kind


class Story(msgspec.Struct, frozen=True):
    """An agreement's draft and the acts that follow it, in the order of their recording."""

    terms: Terms
    acts: tuple[Act, ...]

    def __repr__(self) -> str:
        told = [{k: v for k, v in to_plain(act).items() if k != "terms"} for act in self.acts]
        return "\n".join(["Story", str(to_plain(self.terms)), *map(str, told)])

    def entries(self) -> list[Entry]:
        return [Entry(seq, act) for seq, act in enumerate(self.acts, 1)]

    def timeline(self) -> Timeline:
        return fold(self.entries())

    def days(self, most: int = 8) -> list[date]:
        """Give days around the acts and around each change, evenly chosen."""
        line = self.timeline()
        near = {act.dated() for act in self.acts} | {period.start for period in line.agreement}
        around = sorted(day for d in near for day in (d, d + timedelta(days=1)) if day >= line.drafted)
        return around[:: -(-len(around) // most)]


_GROUND_OF = {
    "failed dispute": "dispute:D1",
    "opinion of breach": "breach",
    "at will": "will",
    "consent of all": "consent",
    "declaration": "declaration",
}


@st.composite
def episodes(draw: st.DrawFn, terms: Terms, start: date) -> list[Act]:
    """Draw acts that belong together under these terms, on days from the third on."""
    day = draw(days(start + timedelta(days=3), 6))
    party = draw(st.sampled_from(list(terms.parties)))
    grounds = [clause.ground for clause in terms.clauses.suspension if clause.ground != "event"]
    kinds = [*(["suspension"] * 2 if grounds else []), "notice", "notice", "heads", "finish"]

    def one(tag: str, later: int = 0, **fields: Any) -> Act:
        return act_from({"act": tag, "on": day + timedelta(days=later), **fields})

    match draw(st.sampled_from(kinds)):
        case "notice":
            return [one("notice_given", by=party, notice="N1"), one("fact_established", fact=FACTS[0])]
        case "suspension":
            ground = _GROUND_OF[draw(st.sampled_from(grounds))]
            by = list(terms.parties) if draw(st.booleans()) else [party]
            dispute = [one("dispute_referred", by=party, dispute="D1"), one("dispute_failed", dispute="D1")]
            stands = [
                one("suspended", by=name, ground=ground, suspension=f"S{n}", articles=_articles(terms, ground))
                for n, name in enumerate(by, 1)
            ]
            return [*(dispute if ":" in ground else ()), *stands, one("resumed", 3, by=party, suspension="S1")]
        case kind:
            agreed = [one("end_agreed", 1, by=name) for name in terms.parties]
            return [
                *(agreed if kind == "finish" else ()),
                one("activity_begun", activity="A1"),
                one("account_opened", account="C1", owed_by=party),
                one("continued", activity="A1", by=party),
                one("activity_completed", 9, activity="A1"),
                one("account_settled", 10, account="C1"),
            ]


def _articles(terms: Terms, ground: str) -> tuple[str, ...]:
    clause = next(c for c in terms.clauses.suspension if _GROUND_OF.get(c.ground) == ground)
    return clause.of if isinstance(clause.of, tuple) else ()


@st.composite
def stories(
    draw: st.DrawFn, *, most: int = 6, keeping: bool = True, drawn: st.SearchStrategy[Terms] | None = None
) -> Story:
    """Draw a story: mostly concluded by all in its first days, then what belongs together, and acts of any kind."""
    terms = draw(all_terms() if drawn is None else drawn)
    start = draw(st.sampled_from(STARTS))
    told: list[Act] = [Drafted(on=start, terms=terms)]
    if draw(st.integers(0, 5)) < 5:
        early = days(start, 2)
        told += [Signed(on=draw(early), by=name) for name in terms.parties]
        if terms.clauses.entry_into_force.upon.mentions("consented"):
            told += [Consented(on=draw(early), by=name, manner="acceptance") for name in terms.parties]
    told += [act for acts in draw(st.lists(episodes(terms, start), min_size=1, max_size=3)) for act in acts]
    tags = WEIGHED if keeping else tuple(tag for tag in WEIGHED if not _BY_TAG[tag].KEEPING)
    told += draw(st.lists(acts(terms, days(start), tags), max_size=most))
    return Story(terms, tuple(told))


def kinds_of_steps() -> set[int]:
    """Give the kinds of steps, by their place in the table, that the samples hold."""
    return {at for at, kind in enumerate(STEPS) for text in SAMPLES if re.fullmatch(kind.pattern, text)}
