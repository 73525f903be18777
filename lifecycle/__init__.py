"""The law of agreements, from terms and acts to a timeline and its answers; not a clock, not a file, not a database.

Its rooms, each importing only those before it: `calendar`; `terms`, the language; `course`, what a fold knows while it
runs; `consequences`, what follows; `acts`, what may be done; `fold`; `answers`; `examination` of terms.
"""
