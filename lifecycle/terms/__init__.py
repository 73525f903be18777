"""The language of terms: what an agreement's text says of its own life, clause by clause, and how it is read.

Here belongs what a text may say and how that is said back; what it means for a course of events is in
`lifecycle.consequences`, and what readers of it should know in `lifecycle.examination`.
"""
