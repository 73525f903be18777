"""What the record stands on and knows no agreement: the clock, the Merkle tree, sealing, signed notes, keys, moments.

Here belongs what needs no database; the rest of the record is built upon it.
"""
