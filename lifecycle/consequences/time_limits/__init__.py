"""What is to be done in a time, and what follows if it is not: disputes, measures, objections, duties; not notices."""
