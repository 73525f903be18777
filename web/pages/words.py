"""The words of this face that are not those of an answer: what links, fields and headlines are called."""

from __future__ import annotations

from collections.abc import Mapping

from lifecycle.messages import Message

WORDS: Mapping[str, Message] = {
    "register": Message("Register"),
    "agreements": Message("Agreements"),
    "deadlines": Message("Falling due"),
    "parties": Message("Parties"),
    "about": Message("About this register"),
    "skip": Message("To the content"),
    "sections": Message("Sections"),
    "languages": Message("Languages"),
    "words": Message("Words in titles and names"),
    "state": Message("State it is in"),
    "kind": Message("Kind of agreement"),
    "any_state": Message("any state"),
    "all": Message("agreements"),
    "party": Message("Party"),
    "as_of": Message("As of"),
    "known_at": Message("As known at"),
    "within": Message("Within days"),
    "ask": Message("Ask"),
    "day_form": Message("A day such as {day}, or nothing for today", day="2010-03-30"),
    "place_form": Message("A number such as {number}, a day, or nothing for all that is on record", number="#9"),
    "legal_slider": Message("Legal day"),
    "record_slider": Message("Recording"),
    "next": Message("Next page"),
    "first": Message("First page"),
    "forms": Message("Also as"),
    "cite": Message("Cite this answer"),
    "address": Message("Address"),
    "number": Message("Known at"),
    "digest": Message("Digest of what a certificate would attest (SHA-256)"),
    "command": Message("The same at a command line"),
    "status": Message("Status"),
    "explanation": Message("Why"),
    "history": Message("History"),
    "timeline": Message("Life"),
    "difference": Message("Compare"),
    "certificates": Message("Certificates"),
    "contacts": Message("Contact points"),
    "balances": Message("Owed"),
    "diagram": Message("States it can reach"),
    "terms": Message("The terms, article by article"),
    "documents": Message("Documents"),
    "no_documents": Message("No document is on record"),
    "feed": Message("Calendar to subscribe to"),
    "another_day": Message("and on"),
    "another_place": Message("and known at"),
    "lookup": Message("Digest of a certificate"),
    "proof": Message("Proof that it is in the log"),
    "proof_file": Message("The proof as a file"),
    "key": Message("Public key"),
    "checkpoint": Message("Checkpoint"),
    "verify": Message("How to verify"),
    "recording": Message("Recording"),
    "earlier": Message("Recording before"),
    "later": Message("Recording after"),
    "agreement": Message("Agreement"),
    "meant": Message("Did you mean"),
    "back": Message("Back to the register"),
    "leaf": Message("Leaf hash"),
    "recorded_at": Message("Recorded (UTC)"),
    "programs": Message("For programs"),
    "rules": Message("Rules"),
}
"""By the name that templates use."""

PROMISES = (
    Message("Every act is recorded once, with its legal date and the time of its recording, and nothing is rewritten"),
    Message(
        "Every answer says for which day it is, and how much of the record it knows: both can be chosen on each page"
    ),
    Message("Every answer is derived from recorded acts and articles, step by step, and each step can be followed"),
    Message("Nothing is recorded here: this face of the register only reads"),
)
NAMELESS = Message("Natural persons are not named here, nor those who recorded")
UNKEPT = Message("No checkpoint that is kept outside of the register can be read from here")
UNCOVERED = Message("No checkpoint that is kept outside covers this recording yet, so it cannot be proved here")
CHECKS = (
    Message("A recording has its proof on its own page: it is verified with the public key, without this register"),
    Message("An answer that was given out as a certificate is found by its digest, and it says whether it is still so"),
)
"""What the page about the register says."""
