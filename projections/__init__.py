"""The answers of a register, for any face, from read models and timelines; not a decision about the law.

In reading order: `models` (the tables, what a timeline puts into them, and how they follow the log), `answers` (what is
asked, each answer by its name in `answers.catalogue`), `words` (what pages share) and `forms` (how an answer leaves).
"""
