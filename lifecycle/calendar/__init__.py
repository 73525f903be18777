"""Days, periods, steps, date rules, and conventions on what texts leave open; not an agreement, not a party."""
