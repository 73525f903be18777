"""The face: commands, formats and messages. No rules, no SQL.

In reading order: `main` (the table of commands, errors to exit codes), `terminal` (what a call is surrounded by, what
several commands share), `commands` (the commands themselves, family by family, none of which imports another).
"""
