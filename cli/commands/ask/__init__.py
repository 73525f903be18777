"""Commands that ask: about one agreement, about all of them, about a partner, about what would happen if.

Here belongs what records nothing.
"""
