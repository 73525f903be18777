"""Information between the parties: its supply and use, and what restricts it; not the platforms that it passes over."""
