"""Values and sheets of HTML: what is marked within a message leads where a page says, and from a report nowhere."""

from __future__ import annotations

import re
from datetime import date

import pytest
from reversed import REVERSED

from lifecycle.messages import ENGLISH, Language, Message
from projections.forms.html.sheet import Sheet
from projections.forms.html.values import BETWEEN, CLOSE, OPEN, Leads, said

LEADS = Leads({"WCO": "/parties/WCO?x=1&y=2"}, "/recordings/{}?as_of=2010-03-30", "/rules#{}")
ACT = Message("{party} signed on {day} ({act})", party="WCO", day=date(2010, 3, 30), act=Message("#{seq}", seq=7))


@pytest.mark.parametrize("language", [ENGLISH, REVERSED])
def test_a_day_is_a_time_and_a_number_leads_to_its_recording_in_any_language(language: Language) -> None:
    made = said(ACT, language, LEADS)
    assert made.count('<time datetime="2010-03-30">') == 1
    assert made.count('<a class="seq" href="/recordings/7?as_of=2010-03-30">') == 1


def test_without_a_place_to_lead_to_the_same_is_said_and_nothing_leads_anywhere() -> None:
    alone, within = (said(ACT, ENGLISH, leads) for leads in (Leads(), LEADS))
    assert "<a" not in alone
    assert alone.striptags() == within.striptags() == "WCO signed on 30 March 2010 (#7)"


def test_a_name_that_a_page_knows_leads_there_and_another_does_not() -> None:
    assert said("WCO", ENGLISH, LEADS) == '<a href="/parties/WCO?x=1&amp;y=2">WCO</a>'
    assert said("<WCO>", ENGLISH, LEADS) == "&lt;WCO&gt;"


@pytest.mark.parametrize(("leads", "found"), [(LEADS, ["/rules#R24", "/rules#R7"]), (Leads(), [])])
def test_the_rules_that_a_step_rests_on_lead_to_what_they_say(leads: Leads, found: list[str]) -> None:
    sheet = Sheet(ENGLISH, leads)
    sheet.steps([(1, Message("it is so"), "R24, R7")])
    assert re.findall('href="([^"]*)"', sheet.html) == found


def test_a_table_says_what_it_lists_and_each_cell_its_head() -> None:
    sheet = Sheet()
    sheet.table([("<a>", Message("n")), ("x", 1), ("", 2)], name=Message("Acts"))
    assert "<caption>Acts</caption>" in sheet.html
    assert re.findall('data-head="([^"]*)"', sheet.html) == ["&lt;a&gt;", "n", "n"]
    assert sheet.html.count('class="number"') == 3
    assert sheet.html.count('class="follows"') == 1


def test_a_forged_mark_is_a_day_or_a_number_and_nothing_else() -> None:
    """What marks a day within a message means nothing more in a text from outside."""
    for inside in ('"><script>', "javascript:x", "9999999999999999999", "2010-03-30", "7", ""):
        made = said(Message("{text}", text=f"{OPEN}{inside}{BETWEEN}<b>{CLOSE}"), REVERSED, LEADS)
        assert "<b>" not in made
        assert "<script>" not in made
        assert "javascript" not in re.findall(r'href="([^"]*)"', made)
