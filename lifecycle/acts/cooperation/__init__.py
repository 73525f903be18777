"""The acts of co-operation under an agreement in force; not those that change a state."""
