"""The log of the register: its rows, what they record, what is set aside, who is notified; not what writes to it."""
