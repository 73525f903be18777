"""Reports: what a page or a paper holds, block by block, what lays it and what writes it as a file; not its look."""
