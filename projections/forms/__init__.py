"""How an answer leaves: JSON, CSV, TSV, a calendar, pictures, HTML, reports; not what stands on its page."""
