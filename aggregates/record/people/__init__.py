"""People of the record: their keys, their erasure, the second of two officers; not parties, not who may log in."""
