"""What vouches for the record: checkpoints, the copy outside, verification, replay; not what writes the log."""
