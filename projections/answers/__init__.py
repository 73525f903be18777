"""The answers of a register, for any face: each a Struct with its schema, over one agreement or all of them.

Here belongs no wording of a page and no option of a command; forms are in `projections.forms`.
"""
