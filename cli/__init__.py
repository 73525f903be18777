"""The face: commands, formats and messages. No rules, no SQL.

In reading order: `main` (the table of commands, errors to exit codes), `commands` (help that opens with an
example), `session` (what a call is surrounded by), `options` (what many commands take), `config` (where a
setting comes from), `text`, `paper` and `formats` (what reaches a terminal or a pipe), `messages` (errors in
words); then the commands themselves.
"""
