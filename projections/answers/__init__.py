"""The snapshot of a register, and every answer as a Struct with its schema; not a page, not an option."""
