"""A face: what is typed, and how answers are laid out on a terminal; not a rule, not a query, not a fold.

In reading order: `main` (the table of commands, errors to exit codes), `terminal` (what a call is surrounded by, what
several commands share), `commands` (the commands themselves, family by family, none of which imports another).
"""
