"""What vouches for the record: checkpoints, the copy outside, verification, replay, time stamps, health.

Here belongs what reads the log and writes none of it.
"""
