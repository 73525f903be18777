"""Russian: its grammar and its catalogue; not what is said."""
