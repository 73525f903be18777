"""The record: agreements as event streams, the register of all of them, and the log that can be proved.

From the ground up, each room importing those before it: `ground` (what knows no agreement), `databases` (where it all
lies), `record` (agreements, the register and its log), `proof` (what vouches for it), `exchange` (in and out).
"""
