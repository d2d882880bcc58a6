"""Proved lower bounds of the length of every tour."""

from thinkers_tsp.bounds.lower import held_karp_bound as held_karp_bound
from thinkers_tsp.bounds.lower import lower_bound as lower_bound
