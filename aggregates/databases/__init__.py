"""What the record asks of a database, and SQLite and PostgreSQL that answer; not an event, not an act."""
