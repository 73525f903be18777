"""Commands that record: one for each kind of act, many acts at once, and what a recording is answered with.

Here belongs what ends in a receipt; questions are in `cli.commands.ask`.
"""
