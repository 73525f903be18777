"""What is asked of one agreement, each answer a value made from a timeline; not wording, not many agreements."""
