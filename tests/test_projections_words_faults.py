"""What the lint finds in a catalogue, and that it finds nothing in ours but what has no translation yet."""

from __future__ import annotations

import pytest
from babel.messages import Catalog

from projections.words.languages.catalogues import amiss, compiled, renewed, written
from projections.words.languages.extraction import Template
from projections.words.languages.faults import faults
from projections.words.languages.fr.grammar import French
from projections.words.languages.known import TRANSLATIONS
from projections.words.languages.ru.grammar import Russian
from projections.words.languages.translation import DOMAINS

TIE = "\N{NO-BREAK SPACE}"
KNOWN = {
    "notice {id}": Template("notice {id}"),
    "{n} party": Template("{n} party", "{n} parties"),
    "the end: {day}": Template("the end: {day}"),
}


def catalogue(code: str, *others: tuple[str, str, str], **given: str) -> Catalog:
    """Give a French catalogue that is sound but for what is given."""
    made = Catalog(locale=code)
    made.add("notice {id}", given.get("notice", "notification {id}"), flags=given.get("flags", "").split())
    made.add(
        ("{n} party", "{n} parties"),
        given.get("parties", f"{{n}}{TIE}partie | {{n}}{TIE}parties | x{{n}}").split(" | "),
    )
    made.add("the end: {day}", given.get("end", f"la fin{TIE}: {{day:le}}"))
    for context, one, text in others:
        made.add(one, text, context=context or None)
    return made


def found(made: Catalog) -> list[str]:
    return [fault.partition(":")[0] for fault in faults(made, French, KNOWN)]


def test_a_sound_catalogue_has_no_fault() -> None:
    assert found(catalogue("fr", ("short", "notice {id}", "notif. {id}"))) == []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"notice": ""}, "missing"),
        ({"parties": f"{{n}}{TIE}partie |  | x"}, "missing"),
        ({"flags": "fuzzy"}, "fuzzy"),
        ({"notice": "notification"}, "without id"),
        ({"notice": "notification {id} {day}"}, "no value day"),
        ({"notice": "notification {id:genitive}"}, "no form genitive"),
        ({"notice": "notification {id"}, "expected '}' before end of string"),
        ({"notice": "l'avis {id}"}, "a straight apostrophe"),
        ({"notice": "notification  {id}"}, "a space too many"),
        ({"end": "la fin : {day}"}, "no no-break space"),
        ({"end": "la fin: {day}"}, "no no-break space"),
        ({"end": f"«fin{TIE}»{TIE}: {{day}}"}, "no no-break space"),
        ({"end": f"10 jours{TIE}: {{day}}"}, "no no-break space"),
    ],
)
def test_a_fault_is_found(given: dict[str, str], fault: str) -> None:
    """Each with the template that it is of."""
    assert found(catalogue("fr", **given)) == [fault]


def test_what_no_source_says_any_more_is_stale_and_a_case_that_there_is_not_is_told() -> None:
    assert found(catalogue("fr", ("", "gone", "parti"))) == ["stale"]
    assert found(catalogue("fr", ("dative", "notice {id}", "à la notification {id}"))) == ["no case dative"]


@pytest.mark.parametrize("text", ["ст. 9 {id}", "уведомление {id} – да", "уведoмление {id}", "5 дней {id}"])
def test_russian_has_its_own(text: str) -> None:
    """Spaces, and letters of another alphabet that look alike."""
    made = Catalog(locale="ru")
    made.add("notice {id}", text)
    assert list(faults(made, Russian, {"notice {id}": Template("notice {id}")}))


def test_a_catalogue_is_renewed_by_what_the_source_says() -> None:
    """What is translated stays, with its cases; what is gone goes, and what is new stands there to be translated."""
    old = catalogue("fr", ("", "gone", "parti"), ("short", "gone", "p."), ("short", "notice {id}", "n. {id}"))
    made = renewed(old, {**KNOWN, "new": Template("new")})
    assert {(line.id, line.context) for line in made if line.id} == {
        *((template.id, None) for template in KNOWN.values()),
        ("new", None),
        ("notice {id}", "short"),
    }
    assert made.get("notice {id}").string == "notification {id}"  # type: ignore[union-attr]
    assert found(made) == []
    assert written(made) == written(renewed(made, {**KNOWN, "new": Template("new")}))
    assert b"new" not in compiled(made)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("code", TRANSLATIONS)
def test_our_own_have_no_fault_but_what_is_missing_or_stale(code: str, domain: str) -> None:
    """Which the lint names until somebody has run `make docs` and translated it."""
    assert [fault for fault in amiss(code, domain) if " missing: " not in fault and " stale: " not in fault] == []
