"""The limit is found where half fail, with few sizes measured, and the law is the one planted."""

import numpy as np
import pytest


@pytest.fixture(scope="module")
def limits(script):
    return script("limits")


def failing_from(size, count=20):
    return lambda each: (count if each < size else 0, count)


def odd(size):
    return size + 1 - size % 2


@pytest.mark.parametrize("limit", [5, 9, 10, 37, 300, 4096])
@pytest.mark.parametrize("valid", [int, odd])
def test_the_step_around_the_limit_is_a_tenth_or_no_size_lies_between(limits, limit, valid):
    points = limits.search(failing_from(limit), 4, valid)
    low, high = limits.straddling(points)
    if limit <= valid(4):
        assert (low, high) == (None, valid(4))
        return
    assert low < limit <= high
    assert high / low <= limits.RATIO or valid(low + 1) >= high
    assert len(points) <= 2 * np.log2(limit) + 6


def test_the_search_ends_where_time_does_and_where_there_are_no_sizes(limits):
    in_time = limits.search(lambda size: (9, 9) if size < 100 else None, 8, int)
    assert list(in_time) == [8, 16, 32, 64]
    few = limits.search(lambda _: (9, 9), 8, lambda size: size if size < 20 else None)
    assert list(few) == [8, 16]
    assert limits.search(lambda _: None, 8, int) == {}


def test_half_is_a_failure_and_the_words_name_what_was_seen(limits):
    points = {8: (20, 20), 16: (11, 20), 32: (10, 20), 64: (19, 20)}
    assert limits.straddling(points) == (16, 32)
    assert limits.told(points, None) == "between 16 (11 of 20) and 32 (10 of 20)"
    assert limits.told({8: (20, 20)}, None) == "beyond 8 (20 of 20)"
    assert limits.told({8: (2, 20)}, None) == "below 8 (2 of 20)"
    assert limits.told({}, None) == "not measured"


@pytest.mark.parametrize(("limit", "steepness"), [(30, 1.5), (100, 6.0), (7, 3.0)])
def test_the_law_that_was_planted_is_fitted(limits, limit, steepness):
    sizes = [int(limit * factor) for factor in (0.3, 0.5, 0.8, 1.0, 1.3, 2.0, 4.0)]
    shares = [1 / (1 + (size / limit) ** steepness) for size in sizes]
    points = {size: (round(1e5 * share), 10**5) for size, share in zip(sizes, shares, strict=True)}
    law = limits.fitted(points)
    assert law.limit == pytest.approx(limit, rel=0.02)
    assert law.steepness == pytest.approx(steepness, rel=0.02)


def test_there_is_no_law_without_a_size_in_between(limits):
    assert limits.fitted({8: (20, 20), 16: (20, 20), 32: (0, 20)}) is None
    assert limits.fitted({8: (20, 20), 16: (9, 20)}) is None


def test_points_are_read_as_they_were_written(limits, tmp_path):
    path = tmp_path / "points.csv"
    assert limits.known(path) == {}
    path.write_text("maze/x,dfs,9,20,20\nmaze/x,dfs,17,3,20\nmaze/y,dfs,9,0,20\n", "utf-8")
    assert limits.known(path) == {
        ("maze/x", "dfs"): {9: (20, 20), 17: (3, 20)}, ("maze/y", "dfs"): {9: (0, 20)},
    }  # fmt: skip


def test_the_page_shows_what_the_points_say(limits):
    page = (limits.RESULTS.parents[1] / "docs" / "science.md").read_text(encoding="utf-8")
    points = limits.known(limits.RESULTS)
    assert points
    for (model, family), found in points.items():
        told = limits.told(found, limits.fitted(found))
        assert f"| `{model}` | {family} | {told} |" in page
