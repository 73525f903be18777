"""The read models as SQLAlchemy has them: tables, queries, and how both are compiled; nothing runs here."""
