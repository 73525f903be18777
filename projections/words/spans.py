"""What stands beside a state for a while, in words: a notice until its effect, a suspension, something open."""

from __future__ import annotations

from collections.abc import Mapping

from lifecycle.messages import Message, Value

SPANS: Mapping[str, Message] = {
    "notice": Message("notice"),
    "suspension": Message("suspension"),
    "provisional": Message("provisional application"),
    "dispute": Message("dispute"),
    "activity": Message("activity"),
    "account": Message("account"),
}
"""What each kind is called."""


def spanned(kind: str, id: str, party: str = "") -> Value:
    """Name what stands, such as `notice N1`, and where a party is given, also whose it is."""
    named: Value = SPANS[kind]
    if id:
        named = Message("{kind} {id}", kind=named, id=id)
    return Message("{what} of {party}", what=named, party=party) if party else named
