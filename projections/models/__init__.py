"""The read models: their tables, the rows made from timelines, keeping them in the transaction, rebuilding, migrating.

Here belongs what is stored to be asked; what is answered from it is in `projections.answers`.
"""
