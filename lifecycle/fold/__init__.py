"""From recorded acts to a timeline: order, fold, readings, numbers, rulings; not what is asked of it."""
