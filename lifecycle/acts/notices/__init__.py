"""Notice, and what is done to one that runs; not what follows from it by itself."""
