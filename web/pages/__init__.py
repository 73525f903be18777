"""What a reader sees: what stands around an answer, and the words of this face; not what is asked."""
