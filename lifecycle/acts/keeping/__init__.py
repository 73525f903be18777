"""What a depositary keeps with a file of the register: documents; not corrections, nor what has legal effect."""
