"""The web register as a whole: what it answers, what it refuses, and that it only reads."""

from __future__ import annotations

import json
import os
import re
import shlex
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date
from html import unescape
from importlib.metadata import EntryPoints
from pathlib import Path
from time import sleep

import pytest
from commandline import TERMS, demonstration, run
from office import Office
from starlette.routing import Route
from stores import Place
from webface import Client, served

from aggregates.databases.database import Connection
from aggregates.ground import blocks
from aggregates.record.log.log import Log
from aggregates.record.log.rows import LoggedRow
from lifecycle import errors
from lifecycle.messages import ENGLISH
from projections.answers.catalogue import ANSWERS
from projections.answers.snapshot import Snapshots
from projections.words.situations import SITUATIONS
from web.guard import HEADERS, LONGEST
from web.problems import TITLES, Stopped
from web.questions import ELSEWHERE, QUESTIONS
from web.served import is_local

PAGES = (
    *("/agreements", "/agreements?as_of=2004-02-29&words=memorandum&party=WCO&state=in_force&sort=ends&limit=1"),
    *("/agreements/wco-caricc", "/agreements/wco-caricc?as_of=2010-07-20&known_at=9"),
    *("/agreements/wco-caricc/explanation", "/agreements/wco-caricc/explanation?party=WCO&as_of=2010-07-20"),
    *("/agreements/wco-caricc/history", "/agreements/wco-caricc/timeline", "/agreements/wco-caricc/diagram"),
    *("/agreements/wco-caricc/documents", "/documents", "/search?words=joint"),
    "/agreements/wco-caricc/difference?as_of=2010-03-01&and_as_of=2011-01-01",
    "/agreements/wco-caricc/difference?as_of=2010-07-20&known_at=8&and_known_at=14",
    "/agreements/wco-caricc/difference?terms=1&and_terms=1",
    *("/agreements/wco-caricc/contacts", "/agreements/icmpd-wco/balances?as_of=2003-06-01"),
    *("/certificates", "/certificates?agreement=wco-caricc", "/deadlines?within=400", "/parties", "/parties/WCO"),
    *("/waiting", "/rules", "/rules/R24", "/recordings/3", "/recordings/15", "/about"),
)
"""Every page; to add one: its line here."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a register."""
    return demonstration(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def client(file: Path) -> Client:
    """Give a client of it."""
    return Client(served(file))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_with_all_headers(path: str, client: Client) -> None:
    """Without a cookie, without a script or style within it, and well-formed enough to have one headline."""
    got = client.get(path)
    assert got.status_code == 200, got.text
    assert {name: got.headers[name] for name in HEADERS} == dict(HEADERS)
    assert "set-cookie" not in got.headers
    assert got.text.count("<h1") == 1, path
    assert "<style" not in got.text
    assert " style=" not in got.text
    assert "<script>" not in got.text
    assert " on" not in {part[:3] for part in got.text.split('="')}
    assert "http://" not in got.text.replace('xmlns="http://www.w3.org/2000/svg"', "")


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("/recordings/")])
def test_no_page_goes_through_the_whole_log(path: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads the files that it is about, single entries, and the read models; a proof is another matter, below."""
    rows = Log.rows

    def few(log: Log, after: int = 0, upto: int | None = None) -> Iterator[LoggedRow]:
        assert (log.last()[0] if upto is None else upto) - after <= 1, "rows of the whole log"
        return rows(log, after, upto)

    monkeypatch.setattr(Log, "rows", few)
    for name in ("agreements", "leaves", "places"):
        monkeypatch.setattr(Log, name, lambda *_: pytest.fail("the whole log"))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_label_stands_with_its_field(path: str, client: Client) -> None:
    """In one element that goes to the next line as a whole; a slider has its own."""
    page = client.get(path).text
    fields = set(re.findall(r'<label for="([^"]+)"', page))
    paired = re.findall(
        r'<(?:span class="labelled[^"]*"|p class="slider")>\s*<label for="([^"]+)">[^<]*</label>\s*<(\w+) id="\1"', page
    )
    assert fields == {field for field, _ in paired}, path


def test_the_list_says_of_what_kind_each_is(client: Client) -> None:
    """As its terms name it; of a party that is asked about, its own state stands there."""
    page = client.get("/agreements?as_of=2010-07-15").text
    assert 'data-head="kind"' in page
    assert "memorandum of understanding" in page
    assert 'data-head="kind"' not in client.get("/agreements?as_of=2010-07-15&party=WCO").text
    status, party = client.get("/api/agreements/wco-caricc").json(), client.get("/api/parties/WCO").json()
    assert {status["kind"], *(one["kind"] for one in party["agreements"])} == {"memorandum of understanding"}


def test_what_a_page_is_made_with_is_served(client: Client) -> None:
    """Its styles, that of the sheets included, which reports hold, too; its scripts and its mark."""
    asked = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/about").text)
    assert "/static/sheet.css" in asked
    assert {path: client.get(path).status_code for path in asked} == dict.fromkeys(asked, 200)
    assert client.get("/static/sheet.py").status_code == 404


def test_every_route_of_a_page_is_held_to_it(client: Client) -> None:
    """A page that is added without a line above is named."""
    named = {path.partition("?")[0] for path in PAGES}
    patterns = [route for route in client.app.routes if isinstance(route, Route)]
    open_paths = {
        route.path
        for route in patterns
        if not route.path.startswith("/api/") and "." not in route.path and not any(map(route.path_regex.match, named))
    }
    item = "/agreements/{agreement}/restrictions/{item}"
    file = "/agreements/{agreement}/documents/{document}/file"
    assert open_paths == {file, "/", "/recordings/{seq:int}/proof", "/checkpoint", item}


def test_every_question_of_the_catalogue_has_an_address() -> None:
    """Or a reason for having none."""
    asked = {name for name, kind in ANSWERS.items() if kind.ask}
    assert asked <= {question.answer for question in QUESTIONS} | ELSEWHERE.keys()
    assert not ELSEWHERE.keys() & {question.answer for question in QUESTIONS}


def test_policy_has_no_exception() -> None:
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "data:" not in policy
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path",
    ["/", "/nothing", "/agreements?x=1", "/static/register.css", "/static/sheet.css", "/deadlines.ics", "/api/x"],
)
def test_what_is_no_page_has_the_headers_too(path: str, client: Client) -> None:
    got = client.get(path)
    assert {name: got.headers[name] for name in HEADERS} == dict(HEADERS)


# What is refused


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[::2]:8000", "127.0.0.2"])
def test_a_foreign_name_of_a_host_is_refused(host: str, client: Client) -> None:
    """Or a page elsewhere could let a reader's browser ask under a name of its own."""
    assert client.get("/agreements", host=host).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9999", "127.0.0.1:8000", "[::1]:8000"])
def test_its_own_names_are_answered(host: str, client: Client) -> None:
    assert client.get("/agreements", host=host).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "MERGE"])
def test_nothing_but_reading_is_answered(method: str, client: Client) -> None:
    got = client.get("/agreements/wco-caricc", method=method)
    assert got.status_code == 405
    assert "only read" in got.text


def test_an_address_has_a_length(client: Client) -> None:
    assert client.get("/agreements?words=" + "x" * LONGEST).status_code == 414
    assert client.get("/agreements/" + "x" * 3000).status_code == 400


WRONG = {
    "/agreements?as_of=2010-02-30": ("as_of", "2010-02-30"),
    "/agreements?as_of=30.3.2010": ("as_of", "30.3.2010"),
    "/agreements?known_at=soon": ("known_at", "YYYY-MM-DD"),
    "/agreements?known_at=2010-03-30T12:00": ("known_at", "2010-03-30T12:00Z"),
    "/agreements?state=inforce": ("state", "in_force"),
    "/agreements?sort=size": ("sort", "title"),
    "/agreements?limit=0": ("limit", "500"),
    "/agreements?limit=9999": ("limit", "500"),
    "/agreements?limit=1&limit=2": ("limit", "more than once"),
    "/agreements?asof=2010-03-30": ("asof", "as_of"),
    "/agreements?words=" + "x" * 300: ("words", "200"),
    "/agreements/wco-caricc?party=WCO": ("party", "as_of"),
    "/deadlines?within=90d": ("within", "999999"),
    "/agreements/wco-caricc/difference?terms=x&and_terms=1": ("terms", "number"),
    "/rules?x=1": ("x", "parameter"),
}


@pytest.mark.parametrize("path", WRONG)
def test_bad_input_names_the_parameter_and_what_would_be_right(path: str, client: Client) -> None:
    """On a page, and as a problem."""
    parameter, right = WRONG[path]
    page = client.get(path)
    assert page.status_code == 400
    assert f"<code>{parameter}</code>" in page.text
    assert right in page.text
    problem = client.get(f"/api{path}")
    assert problem.headers["content-type"] == "application/problem+json"
    told = problem.json()
    assert (problem.status_code, told["status"], told["situation"]) == (400, 400, 2)
    assert [one["parameter"] for one in told["errors"]] == [parameter]
    assert right in told["errors"][0]["says"]


def test_several_things_that_are_wrong_are_all_named(client: Client) -> None:
    told = client.get("/api/agreements?as_of=x&limit=y&z=1").json()
    assert [one["parameter"] for one in told["errors"]] == ["as_of", "limit", "z"]


def test_an_unknown_id_suggests_and_a_day_before_the_draft_says_so(client: Client) -> None:
    page = client.get("/agreements/wco-carric")
    assert page.status_code == 404
    assert 'href="/agreements/wco-caricc"' in page.text
    assert client.get("/api/agreements/wco-carric").json()["did_you_mean"] == ["wco-caricc"]
    early = client.get("/agreements/wco-caricc?as_of=1999-01-01")
    assert early.status_code == 404
    assert "its file opens with the draft" in early.text
    assert client.get("/parties/CARIC").status_code == 404
    assert client.get("/recordings/99").status_code == 404
    assert client.get("/agreements?known_at=99").status_code == 404


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("status nothing", "/api/agreements/nothing"),
        ("status wco-caricc --as-of 1999-01-01", "/api/agreements/wco-caricc?as_of=1999-01-01"),
        ("status wco-caricc --as-of 1999-02-30", "/api/agreements/wco-caricc?as_of=1999-02-30"),
        ("list --known-at 99", "/api/agreements?known_at=99"),
        ("party NOBODY", "/api/parties/NOBODY"),
        ("rule R999", "/api/rules/R999"),
        ("certificates --digest zz", "/api/certificates?digest=zz"),
    ],
)
def test_a_situation_has_the_number_of_its_exit_code(
    line: str, path: str, file: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    assert client.get(path).json()["situation"] == run(line).code


def test_every_situation_makes_a_problem() -> None:
    """With a status, a title in the table, and words."""
    for kind in SITUATIONS:
        stopped = Stopped(kind.__new__(kind))
        assert stopped.status in TITLES


def test_what_failed_inside_is_not_told_outside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a path nor a message of a driver reaches a reader; the log of the program has them."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret of /etc/depositary")

    monkeypatch.setattr("projections.answers.history.history", fail)
    monkeypatch.setattr("web.questions.history.history", fail)
    for path in ("/agreements/wco-caricc/history", "/api/agreements/wco-caricc/history"):
        got = client.get(path)
        assert got.status_code == 500
        assert "secret" not in got.text
    failed = Stopped(errors.StorageFailure("/var/lib/register.db is damaged"))
    assert "/var" not in json.dumps(failed.problem("/x", ENGLISH))


# Forms


def test_a_form_is_asked_for_by_ending_or_by_accept(client: Client) -> None:
    for accept, ending, media in (
        ("application/json", "json", "application/json"),
        ("text/csv, text/html;q=0.5", "csv", "text/csv; charset=utf-8"),
        ("text/calendar", "ics", "text/calendar; charset=utf-8"),
    ):
        by_accept, by_ending = client.get("/deadlines", accept=accept), client.get(f"/deadlines.{ending}")
        assert by_accept.headers["content-type"] == by_ending.headers["content-type"] == media
        assert by_accept.content == by_ending.content
    assert client.get("/deadlines", accept="*/*").headers["content-type"].startswith("text/html")
    refused = client.get("/deadlines", accept="image/png")
    assert refused.status_code == 406
    assert "text/calendar" in refused.json()["detail"]
    assert client.get("/agreements/wco-caricc/timeline.svg").text.startswith("<svg")
    assert client.get("/agreements/wco-caricc.svg").status_code == 404


def test_pages_of_a_list_follow_each_other(client: Client) -> None:
    """By a link on the page, and by one in the header for programs."""
    first = client.get("/api/agreements?limit=1")
    assert [one["agreement"] for one in first.json()] == ["icmpd-wco"]
    following = first.headers["link"].split(">")[0].removeprefix("<")
    second = client.get(following)
    assert [one["agreement"] for one in second.json()] == ["wco-caricc"]
    assert "link" not in second.headers
    page = client.get("/agreements?limit=1")
    assert "after=icmpd-wco" in page.text


def test_the_feed_of_an_agreement_and_of_a_party_hold_theirs_alone(client: Client) -> None:
    both = client.get("/deadlines.ics?as_of=2010-12-15").text
    one = client.get("/deadlines.ics?as_of=2010-12-15&agreement=icmpd-wco").text
    none = client.get("/deadlines.ics?as_of=2010-12-15&agreement=wco-caricc").text
    counts = [text.count("BEGIN:VEVENT") for text in (both, one, none)]
    assert counts[0] == counts[1] + counts[2]
    assert counts[2] > 0
    of_party = client.get("/deadlines.ics?as_of=2010-12-15&party=ICMPD").text
    assert "wco-caricc" not in of_party


# Marks


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give a client of a register that is recorded in meanwhile."""
    file = demonstration(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setenv("DEPOSITARY_ACTOR", "clerk")
    return Client(served(file))


def test_a_mark_stands_for_the_same_bytes(own: Client) -> None:
    """It changes with a recording, an erasure, the day, the language and the form; else nothing is sent again."""
    path = "/agreements/wco-caricc?as_of=2010-07-20&known_at=9"
    marks = {}

    def ask(name: str, of: Client = own, path: str = path, **headers: str) -> None:
        got = of.get(path, **headers)
        again = of.get(path, if_none_match=got.headers["etag"], **headers)
        assert (again.status_code, again.content) == (304, b"")
        marks[name] = got.headers["etag"]

    ask("page")
    ask("json", accept="application/json")
    ask("french", accept_language="fr")
    ran = run('contact designate wco-caricc --by WCO --on 2010-04-04 --contact "Ada"')
    assert ran.code == 0, ran.err
    ask("recorded")  # it says of how many
    assert run("erase Ada --yes").code == 0
    ask("erased")
    assert len(set(marks.values())) == 5
    today = [Client(served(own.db, today=day)).get("/agreements/wco-caricc").headers["etag"] for day in DAYS]
    assert len(set(today)) == 2


DAYS = (date(2010, 7, 15), date(2010, 7, 16))


# Only reading


def test_a_connection_of_this_face_cannot_write(file: Path) -> None:
    snapshots = Snapshots(str(file))
    with snapshots.snapshot() as asked:
        connection: Connection = asked.log.connection
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.cursor().execute("DELETE FROM people")
    snapshots.close()


def test_names_are_withheld_where_the_settings_say_so(own: Client) -> None:
    assert run('contact designate wco-caricc --by WCO --on 2010-04-04 --contact "Ada Lovelace"').code == 0
    path = "/agreements/wco-caricc/history"
    assert "Ada Lovelace" in own.get(path).text
    hidden = Client(served(own.db, names=False))
    for asked in (path, f"{path}.json", "/agreements/wco-caricc/contacts", "/recordings/16", "/parties/WCO"):
        text = hidden.get(asked).text
        assert "Ada Lovelace" not in text
        assert "clerk" not in text
    assert "not named here" in hidden.get("/about").text


# The command


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Note what would have been served."""
    calls: list[object] = []
    monkeypatch.setattr("uvicorn.run", lambda *_, **given: calls.append(given))
    return calls


def test_serve_says_where_and_warns_where_others_reach_it(
    file: Path, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    ran = run("serve")
    assert (ran.code, len(started)) == (0, 1)
    assert "http://127.0.0.1:8000/" in ran.err
    assert "Warning" not in ran.err
    ran = run("serve --host 0.0.0.0 --name register.example.org --workers 2")
    assert "Warning" in ran.err
    assert "no login" in ran.err


def test_serve_refuses_what_is_no_register(tmp_path: Path, started: list[object]) -> None:
    assert run(f"serve --db {tmp_path / 'none.db'}").code == 10
    assert started == []


def test_an_installation_of_before_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was made when there was no web register names no such face."""
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setattr("cli.commands.keep.serving.entry_points", lambda **_: EntryPoints())
    ran = run("serve")
    assert (ran.code, "install it anew" in ran.err) == (2, True)


@pytest.mark.parametrize("missing", ["uvicorn", "starlette", "jinja2"])
def test_what_is_not_installed_is_named_with_its_extra(
    missing: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setitem(sys.modules, missing, None)
    ran = run("serve")
    assert ran.code == 2
    assert "pip install 'depositary[web]'" in ran.err


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("example.org", False),
    ],
)
def test_only_this_machine_is_local(host: str, local: bool) -> None:
    assert is_local(host) is local


# Elsewhere, and late


def test_a_register_on_any_database_is_served(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its pages, the interface, a proof; and on none of them can this face write."""
    monkeypatch.setenv("DEPOSITARY_DB", place.url)
    monkeypatch.setenv("DEPOSITARY_ACTOR", "clerk")
    for line in ("init", f"draft {TERMS / 'wco-caricc.yaml'} --on 2010-03-01"):
        ran = run(line)
        assert ran.code == 0, ran.err
    client = Client(served(place.url))
    of = "/agreements/wco-caricc"
    for path in ("/agreements", of, f"{of}/history", "/recordings/1", "/deadlines"):
        assert client.get(path).status_code == 200, path
    assert client.get("/api/agreements").json() == run("list --limit 100 --as-of 2010-07-15 --format json").json
    snapshots = Snapshots(place.url)
    with snapshots.snapshot() as asked, pytest.raises(asked.log.case.Error):
        asked.log.connection.cursor().execute("DELETE FROM people")
    snapshots.close()


def test_a_page_of_a_recording_does_not_hash_the_whole_log_again(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its proof is good, and the next one reads its own block and the last: following links costs the same for ever."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    office.into_force()
    for number in range(1, 12):
        office.done(f"activity begin harbour A{number} --on 2024-03-01")
    state, config = (Path(os.environ[f"XDG_{name}_HOME"]) / "depositary" for name in ("STATE", "CONFIG"))
    client = Client(served(office.url, copies=(str(state / "checkpoints"),), keys=str(config / "keys")))
    key, read, rows = office.done("audit public-key --format json").json[-1]["key"], list[int](), Log.rows

    def counting(log: Log, after: int = 0, upto: int | None = None) -> Iterator[LoggedRow]:
        for row in rows(log, after, upto):
            read.append(row.seq)
            yield row

    monkeypatch.setattr(blocks, "BLOCK", 4)
    monkeypatch.setattr(Log, "rows", counting)
    for seq, expected in ((2, {*range(1, 15)}), (6, {*range(5, 9), 13, 14}), (14, {13, 14})):
        read.clear()
        assert f"/recordings/{seq}/proof" in client.get(f"/recordings/{seq}").text
        assert set(read) == expected
        Path("proof").write_bytes(client.get(f"/recordings/{seq}/proof").content)
        office.done("audit", "verify-proof", "proof", "--key", key)


def test_an_empty_register_has_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(tmp_path / "empty.db"))
    assert run("init").code == 0
    client = Client(served(tmp_path / "empty.db"))
    for path in ("/agreements", "/deadlines", "/parties", "/certificates", "/documents", "/waiting", "/about"):
        assert client.get(path).status_code == 200, path
    assert client.get("/recordings/1").status_code == 404
    assert client.get("/agreements/any").status_code == 404


def test_an_answer_that_takes_too_long_is_given_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader is told so, as a page and as a problem, and when to ask again; the next answer is not kept waiting."""
    slow = Client(served(file, seconds=0.2))

    def sleeping(*_: object, **__: object) -> None:
        sleep(1.5)

    with monkeypatch.context() as patch:
        patch.setattr("web.asking.deadlines.due", sleeping)
        for path in ("/deadlines", "/api/deadlines"):
            got = slow.get(path)
            assert got.status_code == 503
            assert got.headers["retry-after"]
            assert "0.2 seconds" in got.text
    assert Client(served(file)).get("/deadlines").status_code == 200


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_paper_without_what_makes_it_is_refused_with_the_reason(
    form: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, {"pdf": "typst", "xlsx": "xlsxwriter"}[form], None)
    got = client.get(f"/agreements/wco-caricc.{form}")
    assert got.status_code == 406
    assert "depositary[reports]" in got.json()["detail"]


def test_paper_is_there_where_an_answer_has_it(client: Client) -> None:
    assert client.get("/agreements/wco-caricc.md?as_of=2010-07-20").text.startswith("# ")
    assert client.get("/agreements/wco-caricc.xlsx").content[:2] == b"PK"
    assert client.get("/parties.pdf").status_code == 406


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith(("/recordings", "/about"))])
def test_what_is_cited_gives_the_same_answer(
    path: str, file: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its address with both axes, and by its command."""
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-07-15")
    cited = client.get(path).text.split('<details class="cite">')[1].split("</details>")[0]
    (address, *_), (command,) = (
        re.findall(one, cited) for one in (r'<a href="([^"]+)" rel="bookmark">', r"<code>(depositary .*?)</code>")
    )
    by_address = client.get(unescape(address), accept="application/json")
    assert by_address.json() == client.get(path, accept="application/json").json()
    ran = run(*shlex.split(unescape(command))[1:], "--format", "json")
    assert ran.json == by_address.json()
