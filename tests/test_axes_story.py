"""One story on both axes of time: thirty acts as they came to be known, and forty answers worked out by hand.

The story and the answers, each with its reason, stand in `cases/axes_story.yaml`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from given import CASES
from office import Office
from stores import STORES

from aggregates.record.log.access import reading
from lifecycle.terms.files import read_yaml

NAME = "sound-pilots"
FILE = CASES / "axes_story.yaml"
STORY: dict[str, Any] = read_yaml(FILE.read_bytes(), FILE.name)[0]
ASIDE = {"no", "late", "takes the effect of", "receipt"}
KEEPERS = {"corrected", "struck"}


@pytest.fixture(scope="module", params=STORES)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An office in which the thirty acts are recorded, one by one, as a clerk would."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("story")
        place = STORES[request.param](folder)
        office = Office(folder, patch, place)
        office.done("init")
        for told in STORY["acts"]:
            act = {name: value for name, value in told.items() if name not in ASIDE}
            if "terms_file" in act:
                act["terms_file"] = str(CASES / "terms" / act["terms_file"])
            accept = ["--accept-impact"] if "takes the effect of" in told else []
            ran = office.done(
                "record", "-", "--yes", *accept, "--format", "jsonl", stdin=json.dumps({"agreement": NAME, **act})
            )
            told["receipt"] = ran.json
        yield office
        place.remove()


def test_the_story_is_as_it_says(office: Office) -> None:
    """Thirty acts: four late, two corrections, a strike, a signature without authority, an amendment."""
    acts = STORY["acts"]
    assert [int(told["no"]) for told in acts] == list(range(1, 31))
    kinds = [told["act"] for told in acts]
    assert (kinds.count("corrected"), kinds.count("struck"), kinds.count("amendment_accepted")) == (2, 1, 1)
    assert [told["no"] for told in acts if "irregular" in told] == ["3"]
    reached = [told["no"] for told in acts if (told["receipt"]["impact"] or {}).get("later")]
    late = [no for no in reached if acts[int(no) - 1]["act"] not in KEEPERS]
    assert late == [told["no"] for told in acts if "late" in told] == ["11", "15", "23", "27"]
    for told in acts:
        assert told["receipt"]["lost"] == [int(seq) for seq in told.get("takes the effect of", [])], told["no"]
    assert len(STORY["answers"]) == 40


def named(case: dict[str, Any]) -> str:
    return f"{case['on']} known at {case['known']}"


@pytest.mark.parametrize("case", STORY["answers"], ids=named)
def test_an_answer_on_both_axes(case: dict[str, Any], office: Office) -> None:
    """The status from the stream and the list from the read models say what the law says."""
    axes = f"--as-of {case['on']} --known-at {case['known']} --format json"
    told = office.done(f"status {NAME} {axes}").json
    assert told["state"] == case["is"], case["because"]
    assert [one["state"] for one in office.done(f"list {axes}").json] == [case["is"]], case["because"]
    assert office.done(f"explain {NAME} {axes}").json["state"] == case["is"]
    if "parties" in case:
        assert {name: told["parties"][name]["state"] for name in case["parties"]} == case["parties"]
    if "terms" in case:
        assert told["terms_version"] == int(case["terms"])
    if "without effect" in case:
        assert [one["seq"] for one in told["irregular"]] == [int(seq) for seq in case["without effect"]]
    if "terminated on" in case:
        assert told["terminated_on"] == case["terminated on"]


def test_the_record_of_it_replays(office: Office) -> None:
    """Every ruling, made with what was known then, is what today's rules rule on what was known then."""
    office.done("audit replay")


def test_the_stored_bytes_were_never_touched(office: Office) -> None:
    """The corrected and the struck entries lie in the log as they were entered."""
    with reading(office.url) as log:
        acts = {row.seq: row.act for row in log.stream(NAME)}
    assert str(acts[9].on) == "2015-10-01"
    assert str(acts[23].on) == "2016-06-20"
    assert acts[11].tag == "dispute_settled"


def test_every_answer_has_its_reason() -> None:
    """In a sentence."""
    assert all(case["because"].endswith(".") for case in STORY["answers"])
