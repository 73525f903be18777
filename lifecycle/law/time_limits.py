"""R15 to R26: how days, periods and limits are counted.

Source: ETS 76, the European Convention on the Calculation of Time-Limits. How it is done is `lifecycle.calendar`.
To add a rule: its row, under a number that no other rule has had.
"""

from __future__ import annotations

from lifecycle.law.rule import Rule
from lifecycle.messages import Message

TIME_LIMITS = (
    Rule(
        "R15",
        Message("The day of the event is not counted, whatever its hour. A period runs to the end of its last day"),
        "ETS 76, 2 and 3(1); Regulation 1182/71, 3(1)",
    ),
    Rule(
        "R16",
        Message(
            "A period of months or years ends on the day of the same number or, where the month has none, on its "
            "last day"
        ),
        "ETS 76, 4(2)",
        unverified="Regulation 1182/71, 3(2)(c)",
    ),
    Rule(
        "R16a",
        Message("Dates that come again are each counted from the first day in one step, never one from the other"),
        "ETS 76, 4(2)",
    ),
    Rule(
        "R16b",
        Message("Years counted from 29 February end on 28 February, and in a leap year on the 29th"),
        "ETS 76, 4(2)",
    ),
    Rule(
        "R17",
        Message("A period of weeks ends on the same day of the week"),
        "ETS 76, 4(1)",
    ),
    Rule(
        "R18",
        Message("Months are counted before days. In a part of a month, a month has thirty days"),
        "ETS 76, 4(3)",
    ),
    Rule(
        "R19",
        Message(
            "Saturdays, Sundays and holidays count. The last day to do something moves to the next working day where "
            "the conventions of the agreement say so; a day of effect stays where it is"
        ),
        "ETS 76, 5",
        unverified="Regulation 1182/71, 3(4)",
    ),
    Rule(
        "R20",
        Message(
            "For a limit counted back from an end no rule moves or rounds the day: the latest day that is safe is "
            "taken. What comes later misses that end, and can only meet the next"
        ),
        "ETS 76, 1(1)",
    ),
    Rule(
        "R21",
        Message(
            "How the parties agreed to count goes first, in words or by their practice. Only what they leave open is "
            "counted by the usual rules, and the answer then says so"
        ),
        "ETS 76, 1(1)(c)",
    ),
    Rule(
        "R22",
        Message("The n-th day after an event is found by adding n days to its day, which is not counted itself"),
        "ETS 76, 3(1)",
    ),
    Rule(
        "R23",
        Message(
            "A first or last day of a month or year that follows a period is taken from the day on which the period "
            "ends, once that is found"
        ),
        "ETS 76, 4(2)",
    ),
    Rule(
        "R24",
        Message(
            "Depositaries differ on when a period of months or years takes effect: on the corresponding day, or on "
            "the day after. The conventions of the agreement decide; where they are silent it is the corresponding "
            "day, and the other is told as another reading"
        ),
        "",
    ),
    Rule(
        "R25",
        Message("A state lasts from its first day up to the first day of the next state, on which it no longer holds"),
        "",
    ),
    Rule(
        "R26",
        Message(
            "A legal date is a day at a place, without a time: places are not compared by the clock, and a period of "
            "hours is counted in the days that it begins"
        ),
        "",
    ),
)
