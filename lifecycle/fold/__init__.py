"""From recorded acts to a timeline: their legal order, the fold itself, its other readings, numbers and rulings.

Here belongs what every answer needs; the answers themselves are in `lifecycle.answers`.
"""
