"""The record: agreements as event streams, the register of all of them, and the log that can be proved.

In reading order: `agreement` (its events, and how a proposal is decided), `register` (one recording, one
transaction), `store` (the library's recorder, and the writer's lock), `mapper` (events and their bytes),
`log` (reading without the library), `database` and `sqlite` (where it all lies), `merkle` (hashes and
proofs), `clock`.
"""
