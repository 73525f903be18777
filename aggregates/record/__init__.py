"""The record itself: agreements as event streams, the register of them, its log, receipts, people and four eyes.

Here belongs what happens when something is recorded or read back; what proves it is in `aggregates.proof`.
"""
