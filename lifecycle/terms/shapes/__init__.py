"""Every mistake of shape in plain data, each at its place, with what was found and what would be right; not of sense.

The types say what may stand where. What cannot be read is replaced by something that can, so that the rest, and what
only the whole of it shows, is examined in the same run.
"""

from lifecycle.terms.shapes.found import mistakes, shaped

__all__ = ["mistakes", "shaped"]
