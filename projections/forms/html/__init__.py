"""HTML: values, sheets of blocks and their style, for a page of a face and a report alike; not what leads to what."""
