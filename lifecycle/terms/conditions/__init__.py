"""Conditions: what acts of parties, dates, facts and other agreements bring about; not the clauses that hold them."""
