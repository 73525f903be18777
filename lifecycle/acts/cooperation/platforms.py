"""Platforms that one party makes available to the other, in given languages, until it withdraws them.

While the obligations of the party that provides one are suspended it is not available (`answers.cooperation`).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Name, Words
from lifecycle.acts.cooperation.common import (
    Cooperation,
    To,
    addressed,
    addressee,
    close_record,
    missing,
    set_aside,
    taken,
)
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message
from lifecycle.terms.cooperation import Provision


class _OnPlatform(Cooperation, frozen=True, kw_only=True):
    """An act on a platform that one party makes available to the other."""

    platform: Annotated[Name, Meta(description="The platform, as the text names it.")]
    PROVISION = "platforms"

    def provision(self, course: Course) -> Provision | None:
        known = course.terms_of(self.by).cooperation
        return next((p for p in known.platforms if p.name == self.platform), None) if known else None

    def particular(self, course: Course) -> Objection | None:
        provision = self.provision(course)
        if provision is None or provision.provided_by in ("", self.by):
            return None
        says = Message(
            "{platform} is provided by {party}, not by {by}",
            platform=self.platform,
            party=provision.provided_by,
            by=self.by,
        )
        return Objection(says=says, rule="R61", article=provision.article)


class PlatformProvided(_OnPlatform, frozen=True, kw_only=True, tag="platform_provided"):
    """A platform is made available to the other party, in given languages or all those of the text."""

    to: To = None
    languages: Annotated[tuple[Words, ...], Meta(description="In which languages; those of the text if left out.")] = ()
    NAME = Message("platform provided")
    SAYS = Message("{by} made {platform} available under {agreement} on {on}")
    COMMAND = "platform provide"
    EXAMPLE = "platform provide wco-caricc CENCOMM2 --by WCO --on 2010-04-01 --accept-impact --dry-run"

    def particular(self, course: Course) -> Objection | None:
        article = self.article(course)
        if found := super().particular(course) or addressed(course, self.by, self.to, article):
            return found
        named = self._of_the_text(course)
        if named and (more := tuple(sorted(set(self.languages) - set(named)))):
            says = Message(
                "{platform} is provided in {languages}, not in {more}",
                platform=self.platform,
                languages=named,
                more=more,
            )
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


class PlatformWithdrawn(_OnPlatform, frozen=True, kw_only=True, tag="platform_withdrawn"):
    """A platform is withdrawn."""

    NAME = Message("platform withdrawn")
    SAYS = Message("{by} withdrew {platform} under {agreement} on {on}")
    COMMAND = "platform withdraw"
    EXAMPLE = "platform withdraw wco-caricc CENCOMM2 --by WCO --on 2010-06-15 --dry-run"
    NEW = False
    ABOUT = ("platform", "platform")

    def particular(self, course: Course) -> Objection | None:
        return super().particular(course) or missing(course, "platform", self.platform, self.article(course))

    def apply(self, course: Course) -> None:
        close_record(course, "platform", self.platform, Message("withdrawn"))
