"""What a fold knows while it runs: states, facts, dues, the clock's agenda; not what follows from them."""
