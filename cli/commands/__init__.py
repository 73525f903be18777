"""The commands, family by family: open, record, ask, keep; not what an answer holds."""
