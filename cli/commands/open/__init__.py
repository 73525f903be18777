"""Commands that open: the register, its tables, an agreement from its terms.

Here belongs what is done before anything is recorded in an agreement.
"""
