"""What one call of the command line is surrounded by: its settings, options, page, colour, text and messages.

Here belongs what several commands share; no command of its own.
"""
