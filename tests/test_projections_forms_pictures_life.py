"""The picture of a life: well formed whatever it holds, the same each time, and true to the answer that it draws."""

from __future__ import annotations

import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commandline import demonstration, run
from hypothesis import given
from hypothesis import strategies as st
from reversed import REVERSED

from lifecycle.course.machine import State
from lifecycle.messages import Message
from projections.answers.drawn.timeline import Lane, Life, Mark, Span, Stretch, timeline
from projections.answers.snapshot import snapshot
from projections.forms.pictures.axis import LEFT, RIGHT, WIDTH, axis_of, parted, ticks
from projections.forms.pictures.drawing import HATCHES, LETTER, LOOKS
from projections.forms.pictures.life import SPANS, described, picture

SVG = "{http://www.w3.org/2000/svg}"
DAYS = st.dates(date(1990, 1, 1), date(1992, 12, 31)) | st.dates()
WORDS = st.text(max_size=12)


def _saying(text: str) -> Message:
    return Message("{text}", text=text)


@st.composite
def lanes(draw: st.DrawFn, party: str = "") -> Lane:
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=5, unique=True)))
    states = draw(st.lists(st.sampled_from(State), min_size=len(days), max_size=len(days)))
    ends = [*days[1:], None]
    found = (Stretch(state=s, since=day, until=end) for s, day, end in zip(states, days, ends, strict=True))
    return Lane(party=party, name=party, stretches=tuple(found))


@st.composite
def lives(draw: st.DrawFn) -> Life:
    parties = draw(st.lists(WORDS.filter(bool), max_size=3, unique=True))
    spans = st.builds(
        Span,
        kind=st.sampled_from(sorted(SPANS)),
        id=WORDS,
        party=st.sampled_from(["", *parties]),
        since=DAYS,
        until=st.none() | DAYS,
    )
    marks = st.builds(Mark, seq=st.integers(1, 999), act=st.just("signed"), on=DAYS, says=WORDS.map(_saying))
    return Life(
        agreement="x",
        title=draw(st.text(max_size=130)),
        as_of=draw(DAYS),
        state=draw(st.sampled_from(State)),
        lanes=(draw(lanes()), *(draw(lanes(name)) for name in parties)),
        spans=tuple(draw(st.lists(spans, max_size=5))),
        acts=tuple(sorted(draw(st.lists(marks, max_size=6)), key=lambda mark: mark.on)),
    )


@given(lives())
def test_a_picture_is_well_formed_and_keeps_within_its_width(life: Life) -> None:
    text = picture(life)
    root = ET.fromstring(text)
    assert picture(life) == text
    for box in root.iter(f"{SVG}rect"):
        if float(box.attrib["width"]) < WIDTH:
            assert 0 < float(box.attrib["x"]) + float(box.attrib["width"]) <= WIDTH - RIGHT + 2
    assert float(root.attrib["height"]) > 0


@given(lives())
def test_what_is_named_in_a_title_is_every_lane_stretch_span_and_act(life: Life) -> None:
    titles = list(ET.fromstring(picture(life)).iter(f"{SVG}title"))
    stretches = sum(len(lane.stretches) for lane in life.lanes)
    assert len(titles) == 1 + len(life.lanes) + stretches + len(life.spans) + len(life.acts)


@given(lives(), st.lists(DAYS, min_size=2, max_size=6))
def test_a_later_day_lies_no_further_left(life: Life, days: list[date]) -> None:
    axis = axis_of(life)
    places = [axis.x(day) for day in sorted(days)]
    assert places == sorted(places)
    assert all(LEFT <= place <= WIDTH - RIGHT for place in places)
    marked = [day for day, _ in ticks(axis)]
    assert marked == sorted(set(marked))
    assert len(marked) <= 24


@given(DAYS, st.none() | DAYS, DAYS)
def test_what_lies_after_the_day_of_the_answer_is_foreseen(since: date, until: date | None, as_of: date) -> None:
    parts = list(parted(since, until, as_of))
    assert parts[0][0] == since
    assert parts[-1][1] == until
    assert all(one[1] == other[0] for one, other in pairwise(parts))
    assert [foreseen for *_, foreseen in parts] == sorted(foreseen for *_, foreseen in parts)
    assert all((day > as_of if foreseen and day != as_of else day <= as_of) for day, _, foreseen in parts)


def test_each_state_has_a_colour_and_those_alike_in_grey_a_hatch() -> None:
    """Its luminance (WCAG 2.2) tells two states apart, or a hatch does."""
    assert set(LOOKS) == set(State)
    looks = [(round(_luminance(colour), 1), hatch) for colour, hatch, _ in LOOKS.values()]
    assert len(set(looks)) == len(looks)
    assert {hatch for _, hatch, _ in LOOKS.values()} - {""} == set(HATCHES)


@pytest.mark.parametrize("state", State)
def test_what_is_written_on_a_state_can_be_read(state: State) -> None:
    """WCAG 2.2, 1.4.3: a contrast of 4.5 to 1."""
    ground, _, ink = LOOKS[state]
    bright, dark = sorted((_luminance(ground), _luminance(ink)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    pairs = [digits[n : n + 2] for n in (0, 2, 4)] if len(digits) == 6 else [2 * digit for digit in digits]
    parts = [int(pair, 16) / 255 for pair in pairs]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_command_draws_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))
    file = tmp_path / "life.svg"
    assert run(f"timeline wco-caricc --as-of 2011-02-01 --format svg -o {file}").code == 0
    said = "".join(ET.fromstring(file.read_text("utf-8")).itertext())
    for words in ("suspension S1 of WCO from 4 July 2010", "notice N1 of CARICC", "#12, 30 November 2010"):
        assert words in said
    data = run("timeline wco-caricc --as-of 2011-02-01 --format json").json
    assert [one["state"] for one in data["lanes"][0]["stretches"]] == [
        *("drafted", "signed", "in_force", "suspended", "terminated"),
    ]
    assert [lane["party"] for lane in data["lanes"]] == ["", "WCO", "CARICC"]


def test_no_word_of_a_picture_is_out_of_reach_of_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = demonstration(tmp_path)
    with snapshot(str(file)) as asked:
        life = timeline(asked, "wco-caricc", date(2011, 2, 1))
    said = picture(life, REVERSED)
    for word in ("in force", "suspended", "Agreement", "The life of", "notice"):
        assert word not in said


def test_a_picture_says_to_who_does_not_see_it_what_is_to_be_seen() -> None:
    whole = Stretch(state=State.DRAFTED, since=date(2000, 1, 1), until=date(2000, 6, 1))
    lane = Lane(stretches=(whole, Stretch(state=State.IN_FORCE, since=date(2000, 6, 1))))
    notice = Span(kind="notice", id="N1", party="A", since=date(2001, 1, 1), until=date(2001, 7, 1))
    life = Life(
        agreement="x", title="X", as_of=date(2001, 2, 1), state=State.IN_FORCE, lanes=(lane,), spans=(notice,), acts=()
    )
    assert str(described(life)) == (
        "The life of x as of 1 February 2001: drafted from 1 January 2000 until 1 June 2000; "
        "in force from 1 June 2000; notice N1 of A from 1 January 2001 until 1 July 2001."
    )
    assert ET.fromstring(picture(life)).findtext(f"{SVG}desc") == str(described(life))


def test_a_picture_needs_no_style_and_no_script() -> None:
    """A page's policy may forbid what is inline (CSP 3): it looks the same there."""
    lane = Lane(stretches=(Stretch(state=State.DRAFTED, since=date(2000, 1, 1)),))
    day = date(2000, 1, 1)
    life = Life(agreement="x", title="X", as_of=day, state=State.DRAFTED, lanes=(lane,), spans=(), acts=())
    parts = list(ET.fromstring(picture(life)).iter())
    assert not {f"{SVG}style", f"{SVG}script"} & {part.tag for part in parts}
    assert not {"style", "class", "href"} & {name for part in parts for name in part.attrib}


def test_both_readings_are_marked_where_they_differ(tmp_path: Path) -> None:
    """A notice takes effect on the corresponding day, or on the day after it (R24)."""
    with snapshot(str(demonstration(tmp_path))) as asked:
        life = timeline(asked, "icmpd-wco", date(2004, 2, 29))
        alone = timeline(asked, "icmpd-wco", date(2003, 2, 1))
    assert [(other.day, other.other) for other in life.disputed] == [(date(2004, 2, 29), date(2004, 3, 1))]
    marks = [part for part in ET.fromstring(picture(life)).iter(f"{SVG}path") if part.get("stroke-dasharray") == "1 3"]
    assert [part.attrib["d"].split(" ")[0] for part in marks] == [f"M{axis_of(life).x(date(2004, 3, 1)):g}"]
    assert "Another reading" in picture(life)
    assert 'stroke-dasharray="1 3"' not in picture(alone)


def test_texts_of_outsiders_are_texts_and_nothing_else() -> None:
    """Neither markup nor a character that turns a line around comes through, and no name runs into a lane."""
    evil = '</title><script>alert("1")</script>\u202e\x1b[31m'
    lane = Lane(party=evil * 4, name=evil, stretches=(Stretch(state=State.DRAFTED, since=date(2000, 1, 1)),))
    mark = Mark(seq=1, act="drafted", on=date(2000, 1, 1), says=_saying(evil))
    life = Life(
        agreement=evil, title=evil, as_of=date(2000, 1, 1), state=State.DRAFTED, lanes=(lane,), spans=(), acts=(mark,)
    )
    text = picture(life)
    root = ET.fromstring(text)
    assert not list(root.iter(f"{SVG}script"))
    assert "\u202e" not in text
    assert "\x1b" not in text
    names = [part.text or "" for part in root.iter(f"{SVG}text") if part.get("x") == "16"]
    assert all(len(name) * LETTER <= WIDTH - 32 for name in names)
    assert any(name.endswith("…") for name in names)


@pytest.mark.parametrize("command", ["timeline wco-caricc --as-of 2011-02-01", "diagram wco-caricc"])
def test_a_picture_comes_as_pixels_the_same_each_time(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))
    first, again = tmp_path / "first.png", tmp_path / "again.png"
    for file in (first, again):
        assert run(f"{command} --format png -o {file}").code == 0
    assert first.read_bytes() == again.read_bytes()
    assert first.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = (int.from_bytes(first.read_bytes()[n : n + 4]) for n in (16, 20))
    assert wide > high > 300


def test_pixels_go_to_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))
    ran = run("diagram wco-caricc --format png", terminal=True)
    assert (ran.code, ran.out) == (2, "")
    assert "--output" in ran.err


@pytest.mark.parametrize("command", ["timeline wco-caricc", "diagram wco-caricc"])
def test_without_the_extra_pixels_are_refused_by_its_name(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))
    monkeypatch.setitem(sys.modules, "typst", None)
    file = tmp_path / "x.png"
    ran = run(f"{command} --format png -o {file}")
    assert ran.code == 2
    assert "pip install 'depositary[reports]'" in ran.err
    assert not file.exists()


def test_a_state_since_some_day_of_a_year_is_drawn_lower_for_that_year() -> None:
    """What a list says to the year is not shown as if its day were known (R66)."""
    stretch = Stretch(state=State.IN_FORCE, since=date(1985, 1, 1), precision="year")
    lanes = (Lane(stretches=(stretch,)),)
    life = Life(agreement="x", title="X", as_of=date(1990, 1, 1), state=State.IN_FORCE, lanes=lanes, spans=(), acts=())
    assert "in force from 1985." in picture(life)
    boxes = [box for box in ET.fromstring(picture(life)).iter(f"{SVG}rect") if box.get("stroke") == "#777"][:2]
    places = [(float(box.attrib["x"]), float(box.attrib["width"]), float(box.attrib["height"])) for box in boxes]
    axis = axis_of(life)
    assert places[0][2] < places[1][2]
    assert places[0][0] == axis.x(date(1985, 1, 1))
    assert places[1][0] == axis.x(date(1985, 12, 31)) == round(places[0][0] + places[0][1], 1)
