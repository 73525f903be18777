"""The read models: tables, rows, keeping, rebuilding, migrating; not what is answered from them."""
