"""Tables as lines of text: columns where they fit, else one block a row; nothing is ever cut."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

Row = Sequence[str]

GAP = 2
"""Blanks between two columns."""

MIN_TEXT = 24
"""Characters a line below which wrapped text is no pleasure to read."""


def numbers(columns: Row, rows: Sequence[Row], width: int) -> Iterator[str]:
    """A table of numbers: the first column is left-aligned, the others right-aligned.

    Args:
        columns: Their names.
        rows: A cell for each column.
        width: Characters a line may have; cells are never cut for it.
    """
    widths = _widths(columns, rows)
    if sum(widths) + GAP * (len(columns) - 1) > width:
        heads = [f"{columns[0]} {row[0]}" if row[0][:1].isdigit() else row[0] for row in rows]
        blocks = [[head, *row[1:]] for head, row in zip(heads, rows, strict=True)]
        yield from _blocks(columns, blocks, width)
        return
    for row in [columns, *rows]:
        first, *others = zip(row, widths, strict=True)
        cells = [_left(*first), *(_right(*cell) for cell in others)]
        yield (" " * GAP).join(cells).rstrip()


def fitting(columns: Row, rows: Sequence[Row], spare: Sequence[int], width: int) -> list[int]:
    """The places of the columns that a table of numbers keeps, so that it fits where it can.

    Args:
        columns: Their names.
        rows: A cell for each column.
        spare: How soon each column is left out, the highest first; 0 for never.
        width: Characters a line may have.
    """
    widths, kept = _widths(columns, rows), list(range(len(columns)))
    while sum(widths[place] + GAP for place in kept) - GAP > width:
        next_ = max(kept, key=lambda place: spare[place])
        if not spare[next_]:
            break
        kept.remove(next_)
    return kept


def words(columns: Row, rows: Sequence[Row], width: int) -> Iterator[str]:
    """A table of words, left-aligned; its widest column is wrapped where that makes it fit.

    A column that is empty in every row is left out.
    """
    said = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    columns, *rows = [[row[place] for place in said] for row in [columns, *rows]]
    widths = _widths(columns, rows)
    widest = widths.index(max(widths))
    room = width - (sum(widths) - widths[widest]) - GAP * (len(columns) - 1)
    longest = max(_longest_word(row[widest]) for row in [columns, *rows])
    if room < max(longest, min(widths[widest], MIN_TEXT)):
        yield from _blocks(columns, rows, width)
        return
    widths[widest] = min(widths[widest], room)
    for row in [columns, *rows]:
        for number, part in enumerate(_wrapped(row[widest], widths[widest])):
            cells = [part if place == widest else cell * (not number)
                     for place, cell in enumerate(row)]  # fmt: skip
            yield (" " * GAP).join(map(_left, cells, widths)).rstrip()


def facts(pairs: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """A line for each name and what is said of it, wrapped by words."""
    label = max(cell_len(name) for name, _ in pairs)
    for name, text in pairs:
        for number, part in enumerate(_wrapped(text, width - label - GAP)):
            yield (_left(name * (not number), label) + " " * GAP + part).rstrip()


def _blocks(columns: Row, rows: Sequence[Row], width: int) -> Iterator[str]:
    """One block a row: its first cell, and below it a line for each other that says anything."""
    for row in rows:
        yield row[0]
        pairs = [pair for pair in zip(columns[1:], row[1:], strict=True) if pair[1]]
        if pairs:
            yield from (f"  {line}" for line in facts(pairs, width - 2))


def _widths(columns: Row, rows: Sequence[Row]) -> list[int]:
    return [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]


def _longest_word(text: str) -> int:
    return max(map(cell_len, text.split()), default=0)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of whole words; a word that is longer than the width has a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and cell_len(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _left(cell: str, width: int) -> str:
    return cell + " " * (width - cell_len(cell))


def _right(cell: str, width: int) -> str:
    return " " * (width - cell_len(cell)) + cell
