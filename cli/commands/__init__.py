"""The commands, family by family: to open, to record, to ask, to keep.

Here belongs what is typed and how an answer is laid out; no rule, no query, no fold.
"""
