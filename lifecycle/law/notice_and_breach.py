"""R27 to R43: notices, suspension, breach and disputes.

Source: VCLT-IO 42 to 72 and 79. To add a rule: its row, under a number that no other rule has had.
"""

from __future__ import annotations

from lifecycle.law.rule import Rule
from lifecycle.messages import Message

NOTICE_AND_BREACH = (
    Rule(
        "R27",
        Message(
            "A notice is made once it is received, not when it is sent; one sent through a depositary has reached a "
            "party once the depositary has told that party"
        ),
        "VCLT-IO 79",
    ),
    Rule(
        "R28",
        Message(
            "A notice to end, to leave or to suspend is written, and goes to the other parties. Spoken words start "
            "no period"
        ),
        "VCLT-IO 67",
    ),
    Rule(
        "R29",
        Message("A notice can be withdrawn until it takes effect, and no more from that day on"),
        "VCLT-IO 68",
    ),
    Rule(
        "R30",
        Message(
            "An agreement without any clause on its end can be left only if the parties meant so or its nature "
            "implies it, and then after twelve months' notice at least"
        ),
        "VCLT-IO 56",
    ),
    Rule(
        "R31",
        Message("An agreement is ended or left as its text provides, or at any time by consent of all that are bound"),
        "VCLT-IO 54",
    ),
    Rule(
        "R32",
        Message("A notice or a suspension concerns the whole agreement, unless the text lets a party choose a part"),
        "VCLT-IO 44",
    ),
    Rule(
        "R33",
        Message(
            "A text may admit notices, or let them take effect, only after some time or within windows. What comes "
            "too early is refused, or takes effect later"
        ),
        "VCLT-IO 54(a)",
    ),
    Rule(
        "R34",
        Message(
            "Each notice runs by itself from its own receipt, and a party has one running at a time. Where several "
            "run, the earliest ends an agreement of two parties; withdrawing one leaves the others"
        ),
        "VCLT-IO 54",
    ),
    Rule(
        "R35",
        Message(
            "Obligations are suspended as the text provides, by consent of all that are bound, or by the default "
            "law; for all parties or for one"
        ),
        "VCLT-IO 57",
    ),
    Rule(
        "R36",
        Message(
            "Some of many parties may suspend provisions among themselves, if they tell the others. Suspensions "
            "stand beside each other, each with its own party, ground and articles"
        ),
        "VCLT-IO 58",
    ),
    Rule(
        "R37",
        Message(
            "A suspension frees only those between whom it works, and only while it lasts. The agreement goes on "
            "beneath it, and its obligations resume without a new signature"
        ),
        "VCLT-IO 72",
    ),
    Rule(
        "R38",
        Message(
            "A material breach lets the other parties end the agreement, or suspend it wholly or in part. A clause "
            "of the text on breach goes first"
        ),
        "VCLT-IO 60",
    ),
    Rule(
        "R39",
        Message(
            "A party that knows of a ground and agrees that the agreement goes on, or acts as if it did, can no "
            "longer invoke that ground"
        ),
        "VCLT-IO 45",
    ),
    Rule(
        "R40",
        Message(
            "Who relies on the default law notifies in writing what it means to do, and why. It may carry that out "
            "once three months from receipt have passed without an objection"
        ),
        "VCLT-IO 60 and 65",
    ),
    Rule(
        "R41",
        Message(
            "A dispute that is not settled within the time that the text sets has failed. Under the default law, "
            "procedures follow when twelve months have passed since the objection"
        ),
        "VCLT-IO 65(3) and 66(1)",
    ),
    Rule(
        "R42",
        Message("What cannot be performed for a time only is a ground to suspend, not to end"),
        "VCLT-IO 61(1)",
    ),
    Rule(
        "R43",
        Message(
            "Broken diplomatic or consular relations leave an agreement as it is, unless its application needs them"
        ),
        "",
        unverified="VCLT-IO 63",
    ),
)
