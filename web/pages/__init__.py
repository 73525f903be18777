"""What a reader sees: sheets of HTML, what stands around an answer, and the words of this face; not what is asked."""
