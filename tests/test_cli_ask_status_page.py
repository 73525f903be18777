"""The page of `status`: on what a suspension rests, whose consent is awaited, by which article it is applied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from office import Office

PARTIES = "parties: {A: {name: A, type: state}, B: {name: B, type: state}, C: {name: C, type: state}}"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-06-01")
    office.done("init")
    return office


def opened(office: Office, clauses: str, parties: str = "parties: {A: {name: A}, B: {name: B}}") -> None:
    """Open the file of an agreement with these clauses and let A and B sign it on 1 January 2010."""
    text = f"agreement: x\ntitle: X\n{parties}\nclauses: {{{clauses}}}\n"
    Path("x.yaml").write_text(text, encoding="utf-8")
    office.done("draft x.yaml --on 2009-12-01")
    for name in "AB":
        office.done(f"sign x --by {name} --on 2010-01-01")


ENTRY = "entry_into_force: {article: '1', upon: {signed: all}}"


@pytest.mark.parametrize(
    ("clause", "acts", "said"),
    [
        ("at will", ("--by A --on 2010-06-01 --ground will",), "the text leaves it to the party (Art. 5, #4)"),
        ("declaration", ("--by A --on 2010-06-01 --ground declaration",), "by its own declaration (Art. 5, #4)"),
        ("opinion of breach", ("--by A --on 2010-06-01 --ground breach",), "in its opinion the other is in breach"),
        (
            "consent of all",
            ("--by A --on 2010-05-01 --ground consent", "--by B --on 2010-06-01 --ground consent"),
            "all parties consented (Art. 5, #4)",
        ),
    ],
)
def test_a_suspension_is_shown_with_its_own_ground(
    office: Office, clause: str, acts: tuple[str, ...], said: str
) -> None:
    """Only who holds the other to be in breach is said to do so."""
    opened(office, f"{ENTRY}, suspension: [{{article: '5', ground: {clause}}}]")
    for act in acts:
        office.done(f"suspend x {act} --yes")
    page = office.done("status x").out
    assert f"A since 1 June 2010: {said}" in " ".join(page.split())
    assert ("breach" in page) is (clause == "opinion of breach")


def test_a_measure_is_shown_as_one_that_met_no_objection(office: Office) -> None:
    """It has not failed, and it rests on its own articles."""
    opened(office, ENTRY)
    notified = {"agreement": "x", "act": "measure_notified", "on": "2010-02-01", "by": "A", "measure": "suspension"}
    office.done("record", "-", stdin=json.dumps({**notified, "reason": "breach of 3"}))
    office.done("suspend x --by A --on 2010-06-01 --ground measure:P1 --yes")
    page = " ".join(office.done("status x").out.split())
    assert "measure P1 met no objection (VCLT-IO 60 and 65, #5)" in page


def test_a_suspension_by_consent_waits_and_has_no_date(office: Office) -> None:
    """Neither the page, nor what the recording says, nor the list has a date that nobody set."""
    opened(office, f"{ENTRY}, suspension: [{{article: '5', ground: consent of all}}]")
    said = office.done("suspend x --by A --on 2010-05-01 --ground consent").out
    assert "A consented to suspend x on 1 May 2010 (S1)" in said
    assert "waiting for consent of B Next:" in " ".join(said.split())
    assert "Next: depositary suspend x --by B --ground consent --on DATE" in said
    page = office.done("status x").out
    assert "Waiting for consent of B to suspension S1" in " ".join(page.split())
    assert "2999" not in said + page + office.done("list").out + office.done("deadlines").out
    said = office.done("suspend x --by B --on 2010-06-01 --ground consent").out
    assert "SUSPENDED since 1 June 2010" in said
    assert "takes effect" not in said + office.done("status x").out


def test_provisional_application_is_shown_with_its_article_and_ends_with_the_agreement(office: Office) -> None:
    """By the clause of the text; given up, the agreement is applied by nobody (VCLT-IO 25(2); R13)."""
    clauses = "entry_into_force: {article: '1', upon: {consented: all}}"
    opened(office, f"{clauses}, provisional_application: {{article: '2', upon: {{signed: 2}}}}", PARTIES)
    assert "applied by A and B (Art. 2)" in office.done("status x --as-of 2010-04-30").out
    office.done("abandon x --on 2010-05-01 --yes")
    assert "Provisionally" not in office.done("status x").out


def test_a_notice_that_waits_for_another_has_no_date(office: Office) -> None:
    """Neither what the recording says nor the page, until the other is given, nor once it is withdrawn (R29)."""
    clause = "{article: '2', by: notice, from: [A, B], jointly: true, period: 3 months}"
    opened(office, f"{ENTRY}, termination: [{clause}]")
    said = " ".join(office.done("notice x --by A --on 2010-01-30 --yes").out.split())
    assert "waiting for notice by B (Art. 2)" in said
    assert "takes effect" not in said
    page = " ".join(office.done("status x --as-of 2010-01-31").out.split())
    assert "N1 by A, received 30 January 2010, does not count yet: it waits for that of B (Art. 2, #4)" in page
    assert json.loads(office.done("status x --as-of 2010-01-31 --format json").out)["notices"][0]["waits_for"] == ["B"]
    assert "takes effect 28 May 2010" in " ".join(office.done("notice x --by B --on 2010-02-28 --yes").out.split())
    office.done("withdraw-notice x N1 --by A --on 2010-03-10 --yes")
    page = " ".join(office.done("status x").out.split())
    assert "IN FORCE since" in page
    assert "N2 by B, received 28 February 2010, does not count yet: it waits for that of A" in page


def test_a_condition_that_asks_nobody_waits_for_consent(office: Office) -> None:
    """A date binds nobody by itself: the next step is to sign, and who has not is named (VCLT-IO 24; R9)."""
    text = "agreement: x\ntitle: X\nparties: {A: {name: A}, B: {name: B}}\n"
    clauses = "clauses: {entry_into_force: {article: '1', upon: {date: 2010-03-01}}}\n"
    Path("x.yaml").write_text(text + clauses, encoding="utf-8")
    office.done("draft x.yaml --on 2009-12-01")
    said = office.done("sign x --by A --on 2010-01-01").out
    assert "waiting for consent of B" in " ".join(said.split())
    assert "Next: depositary sign x --by B --on DATE" in said
    assert "IN FORCE since 1 May 2010" in office.done("sign x --by B --on 2010-05-01").out


def test_a_suspension_of_some_articles_names_them(office: Office) -> None:
    """Else it would be taken for one of the whole (R35)."""
    opened(office, f"{ENTRY}, suspension: [{{article: '5', of: ['2', 7bis], ground: declaration}}]")
    plain = {"agreement": "x", "act": "suspended", "on": "2010-02-01", "by": "A", "ground": "declaration"}
    office.done("record", "-", stdin=json.dumps({**plain, "articles": ["7bis"]}))
    assert "(Art. 5, #4); S1; only Art. 7bis" in " ".join(office.done("status x").out.split())
    (shown,) = office.done("status x --format json").json["suspensions"]
    assert shown["articles"] == ["7bis"]


NOTICE = "{article: '2', by: notice, period: 3 months}"


def test_a_notice_that_stands_still_says_for_what_it_waits(office: Office) -> None:
    """With the agreement's suspension until that is over (R37), by an act until another lets it run on (R31)."""
    clauses = f"{ENTRY}, termination: [{NOTICE}], suspension: [{{article: '5', ground: at will}}]"
    opened(office, clauses, "parties: {A: {name: A}, B: {name: B}}\nconventions: {suspension_stops_notice: 'yes'}")
    office.done("notice x --by A --on 2010-02-01 --yes")
    office.done("suspend x --by A --on 2010-03-02 --ground will --yes")
    page = " ".join(office.done("status x --as-of 2010-04-01").out.split())
    assert "its clock stands still since 2 March 2010, until the end of the suspension; 60 days are left then" in page
    (shown,) = office.done("status x --as-of 2010-04-01 --format json").json["notices"]
    assert (shown["stopped_on"], shown["days_left"]) == ("2010-03-02", 60)
    assert shown["awaits"] == "the end of the suspension"


def test_a_notice_that_was_stopped_by_an_act_waits_for_another(office: Office) -> None:
    opened(office, f"{ENTRY}, termination: [{NOTICE}]")
    office.done("notice x --by A --on 2010-02-01 --yes")
    stopped = {"agreement": "x", "act": "notice_suspended", "on": "2010-04-30", "notice": "N1", "by": "A"}
    office.done("record", "-", stdin=json.dumps(stopped))
    page = " ".join(office.done("status x").out.split())
    assert "until an act by which its clock runs on; 1 day is left then" in page


def test_participants_are_shown_as_depositaries_list_them(office: Office) -> None:
    """Letters and brackets with a legend of those that occur; what holds beside a state stands with it."""
    clauses = "entry_into_force: {article: '1', upon: {any_of: [{signed: 2}, {consented: 2}]}}"
    opened(office, f"{clauses}, termination: [{NOTICE}]", PARTIES)
    office.done("consent x --by C --on 2010-01-05 --manner accession")
    office.done("notice x --by C --on 2010-01-20 --yes")
    page = office.done("status x --as-of 2010-02-01").out
    rows = [" ".join(line.split()) for line in page.splitlines()]
    assert "A 1 Jan 2010 s – 1 Jan 2010 in force" in rows
    assert "C – 5 Jan 2010 a 5 Jan 2010 notice given: N1 takes effect 20 Apr 2010" in rows
    assert "a accession, s definitive signature." in rows
    rows = [" ".join(line.split()) for line in office.done("status x").out.splitlines()]
    assert "[C] – 5 Jan 2010 a 5 Jan 2010 20 Apr 2010 terminated: notice N1 of 20 Jan 2010" in rows
    assert "[ ] no longer a party, a accession, s definitive signature." in rows
    office.done("consent x --by C --on 2010-05-05 --manner acceptance")
    rows = [" ".join(line.split()) for line in office.done("status x").out.splitlines()]
    assert "[C] – 5 Jan 2010 a 5 Jan 2010 20 Apr 2010 notice N1 of 20 Jan 2010" in rows
    assert "C – 5 May 2010 A 5 May 2010 – in force" in rows


def test_who_applies_it_provisionally_is_shown_with_its_first_day(office: Office) -> None:
    clauses = "entry_into_force: {article: '1', upon: {consented: all}}"
    opened(office, f"{clauses}, provisional_application: {{article: '2', upon: {{signed: 2}}}}", PARTIES)
    rows = [" ".join(line.split()) for line in office.done("status x").out.splitlines()]
    assert "A 1 Jan 2010 – signed; provisionally from 1 Jan 2010" in rows


def test_titles_in_other_languages_authentic_texts_and_the_depositary_are_shown(office: Office) -> None:
    """The title in the reader's language heads the page; in JSON they stand by the codes of the languages."""
    text = (
        "agreement: x\ntitle: {en: On X, fr: Sur X}\ndepositary: the Secretary\n"
        "texts: {languages: [en, fr, ru], authentic: [en, fr]}\n"
        "parties: {A: {name: {en: Aland, fr: Alande}}, B: {name: B}}\n"
        f"clauses: {{{ENTRY}}}\n"
    )
    Path("x.yaml").write_text(text, encoding="utf-8")
    office.done("draft x.yaml --on 2009-12-01")
    page = " ".join(office.done("status x").out.split())
    assert page.startswith("On X ")
    assert 'Titles "On X" in English "Sur X" in French' in page
    french = " ".join(office.done("status x --lang fr").out.split())
    assert french.startswith("Sur X ")
    assert "Faisant foi anglais, français" in french
    assert "Authentic texts English, French" in page
    assert "Depositary the Secretary" in page
    answer = office.done("status x --format json").json
    assert (answer["title"], answer["titles"]) == ("On X", {"en": "On X", "fr": "Sur X"})
    assert (answer["authentic"], answer["depositary"]) == (["en", "fr"], "the Secretary")
    assert answer["participants"][0]["names"] == {"en": "Aland", "fr": "Alande"}


def test_the_clauses_are_cited_by_which_each_party_is_bound(office: Office) -> None:
    """One line where all are bound by the same; else who by which."""
    entry = "entry_into_force: {article: '1', upon: {signed: 2}, joining_article: '9'}"
    opened(office, entry, PARTIES)
    assert "\n  In force by Art. 1.\n" in office.done("status x").out
    assert "In force by" not in office.done("status x --as-of 2009-12-15").out, "nobody is bound yet"
    office.done("sign x --by C --on 2010-02-01")
    assert "\n  In force for A and B by Art. 1.\n  In force for C by Art. 9.\n" in office.done("status x").out


def test_a_former_name_stands_in_a_note(office: Office) -> None:
    """A State that changes its name stays the same party; lists name what it was called before."""
    opened(office, ENTRY)
    office.done("directory name A 'Gold Harbour' --on 2009-01-01")
    office.done("directory name A 'Côte d’Or' --on 2010-03-01")
    page = office.done("status x --as-of 2010-06-01").out
    assert '  (1) called "Gold Harbour" before 1 March 2010.\n' in page
    assert "  A (1)  " in page
    assert "Gold Harbour" in office.done("status x --as-of 2010-02-28").out
    assert "before" not in office.done("status x --as-of 2010-02-28").out
    report = office.done("report status x --as-of 2010-06-01").out
    assert '\n(1) called "Gold Harbour" before 1 March 2010.\n' in report


def test_the_texts_on_record_are_listed_by_language(office: Office) -> None:
    """Texts before certified copies, each with the entry that it came with; no instrument (VCLT-IO 78(1))."""
    opened(office, ENTRY)
    kinds = ("certified-copy --language fr", "text --language fr", "text --language en", "instrument")
    for number, told in enumerate(kinds):
        Path(f"{number}.txt").write_text(f"text {number}", encoding="utf-8")
        office.done(f"document add x {number}.txt --kind {told} --name N{number} --on 2010-01-0{number + 2} --yes")
    page = office.done("status x").out
    lines = page[page.index("Texts on record") :].splitlines()[:4]
    assert [" ".join(line.split()) for line in lines[:3]] == [
        'Texts on record text "N2" in English (#6)',
        'text "N1" in French (#5)',
        'certified copy "N0" in French (#4)',
    ]
    assert "N3" not in page
    assert '- text "N1" in French' in office.done("report status x").out
