"""Consent to be bound: signature, instruments, and their withdrawal; not what is declared with them."""
