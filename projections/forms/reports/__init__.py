"""Reports: what a page or a paper holds, block by block, and what writes it as a file; not how a terminal shows it."""
