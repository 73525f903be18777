"""The law of agreements: terms, acts, dates, states, and the fold from acts to a timeline. Pure.

Its rooms, each importing only those before it: `calendar`; `terms`, the language; `course`, what a fold knows while it
runs; `consequences`, what follows; `acts`, what may be done; `fold`; `answers`; `examination` of terms.
"""
