"""The law of agreements: terms, acts, dates, states, and the fold from acts to a timeline. Pure.

Read in this order: `terms` and what it is written in (`conditions`, `date_rules`, `conventions`, `dates`); the
`machine` of the seven states; `acts`, family by family; `course`, the facts as they grow, and `consequences`, what
follows from them; `timeline`, the fold; `status`, the answer for a day; `explanation` and `impact`; `ruling`.
"""
