"""Examination of terms, read and tried in small stories; not of an agreement that is on record.

A finding is plain words for a lawyer. `error` says that the terms defeat themselves, `warning` that something cannot
be reached or left, or has no effect, `silent` what fills the gaps of the text.

To add an examination: a function of the terms in `reading`, or of their trial in `noticing` or `trying`, and one line
in a table here.
"""

from __future__ import annotations

from collections.abc import Callable

from lifecycle.examination import idle, notices, silences, stages, times
from lifecycle.examination.finding import Finding, Found
from lifecycle.examination.trial import Trial
from lifecycle.terms.text import Terms

READING: tuple[Callable[[Terms], Found], ...] = (
    silences.exits,
    silences.grounds,
    idle.fields,
    idle.groups,
    times.times,
    times.weights,
    silences.survival,
    silences.parties,
    silences.depositary,
    silences.others,
    silences.silences,
    silences.assumed,
)

TRYING: tuple[Callable[[Trial], Found], ...] = (
    stages.provisional,
    notices.notices,
    notices.renewals,
    stages.suspensions,
    stages.ends,
    stages.finishing,
    stages.states,
)
"""In this order: the last one reports what none of the others has reached."""

LEVELS = ("error", "warning", "silent")


def examine(terms: Terms) -> tuple[Finding, ...]:
    """List what a reader of the terms should know, errors first."""
    trial = Trial(terms)
    found = [finding for examination in READING for finding in examination(terms)] + [*stages.entry(trial)]
    if trial.entered is not None:
        found += [finding for examination in TRYING for finding in examination(trial)]
    given = dict.fromkeys(finding for finding in found if finding)
    return tuple(sorted(given, key=lambda finding: LEVELS.index(finding.level)))


__all__ = ["Finding", "examine", "LEVELS", "READING", "TRYING"]
