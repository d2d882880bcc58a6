"""Fitting a thinker to a problem, by a recipe."""
