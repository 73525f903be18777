"""What a call is surrounded by, and what commands share: page, colour, options, settings; not a command."""
