"""`follow`: a line for each recording, those that are there and each further one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from office import Office
from stores import Place

from projections.answers.catalogue import schema

CONTACT = 'contact designate harbour --by NORTH --on 2024-03-01 --contact "Ada North" --reach pilot@example.org'


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    return office.into_force()


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def following(office: Office) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that follows the register of the office from #3 on."""
    command = [sys.executable, "-c", "from cli.main import main; main()", "follow", "--from", "#3", "--db", office.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        yield process
        process.kill()


def test_what_is_there_is_given_from_a_number_on(office: Office) -> None:
    """With the states that each act found and left, and as its schema says."""
    told = lines(office.done("follow", "--from", "#2", "--no-wait").out)
    assert [(one["seq"], one["act"], one["state_before"], one["state_after"]) for one in told] == [
        (2, "signed", "drafted", "signed"),
        (3, "signed", "signed", "in_force"),
    ]
    for one in told:
        Draft202012Validator(schema("notification")).validate(one)


def test_without_a_number_only_what_comes_is_given(office: Office) -> None:
    assert office.done("follow", "--no-wait").out == ""


def test_no_name_of_a_person_is_given(office: Office) -> None:
    """Neither before its erasure nor after it."""
    office.done(CONTACT)
    before = office.done("follow", "--from", "1", "--no-wait").out
    office.done("erase", "Ada North", "--yes")
    assert office.done("follow", "--from", "1", "--no-wait").out == before
    assert lines(before)[-1]["act"] == "contact_designated"
    assert "Ada" not in before
    assert "pilot@example.org" not in before


def test_a_further_recording_is_told_of_at_once_and_an_interrupt_ends_it_well(
    office: Office, following: subprocess.Popen[str]
) -> None:
    assert following.stdout is not None
    assert json.loads(following.stdout.readline())["seq"] == 3
    office.done("notice harbour --by SOUTH --on 2024-08-31 --yes")
    assert json.loads(following.stdout.readline()) | {"recorded_at": ""} == {
        "schema": "depositary/notification/1",
        "seq": 4,
        "recorded_at": "",
        "agreement": "harbour",
        "act": "notice_given",
        "on": "2024-08-31",
        "by": "SOUTH",
        "state_before": "in_force",
        "state_after": "notice_given",
    }
    following.send_signal(signal.SIGINT)
    assert following.wait(20) == 0
