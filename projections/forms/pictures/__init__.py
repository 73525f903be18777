"""Pictures: a life in lanes and a machine of states as SVG, by pure functions, and as PNG; not what they show."""
