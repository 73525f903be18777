"""Commands that record, for each kind of act and for many at once; not questions."""
