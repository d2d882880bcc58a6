"""Hyperparameter search over the settings of a recipe."""
