"""What the record asks of a database, and the databases that answer: SQLite and PostgreSQL.

Here belongs no event and no act: rows and transactions only.
"""
