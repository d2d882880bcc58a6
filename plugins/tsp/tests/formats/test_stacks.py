"""Instances of one file are made together, as each would be alone, and small files stay small."""

import numpy as np
import pytest
from thinkers_tsp.formats import read
from thinkers_tsp.formats.valid import all_from_coordinates, from_coordinates
from thinkers_tsp.measuring import AT_ONCE, measured, straight

from thinkers import InvalidInstanceError


@pytest.mark.parametrize(("count", "cities"), [(1, 3), (7, 5), (20_000, 3), (2, 400)])
def test_stacks_give_what_each_gives_alone(count, cities):
    stack = np.random.default_rng(0).random((count, cities, 2))
    places = [(f"line {index}", f"name {index}") for index in range(count)]
    found = all_from_coordinates(stack, places)
    assert [one.name for one in found] == [name for _, name in places]
    for index in {0, count // 2, count - 1}:
        alone = from_coordinates(stack[index], *places[index])
        np.testing.assert_array_equal(found[index].distances, alone.distances)
        np.testing.assert_array_equal(found[index].coordinates, alone.coordinates)
        assert not found[index].distances.flags.writeable
        assert not found[index].coordinates.flags.writeable


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 1e200, 1e-120])
def test_the_one_that_is_wrong_is_named(wrong):
    stack = np.zeros((9, 3, 2))
    stack[5, 1] = wrong
    with pytest.raises(InvalidInstanceError, match=r"^line 5: "):
        all_from_coordinates(stack, [(f"line {index}", "") for index in range(9)])


def test_blocks_of_rows_give_the_whole_matrix():
    points = np.random.default_rng(0).random((1000, 2))
    assert len(points) ** 2 > AT_ONCE
    np.testing.assert_array_equal(measured(straight, points), straight(points[:, None], points))


@pytest.mark.parametrize(("count", "cities"), [(1_000_000, 3), (10, 4900), (100_000, 30)])
def test_a_small_archive_does_not_become_gigabytes(tmp_path, count, cities):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, coordinates=np.zeros((count, cities, 2), np.uint8))
    assert path.stat().st_size < 100_000
    with pytest.raises(InvalidInstanceError, match=r"would fill .* GB, expected at most") as raised:
        read(path)
    assert "THINKERS_MAX_UNPACKED_MB=" in raised.value.hint


def test_a_variable_allows_more(tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, coordinates=np.zeros((400_000, 3, 2), np.uint8))
    with pytest.raises(InvalidInstanceError, match="expected at most"):
        read(path)
    monkeypatch.setenv("THINKERS_MAX_UNPACKED_MB", "130")
    assert len(read(path)) == 400_000
