"""What the record stands on: clock, Merkle tree, sealing, notes, keys, processes; not a database, not an agreement."""
