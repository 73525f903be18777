"""How an answer leaves, on any face: JSON, JSON Lines, CSV, TSV, a calendar; and the one sanitiser of text.

Here belongs what writes whole answers for machines and files; a face lays out pages, and `words` says what is in them.
"""
