"""What the record stands on: clock, Merkle tree, sealing, signed notes, keys; not a database, not an agreement."""
