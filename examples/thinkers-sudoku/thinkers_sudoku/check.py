"""The verdict by the rules alone; it shares no code with generator, search or encoding."""

from thinkers import Verdict


def check(clues: list[list[int]], answer: list[list[int]]) -> Verdict:
    """Whether the answer keeps the clues and has each digit once in every row, column and box.

    The accuracy is the share of rows, columns and boxes that are complete.
    """
    side = len(clues)
    if len(answer) != side or any(len(row) != side for row in answer):
        return Verdict(False, reason=f"expected {side} x {side} digits", accuracy=0.0)
    changed = [
        (row, column)
        for row in range(side)
        for column in range(side)
        if clues[row][column] and answer[row][column] != clues[row][column]
    ]
    if changed:
        row, column = changed[0]
        reason = f"the clue in row {row + 1}, column {column + 1} is changed"
        return Verdict(False, reason=reason, accuracy=0.0)
    broken = [name for name, cells in _units(side) if not _complete(answer, cells)]
    share = 1 - len(broken) / (3 * side)
    reason = f"{broken[0]} does not have each digit once" if broken else ""
    return Verdict(not broken, reason=reason, accuracy=share)


def _complete(answer: list[list[int]], cells: list[tuple[int, int]]) -> bool:
    return sorted(answer[row][column] for row, column in cells) == list(range(1, len(cells) + 1))


def _units(side: int) -> list[tuple[str, list[tuple[int, int]]]]:
    """Every row, column and box by name, with its cells."""
    every = range(side)
    box = {4: 2, 9: 3}[side]
    rows = [(f"row {row + 1}", [(row, column) for column in every]) for row in every]
    columns = [(f"column {column + 1}", [(row, column) for row in every]) for column in every]
    boxes = []
    for top in range(0, side, box):
        for start in range(0, side, box):
            cells = [(top + down, start + right) for down in range(box) for right in range(box)]
            boxes.append((f"the box of row {top + 1}, column {start + 1}", cells))
    return rows + columns + boxes
