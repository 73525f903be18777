"""The language of terms, clause by clause, how it is read and said back; not what follows from a clause."""
