"""Whom an act means that names a party by its name."""

from __future__ import annotations

from typing import Any

import pytest
from given import act, given
from msgspec.structs import replace

from lifecycle.acts.kinds import BY_TAG
from lifecycle.codec import to_plain
from lifecycle.errors import InvalidInput
from lifecycle.fold.naming import party_fields, with_keys
from projections.words.fields import fields

PUT = given("three-party", "2010-03-01 drafted")


def meant(line: str) -> dict[str, Any]:
    return dict(to_plain(with_keys(PUT.timeline, act(line))))


@pytest.mark.parametrize("name", ["A", "Authority A", "authority  a", "AUTHORITY A"])
def test_a_party_that_is_named_by_its_name_is_on_record_by_its_key(name: str) -> None:
    assert meant(f"2010-03-02 signed by='{name}'")["by"] == "A"


def test_every_field_that_holds_a_party_is_looked_at() -> None:
    """One party or several, the party that acts and the others."""
    assert meant("2010-03-02 meeting_convened by=A 'hosts=[Authority B, C]' title=x")["hosts"] == ("B", "C")
    for tag, kind in BY_TAG.items():
        assert party_fields(kind) == tuple(field.name for field in fields(kind) if field.sort == "party"), tag


def test_another_name_stays_as_it_is() -> None:
    """Whether a stranger may act is asked of the law."""
    assert meant("2010-03-02 signed by='Authority D'")["by"] == "Authority D"


def test_a_name_that_several_have_is_asked_about_at_its_field() -> None:
    both = given("three-party", "2010-03-01 drafted", "2010-03-02 signed by='a'")
    line = both.timeline
    twice = {**line.parties, "Authority a": line.parties["B"]}
    with pytest.raises(InvalidInput, match=r"\$\.by: .*may mean A or Authority a"):
        with_keys(replace(line, parties=twice), act("2010-03-02 signed by='AUTHORITY A'"))
