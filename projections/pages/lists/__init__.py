"""Pages about lists that others kept; not those of our own agreements."""
