"""Lists of neighbours hold the edges, and every listed pair finds its reverse, as counting says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinkers import InvalidInstanceError, neighbour_lists
from thinkers.problems.graph import lists_fault, reverse_pairs

NODES = 6
EDGES = st.sets(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)))


@given(EDGES)
def test_lists_hold_the_edges_and_nothing_else(edges):
    lists = neighbour_lists(np.array(sorted(edges)), NODES)
    assert {(i, j) for i, row in enumerate(lists.tolist()) for j in row if j >= 0} == edges
    assert lists_fault(lists[None]) == ""


@given(st.lists(EDGES, min_size=1, max_size=3))
def test_a_reverse_stands_where_it_is_listed(several):
    most = max(
        [1, *(sum(i == node for i, _ in edges) for edges in several for node in range(NODES))]
    )
    lists = np.stack([neighbour_lists(np.array(sorted(edges)), NODES, most) for edges in several])
    found = reverse_pairs(lists)
    for edges, own, places in zip(several, lists, found, strict=True):
        for (i, slot), j in np.ndenumerate(own):
            place = places[i, slot]
            if j >= 0 and (int(j), i) in edges:
                assert (place // most, own.flat[place]) == (j, i)
            else:
                assert place == -1


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32])
def test_places_fit_whatever_holds_the_neighbours(kind):
    lists = np.stack([(np.arange(100)[:, None] + step) % 100 for step in ([1, 2, 98, 99],)])
    np.testing.assert_array_equal(reverse_pairs(lists.astype(kind)), reverse_pairs(lists))


def test_too_many_neighbours_are_refused():
    edges = np.array([[0, 1], [0, 2], [1, 0]])
    with pytest.raises(InvalidInstanceError, match="node 0 has 2 neighbours, more than 1"):
        neighbour_lists(edges, 3, 1)


@pytest.mark.parametrize(
    ("lists", "fault"),
    [
        ([[1, 1], [0, -1]], "once"),
        ([[2, -1], [0, -1]], "from 0 to 1"),
        ([[-2, -1], [0, 1]], "0 to 1"),
    ],
)
def test_what_is_no_list_of_neighbours_is_told(lists, fault):
    assert fault in lists_fault(np.array([lists]))
