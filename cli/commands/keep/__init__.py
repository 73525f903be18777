"""Commands that keep the register: audit and proofs, backup and transfer, maintenance, erasure, settings.

Here belongs what an administrator or an auditor types.
"""
