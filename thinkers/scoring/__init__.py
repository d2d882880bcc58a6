"""Measuring: against classical solvers, against right answers, and how sure that is."""
