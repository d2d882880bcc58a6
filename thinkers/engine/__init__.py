"""Inference: the fixed-point iteration, stop rules, error bounds, and the answer."""
