"""Information and platforms: what is supplied, for which purpose, under which restrictions, through whom.

Restrictions may be notified later than the information; a use made before is shown under both readings, never decided
here. What binds an item shrinks only by an act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.acts.base import Id, Party, Words, stranger
from lifecycle.acts.cooperation import Cooperation, close_record, missing, taken
from lifecycle.errors import Objection
from lifecycle.terms import Provision

if TYPE_CHECKING:
    from lifecycle.course import Course


class InformationSupplied(Cooperation, frozen=True, kw_only=True, tag="information_supplied"):
    """A party supplies information, with its purpose and the restrictions on its use."""

    to: Party | None = None
    title: Words = ""
    purpose: Words = ""
    restrictions: tuple[Words, ...] = ()
    through: Words = ""
    """The authorised person through whom it passes."""
    item: Id | None = None
    PROVISION = "information"
    OPENS = ("item", "I")

    def particular(self, course: Course) -> Objection | None:
        """Object to strangers, and to a purpose or an authorised person left out where the text asks for it."""
        provision = self.provision(course)
        article = self.article(course)
        if self.to is not None and (found := stranger(course, self.to)):
            return found
        if provision is not None and provision.purpose_required and not self.purpose:
            says = "The purpose of the information is to be stated when it is supplied, or before."
            return Objection(says=says, rule="R44", article=article)
        if provision is not None and provision.through and not self.through:
            says = f"Information passes through {provision.through}; nobody is named."
            return Objection(says=says, rule="R44", article=article)
        return taken(course, "information", self.item, article)

    def apply(self, course: Course) -> None:
        """Note the item, and each restriction that came with it."""
        item = self.item or ""
        self.note_record(
            course,
            "information",
            item,
            title=self.title,
            details=(self.purpose, self.through),
            other=self.to or "",
        )
        for at, restriction in enumerate(self.restrictions, 1):
            self.note_record(course, "restriction", f"{item}.{at}", title=restriction, about=item)

    def says(self) -> str:
        """Say the act."""
        return f"information {self.item or ''} supplied by {self.by}".replace("  ", " ")


class RestrictionNotified(Cooperation, frozen=True, kw_only=True, tag="restriction_notified"):
    """The supplier restricts the use of information that it has supplied."""

    item: Id
    restriction: Words
    PROVISION = "information"
    NEW = False

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such item, or another supplied it."""
        if found := missing(course, "information", self.item, self.article(course)):
            return found
        known = course.records["information", self.item]
        if known.by != self.by:
            says = f"{self.item} was supplied by {known.by}: {self.by} cannot restrict its use."
            return Objection(says=says, rule="R44", article=known.article, conflicts=known.seq)
        return None

    def apply(self, course: Course) -> None:
        """Add the restriction from this day on."""
        count = sum(1 for kind, id in course.records if kind == "restriction" and id.startswith(f"{self.item}."))
        self.note_record(course, "restriction", f"{self.item}.{count + 1}", title=self.restriction, about=self.item)

    def says(self) -> str:
        """Say the act."""
        return f"restriction on {self.item} notified by {self.by}"


class RestrictionLifted(Cooperation, frozen=True, kw_only=True, tag="restriction_lifted"):
    """The supplier lifts a restriction."""

    restriction: Id
    PROVISION = "information"
    NEW = False

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such restriction, or another made it."""
        if found := missing(course, "restriction", self.restriction, self.article(course)):
            return found
        known = course.records["restriction", self.restriction]
        if known.by != self.by:
            says = f"Restriction {known.id} is {known.by}'s: {self.by} cannot lift it."
            return Objection(says=says, rule="R44", article=known.article, conflicts=known.seq)
        return None

    def apply(self, course: Course) -> None:
        """Close the restriction."""
        close_record(course, "restriction", self.restriction, outcome="lifted")

    def says(self) -> str:
        """Say the act."""
        return f"restriction {self.restriction} lifted by {self.by}"


class InformationUsed(Cooperation, frozen=True, kw_only=True, tag="information_used"):
    """The receiver uses an item; a fact, whatever restricts it."""

    item: Id
    purpose: Words
    PROVISION = "information"
    NEW = False

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such item."""
        return missing(course, "information", self.item, self.article(course))

    def apply(self, course: Course) -> None:
        """Note the use."""
        self.note_record(course, "use", f"{self.item}#{course.seq}", title=self.purpose, about=self.item)

    def says(self) -> str:
        """Say the act."""
        return f"{self.item} used by {self.by}"


class LegalRestrictionDeclared(Cooperation, frozen=True, kw_only=True, tag="legal_restriction_declared"):
    """A party declares a legal restriction in force for it, to which all it supplies is subject."""

    restriction: Words
    PROVISION = "information"

    def apply(self, course: Course) -> None:
        """Note it; it binds all items of this party."""
        self.note_record(course, "legal restriction", f"{self.by}#{course.seq}", title=self.restriction)

    def says(self) -> str:
        """Say the act."""
        return f"legal restriction declared by {self.by}"


class ComplaintRecorded(Cooperation, frozen=True, kw_only=True, tag="complaint_recorded"):
    """A party complains that a safeguard of the text is disturbed."""

    subject: Words
    PROVISION = "information"
    NEW = False

    def article(self, course: Course) -> str:
        """Give the article of the safeguard."""
        provision = self.provision(course)
        return (provision.safeguards or provision.article) if provision else "general practice"

    def apply(self, course: Course) -> None:
        """Note the complaint."""
        self.note_record(course, "complaint", f"{self.by}#{course.seq}", title=self.subject)

    def says(self) -> str:
        """Say the act."""
        return f"complaint by {self.by}"


class _OnPlatform(Cooperation, frozen=True, kw_only=True):
    """An act on a platform that one party makes available to the other."""

    platform: Words
    PROVISION = "platforms"

    def provision(self, course: Course) -> Provision | None:
        """Give the provision for the platform of this name."""
        known = course.terms.cooperation
        return next((p for p in known.platforms if p.name == self.platform), None) if known else None

    def particular(self, course: Course) -> Objection | None:
        """Object where the text lets another provide it."""
        provision = self.provision(course)
        if provision is not None and provision.provided_by and provision.provided_by != self.by:
            says = f"{self.platform} is provided by {provision.provided_by}, not by {self.by}."
            return Objection(says=says, rule="R44", article=provision.article)
        return None


class PlatformProvided(_OnPlatform, frozen=True, kw_only=True, tag="platform_provided"):
    """A platform is made available to the other party, in given languages."""

    to: Party | None = None
    languages: tuple[Words, ...] = ()

    def particular(self, course: Course) -> Objection | None:
        """Object to strangers, to languages that the text does not name, and to what is available already."""
        provision = self.provision(course)
        if found := super().particular(course) or (stranger(course, self.to) if self.to else None):
            return found
        if provision is not None and provision.languages and (more := set(self.languages) - set(provision.languages)):
            says = f"{self.platform} is provided in {', '.join(provision.languages)}, not in {', '.join(sorted(more))}."
            return Objection(says=says, rule="R44", article=provision.article)
        known = course.records.get(("platform", self.platform))
        if known is not None and known.closed is None:
            return taken(course, "platform", self.platform, known.article)
        return None

    def apply(self, course: Course) -> None:
        """Open it, keeping an earlier provision in the file."""
        if old := course.records.pop(("platform", self.platform), None):
            course.records["platform", f"{self.platform}@{old.seq}"] = old
        self.note_record(course, "platform", self.platform, details=self.languages, other=self.to or "")

    def says(self) -> str:
        """Say the act."""
        return f"{self.platform} made available by {self.by}"


class PlatformWithdrawn(_OnPlatform, frozen=True, kw_only=True, tag="platform_withdrawn"):
    """A platform is withdrawn."""

    NEW = False

    def particular(self, course: Course) -> Objection | None:
        """Object where it is not available, or another provides it."""
        return super().particular(course) or missing(course, "platform", self.platform, self.article(course))

    def apply(self, course: Course) -> None:
        """Close it."""
        close_record(course, "platform", self.platform, outcome="withdrawn")

    def says(self) -> str:
        """Say the act."""
        return f"{self.platform} withdrawn by {self.by}"
