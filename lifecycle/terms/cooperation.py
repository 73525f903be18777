"""The provisions on co-operation: what the parties do under the agreement, article by article.

Source: VCLT-IO 26 and 31(3)(b) (R61). What no provision opens may rest on general practice.

To add a field of co-operation: one field in `Cooperation`; the acts that rest on it name it as their `PROVISION`.
"""

from __future__ import annotations

from msgspec import Struct

from lifecycle.terms.fields import Clause, Text


class Provision(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A field of co-operation that the text opens."""

    name: Text = ""
    by: Text = ""
    ground: Text = ""
    provided_by: Text = ""
    at_request_of: Text = ""
    through: Text = ""
    safeguards: Text = ""
    restrictions: Text = ""
    subject_to: Text = ""
    evaluated: Text = ""
    languages: tuple[str, ...] = ()
    prompt: bool = False
    purpose_required: bool = False
    costs_per_party: bool = False


class Cooperation(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the parties do under the agreement, article by article."""

    contact_points: Provision | None = None
    consultation: Provision | None = None
    information: Provision | None = None
    observers: Provision | None = None
    joint_programmes: Provision | None = None
    joint_projects: Provision | None = None
    meetings: Provision | None = None
    platforms: tuple[Provision, ...] = ()
    expertise: Provision | None = None
    project_review: Provision | None = None
    refusal: Provision | None = None
