"""Commands that open: the register, its tables, and the examination of terms before an agreement is drafted.

Here belongs what is done before anything is recorded in an agreement.
"""
