"""The verdict on a tour, from the distances alone. Shares no code with encoding or baselines."""

import math
from operator import index

from thinkers import Verdict
from thinkers_tsp.instance import Tour, TspInstance


def check(instance: TspInstance, tour: Tour) -> Verdict:
    """Whether every city is visited once, and how long the closed way is."""
    cities: list[int] = []
    for found in tour:
        try:
            cities.append(index(found))
        except TypeError:
            return Verdict(False, reason=f"{found!s} is no number of a city")
    seen: set[int] = set()
    for city in cities:
        if not 0 <= city < instance.cities:
            return Verdict(False, reason=f"there is no city {city}")
        if city in seen:
            return Verdict(False, reason=f"city {city} is visited twice")
        seen.add(city)
    if len(seen) < instance.cities:
        missing = min(set(range(instance.cities)) - seen)
        return Verdict(False, reason=f"city {missing} is not visited")
    legs = instance.legs(cities, cities[1:] + cities[:1])
    return Verdict(True, math.fsum(legs.tolist()))
