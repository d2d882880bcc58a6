"""Two numbers a city: which is which, and how long the ways between them are."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.valid import (
    all_from_coordinates,
    from_coordinates,
    from_measured,
    require_coordinates,
)
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import GLOBE
from thinkers_tsp.reading import TspReading

ROLES = {
    "x": ("x", "xcoord", "xcoordinate", "coordx", "easting", "east"),
    "y": ("y", "ycoord", "ycoordinate", "coordy", "northing", "north"),
    "z": ("z", "zcoord", "altitude", "elevation"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
}
"""Words of a header, and what they mean; `x_coord`, `Latitude (deg)` and the like contain one."""

Numbers = NDArray[np.float64]


def role_of(title: str) -> str:
    """What a column of that title holds: a key of `ROLES`, or nothing."""
    words = re.split(r"[^a-z]+", title.lower())
    return next((role for role, known in ROLES.items() if not set(known).isdisjoint(words)), "")


def placed(
    points: Numbers,
    titles: Sequence[str],
    options: TspReading,
    where: str,
    name: str,
    names: tuple[str, ...] = (),
) -> TspInstance:
    """An instance from coordinates.

    Args:
        points: `(n, 2)`, as the file has them.
        titles: What the two columns are called; empty words where nobody says.
        options: How ways are measured.
        where: What the numbers came from, for messages.
        name: The instance's name.
        names: Of the cities.

    Raises:
        InvalidInstanceError: They are no coordinates of at least 3 cities, or no degrees.
    """
    roles = [role_of(title) for title in titles]
    if roles in (["y", "x"], ["lat", "lon"]):
        points = points[:, ::-1]
    degrees = set(roles) == {"lat", "lon"}
    if options.metric == "euclidean" or not (degrees or options.metric == "haversine"):
        return from_coordinates(points, where, name, names)
    if not degrees and set(roles) != {"x", "y"}:
        raise InvalidInstanceError(
            f"{where}: nothing says which numbers are latitudes",
            "give --columns lat,lon or --columns lon,lat, or name them so in a header",
        )
    _require_degrees(points, where)
    return from_measured(Measured(GLOBE, points), where, name, points, names)


def all_placed(
    stack: Numbers,
    titles: Sequence[str],
    options: TspReading,
    places: Sequence[tuple[str, str]],
    names: Sequence[tuple[str, ...]] = (),
) -> list[TspInstance]:
    """Instances from coordinates, as `placed` makes one.

    Args:
        stack: `(k, n, 2)`.
        titles: What the two columns are called; empty words where nobody says.
        options: How ways are measured.
        places: What the numbers of each came from, for messages, and its name.
        names: Of the cities of each, or none at all.

    Raises:
        InvalidInstanceError: As `placed` does, of the first that is wrong.
    """
    if not any(titles) and options.metric != "haversine":
        return all_from_coordinates(stack, places, names)
    triples = zip(stack, places, names or [()] * len(stack), strict=True)
    return [placed(one, titles, options, *place, own) for one, place, own in triples]


def _require_degrees(points: Numbers, where: str) -> None:
    require_coordinates(points, where)
    wrong = np.flatnonzero((np.abs(points[:, 1]) > 90) | (np.abs(points[:, 0]) > 360))
    if len(wrong):
        city = int(wrong[0])
        longitude, latitude = points[city].tolist()
        raise InvalidInstanceError(
            f"{where}: city {city} lies at latitude {latitude:g}, longitude {longitude:g}, "
            "expected degrees",
            "with --metric euclidean ways are straight lines, whatever the columns are called",
        )
