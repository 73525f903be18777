"""What follows by itself from acts and the clock, in the order of the law; not what somebody does.

The running `term`, its `term_ends` and `last_safe_day`, the `ending`, its `ending_events` and what has `survival`; the
day, effect and clock of a notice, its `admission`; the `states`; the notice given; an amendment agreed, and who is
`opting_out`; the `departure` of a party; `provisional` application, the `entry` into force and those `joining`; an
amendment's effect.
`moments` is what the clock knows of them, and what other agreements of the register bring.
"""
