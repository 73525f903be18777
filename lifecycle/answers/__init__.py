"""What can be asked of one agreement, and of what somebody would do to it: each answer a value made from a timeline.

Here belongs no wording and nothing over many agreements: words are put on in `projections.words`.
"""
