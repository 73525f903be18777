"""What the record stands on: clock, Merkle tree, sealing, signed notes, keys, processes; not a database, not an agreement."""
