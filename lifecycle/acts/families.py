"""The families of acts, under whose headings they are listed.

To add one: its line here, by the module or the room that holds its acts.
"""

from __future__ import annotations

from collections.abc import Mapping

from lifecycle.acts.act import Act
from lifecycle.messages import Message

FAMILIES: Mapping[str, Message] = {
    "conclusion": Message("Conclusion"),
    "consent": Message("Consent to be bound"),
    "declarations": Message("Declarations and reservations"),
    "evidence.taken_over": Message("Taken over from a list"),
    "facts": Message("Facts outside the agreement"),
    "amendment": Message("Amendment"),
    "disputes": Message("Disputes"),
    "suspension": Message("Suspension"),
    "default_law": Message("Measures under the default law"),
    "notices": Message("Notice"),
    "extension": Message("Extension and continuance"),
    "ending": Message("Ending"),
    "completion": Message("Activities, and what survives the end"),
    "accounts": Message("Accounts"),
    "cooperation.contacts": Message("Contact points"),
    "cooperation.consultations": Message("Consultations"),
    "cooperation.duties": Message("Duties"),
    "cooperation.assistance": Message("Requests and replies"),
    "cooperation.meetings": Message("Meetings"),
    "cooperation.information": Message("Information and restrictions"),
    "cooperation.platforms": Message("Platforms"),
    "cooperation.projects": Message("Joint projects"),
    "directory.names": Message("The directory: names"),
    "directory.relations": Message("The directory: successors and members"),
    "keeping": Message("Acts of the keeper"),
    "keeping.documents": Message("Documents"),
    "approval": Message("Four eyes"),
}
"""The families of acts, each with its heading, by the module or the room that holds them, as they are read."""


def family(kind: type[Act]) -> Message:
    """Give the heading under which a kind of act stands."""
    module = kind.__module__.removeprefix("lifecycle.acts.")
    while module and module not in FAMILIES:
        module = module.rpartition(".")[0]
    return FAMILIES[module]
