"""The keeper's own acts, which a depositary records of the file itself, and where they act; not acts of parties."""
