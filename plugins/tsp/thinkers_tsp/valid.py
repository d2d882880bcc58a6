"""Validation of the numbers of an instance; they are kept as read-only copies."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thinkers import InvalidInstanceError

FEWEST = 3
"""A tour through fewer cities leaves nothing to choose."""

MAX_CITIES = 5000
"""Of a matrix: that of so many cities fills 0.2 GB (our limit)."""

MAX_PLACES = 100_000
"""Of coordinates, between which no matrix is made (our limit)."""

SMALLEST, LARGEST = 1e-100, 1e100
"""Range of the longest distance; beyond it squares and sums leave the range of float64 (ours)."""

BYTES = 8
"""Of one distance, float64."""

COUNTED = "cities are counted from 0"

NUMBERED = "where the first of three columns numbers the cities, give array[:, 1:] or --columns 2,3"

Numbers = NDArray[np.float64]


def checked_distances(values: ArrayLike) -> Numbers:
    """A read-only copy of distances; the diagonal, where files keep fillers, becomes 0.

    Args:
        values: `(n, n)` numbers, finite and >= 0, fillers on the diagonal included.

    Returns:
        `(n, n)` float64, C order.

    Raises:
        InvalidInstanceError: They are no distances between 3 to `MAX_CITIES` cities.
    """
    return checked_in_place(numbers_of(values))


def checked_in_place(distances: Numbers) -> Numbers:
    """The array itself, checked as `checked_distances` says, its diagonal 0, read-only from now on.

    Args:
        distances: `(n, n)` float64 that nobody else has.

    Raises:
        InvalidInstanceError: They are no distances between 3 to `MAX_CITIES` cities.
    """
    if distances.ndim != 2 or distances.shape[0] != distances.shape[1]:
        raise InvalidInstanceError(
            f"expected a square matrix, got {_shape(distances)}",
            "two columns are coordinates, n columns are the distances between n cities",
        )
    require_cities(len(distances))
    if not (distances.min() >= 0 and distances.max() < np.inf):  # nan is neither
        wrong = np.argwhere(~(np.isfinite(distances) & (distances >= 0)))
        here, there = wrong[0].tolist()
        raise InvalidInstanceError(
            f"the distance from city {here} to city {there} is "
            f"{distances[here, there]:g}, expected a finite number >= 0",
            COUNTED,
        )
    np.fill_diagonal(distances, 0.0)
    longest = float(distances.max())
    if longest and not SMALLEST <= longest <= LARGEST:
        raise _out_of_range(longest)
    return _read_only(distances)


def checked_coordinates(values: ArrayLike) -> Numbers:
    """A read-only copy of positions.

    Args:
        values: `(n, 2)` finite numbers, any unit.

    Returns:
        `(n, 2)` float64, C order.

    Raises:
        InvalidInstanceError: They are no coordinates of 3 to `MAX_PLACES` cities.
    """
    points = numbers_of(values)
    if points.ndim != 2 or points.shape[1] != 2:
        raise InvalidInstanceError(f"expected two coordinates a city, got {_shape(points)}")
    return _placed(points)


def checked_places(values: ArrayLike, axes: tuple[int, ...] = (2,)) -> Numbers:
    """A read-only copy of positions between which distances are measured.

    Args:
        values: `(n, axes)` finite numbers, any unit.
        axes: How many coordinates a city may have.

    Returns:
        `(n, axes)` float64, C order.

    Raises:
        InvalidInstanceError: They are none of 3 to `MAX_PLACES` cities, or so near or so far from
            each other that squares leave the range of float64.
    """
    points = numbers_of(values)
    if points.ndim != 2 or points.shape[1] not in axes:
        raise InvalidInstanceError(f"expected two coordinates a city, got {_shape(points)}")
    points = _placed(points)
    longest = float((points.max(0) - points.min(0)).max())
    if longest and not SMALLEST <= longest <= LARGEST:
        raise _out_of_range(longest)
    return points


def _placed(points: Numbers) -> Numbers:
    require_places(len(points))
    wrong = np.flatnonzero(~(np.abs(points) <= LARGEST).all(1))
    if len(wrong):
        city = int(wrong[0])
        told = ", ".join(f"{axis:g}" for axis in points[city].tolist())
        raise InvalidInstanceError(
            f"the coordinates of city {city} are {told}, expected numbers up to {LARGEST:g}",
            COUNTED,
        )
    return _read_only(points)


def numbers_of(values: ArrayLike) -> Numbers:
    """A copy as float64, C order; what lies beyond its range becomes infinite.

    Raises:
        InvalidInstanceError: They are no numbers, or not all are there.
    """
    plain = type(values) is np.ndarray  # then numpy.ma need not be imported
    if not plain and isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise InvalidInstanceError("expected numbers only, some are masked", "fill them in first")
    try:
        raw = np.asarray(values)
    except ValueError as error:
        raise InvalidInstanceError("expected rows of equal length") from error
    if raw.dtype.kind not in "iuf":
        raise InvalidInstanceError(f"expected numbers, got {raw.dtype}")
    with np.errstate(over="ignore"):
        return np.array(raw, np.float64, order="C")


def require_one_meaning(values: Numbers) -> None:
    """Check that an array of more than two columns can only be distances.

    Args:
        values: `(rows, columns)`; what has another shape, or holds no numbers, is left to others.

    Raises:
        InvalidInstanceError: Three columns may be x and y behind the number of the city, or x, y
            and z: there are not three rows, or no filler stands on the diagonal.
    """
    if values.dtype.kind not in "iuf" or values.ndim != 2 or values.shape[1] != 3:
        return
    if len(values) != 3:
        raise InvalidInstanceError(
            f"expected two coordinates a city or a square matrix, got {_shape(values)}",
            NUMBERED,
        )
    diagonal = np.diag(values)
    if len(set(diagonal[np.isfinite(diagonal)].tolist())) > 1:
        raise InvalidInstanceError(
            "3 rows of 3 numbers without zeros on the diagonal may be distances, or numbered "
            "coordinates",
            f"for distances, TspInstance(array) or --columns matrix; {NUMBERED}",
        )


def require_cities(cities: int) -> None:
    """Check the number of cities of a matrix, before it is made.

    Raises:
        InvalidInstanceError: There are too few or too many.
    """
    _require_enough(cities)
    if cities > MAX_CITIES:
        raise InvalidInstanceError(
            f"expected at most {MAX_CITIES} cities of a matrix, got {cities}", _room(cities)
        )


def require_places(cities: int) -> None:
    """Check the number of cities that have coordinates, before anything is made for them.

    Raises:
        InvalidInstanceError: There are too few or too many.
    """
    _require_enough(cities)
    if cities > MAX_PLACES:
        raise InvalidInstanceError(f"expected at most {MAX_PLACES} cities, got {cities}")


def require_all_distances(cities: int) -> None:
    """See that a matrix may be made of the distances between coordinates.

    Raises:
        InvalidInstanceError: There are too many cities.
    """
    if cities > MAX_CITIES:
        raise InvalidInstanceError(
            f"all distances are needed here, and they are kept of up to {MAX_CITIES} cities, got "
            f"{cities}",
            _room(cities),
        )


def _require_enough(cities: int) -> None:
    if cities < FEWEST:
        raise InvalidInstanceError(f"expected at least {FEWEST} cities, got {cities}")


def _room(cities: int) -> str:
    return (
        f"their distances would fill {_gigabytes(cities):.2g} GB, those of {MAX_CITIES} cities "
        f"{_gigabytes(MAX_CITIES):.2g} GB"
    )


def _out_of_range(longest: float) -> InvalidInstanceError:
    return InvalidInstanceError(
        f"the longest distance is {longest:g}, expected 0 or {SMALLEST:g} to {LARGEST:g}",
        "use another unit of length",
    )


def _gigabytes(cities: int) -> float:
    return float(cities) * float(cities) * BYTES / 1e9


def _read_only(array: Numbers) -> Numbers:
    array.flags.writeable = False
    return array


def _shape(numbers: Numbers) -> str:
    if numbers.ndim == 2:
        return f"{numbers.shape[0]} rows of {numbers.shape[1]} numbers"
    return f"an array of shape {numbers.shape}"
