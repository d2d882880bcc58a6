"""Mutations of instances, for the search for failures."""

from dataclasses import replace

import numpy as np

from thinkers_tsp.instance import TspInstance
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import STRAIGHT


def changed(instance: TspInstance, rng: np.random.Generator) -> TspInstance:
    """One city elsewhere where distances are straight lines, else two distances exchanged.

    The city stays between the outermost ones; a symmetric instance stays symmetric.
    """
    if instance.straight and instance.coordinates is not None:
        places = instance.coordinates.copy()
        places[rng.integers(len(places))] = rng.uniform(places.min(0), places.max(0))
        return replace(instance, ways=Measured(STRAIGHT, places), coordinates=places)
    distances = instance.distances.copy()
    (here, there), (start, end) = (rng.permutation(instance.cities)[:2] for _ in range(2))
    for one, other in (((here, there), (start, end)), ((there, here), (end, start))):
        distances[one], distances[other] = distances[other], distances[one]
        if not instance.symmetric:
            break
    return replace(instance, ways=distances)
