"""Commands that ask: of one agreement, of all, of a partner, of what would be if; not what records anything."""
