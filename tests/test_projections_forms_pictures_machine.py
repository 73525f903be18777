"""The picture of a machine: every way of the law has its arrow, and what terms reach is what is drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from commandline import TERMS
from reversed import REVERSED

from lifecycle.course.machine import TABLE, State
from lifecycle.terms.files import read_terms
from projections.answers.drawn.diagram import Diagram, drawn
from projections.forms.pictures.machine import HEIGHT, HIGH, PLACES, TRIGGERS, WAYS, WIDE, WIDTH, picture

SVG = "{http://www.w3.org/2000/svg}"


def diagram(name: str) -> Diagram:
    return drawn(read_terms((TERMS / f"{name}.yaml").read_text("utf-8")), "mermaid")


def test_every_state_has_its_place_and_every_way_its_course_and_word() -> None:
    assert set(PLACES) == set(State)
    assert set(WAYS) == {(row.source, row.dest) for row in TABLE if row.source is not row.dest}
    assert set(TRIGGERS) == {row.trigger for row in TABLE}


def test_a_course_begins_at_the_edge_of_its_state_and_its_word_lies_within_the_picture() -> None:
    for (source, dest), course in WAYS.items():
        begun = re.match(r"M(\d+) (\d+)", course.line)
        assert begun is not None
        x, y = PLACES[source]
        assert (abs(int(begun[1]) - x) <= WIDE / 2, abs(int(begun[2]) - y) <= HIGH / 2 + 4) == (True, True), (
            source,
            dest,
        )
        assert 0 < course.x < WIDTH
        assert 60 < course.y < HEIGHT


@pytest.mark.parametrize("name", ["wco-caricc", "icmpd-wco"])
def test_what_is_drawn_is_what_the_terms_reach(name: str) -> None:
    found = diagram(name)
    root = ET.fromstring(picture(found))
    titles = [part.text for part in root.iter(f"{SVG}title")]
    arrows = [part for part in root.iter(f"{SVG}path") if part.get("marker-end")]
    ways = {(way.source, way.dest) for way in found.ways if way.source is not way.dest}
    assert len(titles) - 1 == len(arrows) == len(ways)
    said = " ".join(part.text or "" for part in root.iter(f"{SVG}text"))
    assert ("winding down" in said) is (State.WINDING_DOWN in {way.dest for way in found.ways})
    assert picture(found) == picture(found)


def test_no_word_of_it_is_out_of_reach_of_a_language() -> None:
    said = picture(diagram("icmpd-wco"), REVERSED)
    for word in ("in force", "suspension", "given up", "something open", "can come to"):
        assert word not in said
