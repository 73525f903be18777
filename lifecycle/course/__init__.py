"""What a fold knows while it runs: states, facts, dues, the agenda of the clock, and the course that holds them all.

Here belongs what is known; what follows from it is in `lifecycle.consequences`, what may be done in `lifecycle.acts`.
"""
