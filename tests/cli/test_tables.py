"""Tables keep every cell whole at every width, and keep to the width where the words allow it."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from thinkers.cli import tables

WORD = st.text("abcxyz/0189-.%é東", min_size=1, max_size=14)
TEXT = st.lists(WORD, max_size=8).map(" ".join)


@st.composite
def grids(draw, first, others):
    """Column names and rows; each row begins with a name."""
    count = draw(st.integers(1, 5))
    columns = draw(st.lists(WORD, min_size=count + 1, max_size=count + 1))
    rows = st.tuples(first, *[others] * count).map(list)
    return columns, draw(st.lists(rows, min_size=1, max_size=4))


@given(grids(WORD, WORD), st.integers(10, 120))
def test_every_number_is_whole_at_every_width(grid, width):
    columns, rows = grid
    lines = list(tables.numbers(columns, rows, width))
    said = " ".join(lines).split()
    for row in rows:
        for cell in row:
            assert said.count(cell) >= 1
    longest = max(map(cell_len, chain(columns, *rows)))
    if 2 * longest + 4 <= width:
        assert max(map(cell_len, lines)) <= width


@given(grids(WORD, TEXT), st.integers(10, 120))
def test_every_word_is_whole_and_in_its_order_at_every_width(grid, width):
    columns, rows = grid
    lines = list(tables.words(columns, rows, width))
    said = " ".join(lines).split()
    for row in rows:
        for cell in row:
            rest = iter(said)
            assert all(word in rest for word in cell.split())
    longest = max(map(cell_len, " ".join(chain(columns, *rows)).split()))
    if 2 * longest + 4 <= width:
        assert max(map(cell_len, lines)) <= width


COLUMNS = ["solver", "length", "gap %"]
ROWS = [["tsp/dt-m + refine", "123.4567", "0.0"], ["ortools", "1.5000", "12.0"]]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (
            40,
            [
                "solver               length  gap %",
                "tsp/dt-m + refine  123.4567    0.0",
                "ortools              1.5000   12.0",
            ],
        ),
        (
            30,
            [
                "tsp/dt-m + refine",
                "  length  123.4567",
                "  gap %   0.0",
                "ortools",
                "  length  1.5000",
                "  gap %   12.0",
            ],
        ),
    ],
)
def test_numbers_stand_in_columns_where_these_fit_and_else_in_blocks(width, expected):
    assert list(tables.numbers(COLUMNS, ROWS, width)) == expected


def test_the_widest_column_of_words_is_wrapped_and_empty_columns_are_left_out():
    rows = [["tsp", "", "the shortest closed way through all cities"], ["maze", "", "a path"]]
    assert list(tables.words(["name", "why", "what"], rows, 32)) == [
        "name  what",
        "tsp   the shortest closed way",
        "      through all cities",
        "maze  a path",
    ]


def test_facts_are_wrapped_beside_their_names():
    assert list(tables.facts([("weights", "27,000 numbers"), ("K", "0.9")], 18)) == [
        "weights  27,000",
        "         numbers",
        "K        0.9",
    ]


@given(grids(WORD, WORD), st.integers(10, 120), st.data())
def test_what_is_spared_goes_first_and_no_more_of_it_than_must(grid, width, data):
    columns, rows = grid
    spare = [0, *(data.draw(st.integers(0, 3)) for _ in columns[1:])]
    kept = tables.fitting(columns, rows, spare, width)
    widths = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]

    def needs(places):
        return sum(widths[place] for place in places) + tables.GAP * (len(places) - 1)

    left = sorted(set(range(len(columns))) - set(kept))
    assert all(spare[place] for place in left)
    assert needs(kept) <= width or all(not spare[place] for place in kept)
    assert not left or needs(range(len(columns))) > width
    assert all(spare[out] >= spare[place] for out in left for place in kept)
