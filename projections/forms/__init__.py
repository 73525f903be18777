"""How an answer leaves: JSON, JSON Lines, CSV, TSV, a calendar; not a page, which a face lays out."""
