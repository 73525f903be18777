"""What follows from evidence of a state; not from an act, or the clock."""
