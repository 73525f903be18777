"""Commands that open: the register, its tables, the examination of terms; not an act on an agreement."""
