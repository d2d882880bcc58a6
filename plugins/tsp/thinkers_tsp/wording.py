"""A tour in words: its cities in order, by their names where they have some."""

from collections.abc import Iterator

from thinkers_tsp.globe import is_globe
from thinkers_tsp.instance import Tour, TspInstance

MAX_CHARACTERS = 400
"""Of cities that are written out: ten lines of a narrow terminal."""


def tour_in_words(instance: TspInstance, tour: Tour) -> str:
    """The cities in order, on one line, cut off where they are too many."""
    names = list(_names(instance, tour))
    separator = ", " if instance.names else " "
    shown, room = 0, MAX_CHARACTERS
    while shown < len(names) and room >= len(names[shown]):
        room -= len(names[shown]) + len(separator)
        shown += 1
    listed = separator.join(names[:shown])
    if shown < len(names):
        left = len(names) - shown
        listed += f"{separator}... and {left} more: --json prints and -o writes all"
    unit = ", length in km" if is_globe(instance) else ""
    how = "" if instance.names else f", cities counted from {instance.first}"
    return f"tour{unit}{how}: {listed}"


def _names(instance: TspInstance, tour: Tour) -> Iterator[str]:
    """What each city of a tour is called, on one line each."""
    for city in tour.tolist():
        yield (
            " ".join(instance.names[city].split()) if instance.names else str(city + instance.first)
        )
