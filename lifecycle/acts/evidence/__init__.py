"""What is evidence of a state: what lists say that others kept; not what was done or happened."""
