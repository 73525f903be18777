"""Platforms that one party makes available to the other, in given languages, until it withdraws them.

While the obligations of the party that provides one are suspended it is not available (`answers.cooperation`).
"""

from __future__ import annotations

from lifecycle.acts.act import Party, Words
from lifecycle.acts.cooperation.common import Cooperation, addressed, addressee, close_record, missing, set_aside, taken
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.terms.cooperation import Provision


class _OnPlatform(Cooperation, frozen=True, kw_only=True):
    """An act on a platform that one party makes available to the other."""

    platform: Words
    PROVISION = "platforms"

    def provision(self, course: Course) -> Provision | None:
        """Give the provision for the platform of this name."""
        known = course.terms_of(self.by).cooperation
        return next((p for p in known.platforms if p.name == self.platform), None) if known else None

    def particular(self, course: Course) -> Objection | None:
        """Object where the text lets another provide it."""
        provision = self.provision(course)
        if provision is not None and provision.provided_by not in ("", self.by):
            says = f"{self.platform} is provided by {provision.provided_by}, not by {self.by}."
            return Objection(says=says, rule="R61", article=provision.article)
        return None


class PlatformProvided(_OnPlatform, frozen=True, kw_only=True, tag="platform_provided"):
    """A platform is made available to the other party, in given languages or all those of the text."""

    to: Party | None = None
    languages: tuple[Words, ...] = ()
    WHAT = "Providing a platform"

    def particular(self, course: Course) -> Objection | None:
        """Object to strangers, to languages that the text does not name, and to what is available already."""
        article = self.article(course)
        if found := super().particular(course) or addressed(course, self.by, self.to, article):
            return found
        named = self._of_the_text(course)
        if named and (more := sorted(set(self.languages) - set(named))):
            says = f"{self.platform} is provided in {', '.join(named)}, not in {', '.join(more)}."
            return Objection(says=says, rule="R61", article=article)
        known = course.records.get(("platform", self.platform))
        return taken(course, "platform", self.platform, article) if known and known.closed is None else None

    def _of_the_text(self, course: Course) -> tuple[str, ...]:
        provision = self.provision(course)
        return provision.languages if provision else ()

    def apply(self, course: Course) -> None:
        """Open it, keeping an earlier provision in the file."""
        set_aside(course, "platform", self.platform)
        languages = self.languages or self._of_the_text(course)
        other = addressee(course, self.by, self.to)
        self.note_record(course, "platform", self.platform, details=languages, other=other)

    def says(self) -> str:
        """Say the act."""
        return f"{self.platform} made available by {self.by}"


class PlatformWithdrawn(_OnPlatform, frozen=True, kw_only=True, tag="platform_withdrawn"):
    """A platform is withdrawn."""

    WHAT = "Withdrawing a platform"
    NEW = False
    ABOUT = ("platform", "platform")

    def particular(self, course: Course) -> Objection | None:
        """Object where it is not available, or another provides it."""
        return super().particular(course) or missing(course, "platform", self.platform, self.article(course))

    def apply(self, course: Course) -> None:
        """Close it."""
        close_record(course, "platform", self.platform, outcome="withdrawn")

    def says(self) -> str:
        """Say the act."""
        return f"{self.platform} withdrawn by {self.by}"
