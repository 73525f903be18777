"""What one call of the command line is surrounded by: settings, options, page, colour, text, messages, acts in words.

Here belongs what several commands share; no command of its own.
"""
