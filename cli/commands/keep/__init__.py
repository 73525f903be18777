"""Commands that keep the register: audit, proofs, transfer, maintenance, erasure; not what an officer records."""
