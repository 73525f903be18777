"""Declarations of single parties, reservations among them, and what others do about them; not what follows of them."""
