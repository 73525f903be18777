"""The read models as SQLAlchemy has them: tables and queries, to be compiled; not what runs, which is compiled."""
