"""R44 to R66: what an end leaves, new and rectified texts, registration, co-operation, duties, the register's own rule.

Source: VCLT-IO 19 to 41, 59, 70, 74 and 80 to 81. The numbers end here with our own: R61 on what texts do not
provide for, R62, which no treaty asks for, R63 on what a text gives to do, R64 on the directory, R65 on other
agreements of the same register, and R66 on what is taken over from a list.

To add a rule: its row, under a number that no other rule has had.
"""

from __future__ import annotations

from lifecycle.law.rule import Rule
from lifecycle.messages import Message

END_AND_TEXT = (
    Rule(
        "R44",
        Message(
            "The end frees the parties from further performance, and leaves what arose before: rights, obligations, "
            "situations. Nothing new is done under an agreement that has ended"
        ),
        "VCLT-IO 70(1)",
    ),
    Rule(
        "R45",
        Message(
            "Who leaves an agreement of many parties is released towards each of them from the day on which its "
            "leaving takes effect"
        ),
        "VCLT-IO 70(2)",
    ),
    Rule(
        "R46",
        Message(
            "What the text keeps alive outlasts the end: what is left to finish, or articles for a time. Until that "
            "is over the agreement is winding down; the day of its end never moves"
        ),
        "VCLT-IO 70(1)",
    ),
    Rule(
        "R47",
        Message(
            "A later agreement of all parties on the same subject may end or suspend the earlier one. Else the "
            "earlier one applies as far as the two agree"
        ),
        "VCLT-IO 30(2) to (4), 41 and 59",
    ),
    Rule(
        "R48",
        Message(
            "A term that nobody stops in time is renewed where the text says so, or is extended by agreement, within "
            "what the text allows. Otherwise the agreement ends with it"
        ),
        "VCLT-IO 54(a)",
    ),
    Rule(
        "R49",
        Message(
            "The law leaves open what follows when an organisation that is a party is dissolved: the answer is "
            "undetermined"
        ),
        "VCLT-IO 74(2)",
    ),
    Rule(
        "R50",
        Message(
            "An agreement is amended by agreement, and new terms are consented to and enter into force as the first "
            "ones did"
        ),
        "VCLT-IO 39",
    ),
    Rule(
        "R51",
        Message(
            "New terms do not bind a party that stays outside them: with it the earlier ones go on. Who joins later "
            "joins the agreement as amended"
        ),
        "VCLT-IO 40(4) and (5)",
    ),
    Rule(
        "R52",
        Message(
            "Some of many parties may change an agreement among themselves, if the text admits it and nothing is "
            "taken from the others"
        ),
        "VCLT-IO 41",
    ),
    Rule(
        "R53",
        Message("A text may let silence accept an amendment: who has not objected by the last day is bound by it"),
        "VCLT-IO 39 and 40",
    ),
    Rule(
        "R54",
        Message(
            "A rectified text has always read so, once no objection was made in time; an amendment works from its "
            "own day on. A corrected or struck entry changes every answer given from then on"
        ),
        "VCLT-IO 80",
    ),
    Rule(
        "R55",
        Message(
            "A reservation is accepted by a party that has not objected within twelve months, or by its consent if "
            "that is later. One made with a signature is confirmed with the consent, and counts from then"
        ),
        "VCLT-IO 19, 20(5), 22(3) and 23(2)",
    ),
    Rule(
        "R56",
        Message(
            "An agreement is registered once it is in force for two parties, or applied provisionally. One among "
            "organisations alone is filed and recorded instead"
        ),
        "VCLT-IO 81(1); UN Regulations, 1(2)",
        unverified="UN Regulations, 10",
    ),
    Rule(
        "R57",
        Message("A later change of the parties, the terms or the application is registered by a certified statement"),
        "UN Regulations, 2(1)",
    ),
    Rule(
        "R58",
        Message(
            "With a registration go a certified copy in all languages, the reservations and, for each party, the day "
            "and manner of entry into force"
        ),
        "UN Regulations, 5",
    ),
    Rule(
        "R59",
        Message(
            "An agreement is registered on the day of receipt; one that the United Nations register of themselves, "
            "on the day of its entry into force"
        ),
        "UN Regulations, 6",
    ),
    Rule(
        "R60",
        Message(
            "What is not registered cannot be invoked before organs of the United Nations. That changes no status, "
            "and a registration gives none"
        ),
        "UN Charter 102(2)",
    ),
    Rule(
        "R61",
        Message(
            "Acts of co-operation rest on the text, performed in good faith, and where it is silent on general "
            "practice, unless the conventions of the agreement say otherwise. What an act answers, uses or closes "
            "must be on record and open"
        ),
        "VCLT-IO 26 and 31(3)(b)",
    ),
    Rule(
        "R62",
        Message(
            "In a register that asks for four eyes, what ends an agreement or corrects the record has no effect "
            "before a second officer approves it. Such an approval is not struck, but what was approved"
        ),
        "",
    ),
    Rule(
        "R63",
        Message(
            "What the text gives somebody to do is due by the last day of its time, that day included, and stays due "
            "until it is done, or until what the text lets follow takes its place"
        ),
        "VCLT-IO 26",
    ),
    Rule(
        "R64",
        Message(
            "What the register's one directory says of a party holds in every agreement: what it is called on a day, "
            "who comes after it, and what it is a member of. It changes nobody's consent to be bound"
        ),
        "",
    ),
    Rule(
        "R65",
        Message(
            "Where a text asks what another agreement is, the register that keeps both is asked, as known at the same "
            "place; each agreement stays what its own acts make of it. Texts that ask about each other in a circle "
            "are not recorded"
        ),
        "VCLT-IO 30 and 59",
    ),
    Rule(
        "R66",
        Message(
            "What a list says of an agreement is evidence of a state, and of none of the acts that led to it: it holds "
            "from its own day on where the acts on record have brought about neither that state nor a later one"
        ),
        "",
    ),
)
