"""Text mazes in the letters that other programs and people use, put into those of `grid`.

| theirs | ours |
|---|---|
| `1` and `0`, where nothing but ends stands beside | wall and free |
| `\u2588` | wall |
| `o`, where no blank or dot is free | free, and no path |
| `s`, `e`, `g`, where there are no capitals | the ends |
| one `A` and one `B` a maze, where there are no other ends | start and end |
"""

from collections.abc import Sequence

from thinkers import InvalidInstanceError
from thinkers_maze.formats.grid import (
    END,
    FREE,
    OTHER_END,
    OTHER_FREE,
    OTHER_PATH,
    START,
    WALL,
)

DIGIT_WALL, DIGIT_FREE, BLOCK = "1", "0", "\u2588"
ENDS = START + END + OTHER_END
POINTS = {"A": START, "B": END}


def in_our_letters(mazes: Sequence[Sequence[str]], where: str) -> dict[int, str]:
    """What letters of a file are to be replaced by which, as `str.translate` takes it.

    Args:
        mazes: The lines of each maze of the file, which is written in one way throughout.
        where: The file, for messages.

    Raises:
        InvalidInstanceError: Zeros may be walls, or free.
    """
    used = set().union(*(line for lines in mazes for line in lines))
    found = {BLOCK: WALL}
    for end in ENDS:
        if end not in used and end.lower() in used:
            found[end.lower()] = end
    if used.isdisjoint(ENDS + ENDS.lower()) and all(map(_between_points, mazes)):
        found |= POINTS
    if used and used - {*ENDS, *found} <= {DIGIT_WALL, DIGIT_FREE}:
        for number, lines in enumerate(mazes, 1):
            _require_walls_of_ones(lines, f"{where}, maze {number}")
        found |= {DIGIT_WALL: WALL, DIGIT_FREE: FREE}
    elif used.isdisjoint({FREE, OTHER_FREE}):
        found[OTHER_PATH] = FREE
    return str.maketrans(found)


def _between_points(lines: Sequence[str]) -> bool:
    letters = "".join(lines)
    return all(letters.count(point) == 1 for point in POINTS)


def _require_walls_of_ones(lines: Sequence[str], where: str) -> None:
    """Refuse a border of zeros around ones: whether it is a wall is ambiguous."""
    if len(lines) < 3:
        return
    rim = {*lines[0], *lines[-1], *(line[:1] for line in lines), *(line[-1:] for line in lines)}
    inner = {letter for line in lines[1:-1] for letter in line[1:-1]}
    if DIGIT_FREE in rim and DIGIT_WALL not in rim and DIGIT_WALL in inner:
        raise InvalidInstanceError(
            f"{where}: the rim is all 0, which may be walls, or free cells around the walls",
            "write walls as '#' and free cells as '.'",
        )
