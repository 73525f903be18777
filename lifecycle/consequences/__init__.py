"""What follows from acts and from the clock by itself, in the order of the law.

`entry` into force and joining; the running `term`; `standing`, what notices and suspensions make of the agreement;
`disputes` that fail with time; `leaving`, when a notice has run out; `ending` and what survives it; `amending`, new
terms, with the `new_term` that they give, and who stays `outside`.
"""
