"""What follows by itself from acts and the clock, in the order of the law; not what somebody does.

The running `term`, its `term_ends`, the `ending` and what has `survival`; `disputes` and `measures`; the day, effect
and clock of a notice, its `admission`; the `states`; the notice given; an amendment agreed, and who is `opting_out`;
the `departure` of a party; the `entry` into force; an amendment's effect. `moments` is what the clock knows of them.
"""
