"""What a certificate attests: the same line whatever came later in the log, and the states that the answer has."""

from __future__ import annotations

import json
from datetime import date

import grammar
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import Story, stories

from lifecycle.acts.keeping.entries import Certified
from lifecycle.answers.attestation import FORM, attest, digest, written
from lifecycle.answers.certificates import certificates
from lifecycle.answers.status import status
from lifecycle.fold.timeline import Entry, fold

ANY = st.one_of(stories(), grammar.stories())


@given(ANY, st.data())
def test_a_certificate_is_reproduced_from_every_later_log(story: Story, data: st.DataObject) -> None:
    """What is recorded afterwards, of whatever day, changes nothing of the line that was certified."""
    entries = [Entry(entry.seq, entry.act) for entry in story.entries()]
    known = data.draw(st.integers(1, len(entries)))
    line, day = fold(entries[:known]), data.draw(st.sampled_from(story.days()))
    assume(day >= line.drafted)
    attests = attest(line, day, known)
    issued = Certified(
        on=date(2026, 1, 5), as_of=day, known_at=known, state="", digest=digest(attests), form=FORM, certificate="K9"
    )
    *_, found = (one for one in certificates(fold([*entries, Entry(len(entries) + 1, issued)])) if one.form == FORM)
    assert (found.certificate, found.attests, found.reproduced) == ("K9", attests, True)


@given(ANY, st.data())
def test_what_is_attested_is_what_the_answer_says(story: Story, data: st.DataObject) -> None:
    """State by state, of the agreement first and then of the parties by their ids; the line reads as JSON."""
    line, day = story.timeline(), data.draw(st.sampled_from(story.days()))
    assume(day >= line.drafted)
    told, attests = status(line, day), attest(line, day, line.head)
    states = [(one.subject, one.state, one.since) for one in attests.states]
    assert states[0] == ("", told.state, told.since)
    assert states[1:] == sorted((name, own.state, own.since) for name, own in told.parties.items())
    open_heads = (*told.open.activities, *told.open.accounts)
    assert len(attests.acts) == sum(map(len, (told.notices, told.suspensions, told.disputes, open_heads)))
    assert written(attests).endswith("}\n")
    assert json.loads(written(attests))["schema"] == FORM
