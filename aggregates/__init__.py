"""The record: agreements as event streams, their register and the log that can be proved; not a query, not a page.

From the ground up, each room importing those before it: `ground` (what knows no agreement), `databases` (where it all
lies), `record` (agreements, the register and its log), `proof` (what vouches for it), `exchange` (in and out).
"""
