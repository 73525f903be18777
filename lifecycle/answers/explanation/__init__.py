"""The derivation of an answer: what it rests on, and the steps that lead to it; not what is so, which a status says."""
