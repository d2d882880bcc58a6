"""Training a thinker on a problem, by a recipe."""
