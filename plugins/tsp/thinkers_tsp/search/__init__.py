"""Improving tours: iterated local search, guided by a thinker where there is one."""

from thinkers_tsp.search.loop import KICKS as KICKS
from thinkers_tsp.search.loop import descend as descend
from thinkers_tsp.search.loop import search as search
from thinkers_tsp.search.loop import unheard as unheard
