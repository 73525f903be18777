"""What conditions may ask of an agreement that is given party by party: who of those bound has agreed, and when.

Source: VCLT-IO 39, 54(b), 57(b) (R31, R35, R50). New terms, a suspension, an end, or that it goes on: all in one
way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from lifecycle.course.course import Course
from lifecycle.terms.conditions.amounts import circle_of


class Agreeing:
    """The facts of a course, with agreements of those that are bound in the place of signatures and consents."""

    def __init__(self, course: Course, given: Mapping[str, date], *, proposed: date | None = None) -> None:
        self.agreed = self.consents = self.signatures = {n: on for n, on in given.items() if n in course.bound}
        self.names = tuple(sorted(course.bound))
        self.established, self.lapsed = course.established, course.lapsed
        self.counts, self.weight, self.weighed = course.counts, course.weight, course.weighed
        self.counted, self.fewer_since = course.counted, course.fewer_since
        self.keeps, self.came = course.keeps, course.came
        self._course, self._proposed = course, proposed

    def members(self, group: str) -> Sequence[str]:
        """Give the parties of a group, or of a circle, as they were on the day of the proposal where it asks so."""
        circle = None if group in self._course.terms.groups else circle_of(group)
        if circle is None or not circle.proposed:
            return self._course.members(group)
        return self._course.within(replace(circle, on=self._proposed))
