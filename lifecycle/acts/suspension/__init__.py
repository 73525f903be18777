"""Suspension of a party's own obligations: its grounds, the act, its lifting; not measures under the default law."""
