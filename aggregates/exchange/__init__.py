"""The record on its way out and back in: bundles for others, backups for ourselves, and restoring them.

Here belongs what moves a whole record; what one recording does is in `aggregates.record`.
"""
