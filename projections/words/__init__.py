"""Words that answers share on any face: citations, distances, numbers of things, as messages.

Here belongs what is said at the edge and by several pages; what the law itself says stands where the law says it.
"""
