"""A stress test measures each family at each size as `evaluate` does, within its time."""

from types import SimpleNamespace

import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, InvalidInstanceError
from thinkers.scoring import stressing
from thinkers.scoring.evaluating import evaluate
from thinkers.scoring.stressing import COUNTS, Stress, Trial, affordable, usual_sizes

PROBLEM = PrefixSums()


@pytest.fixture
def clockwork(monkeypatch):
    """Makes an evaluation take so many seconds an instance, by a clock of the test's own."""
    calls = []

    def clockwork(each):
        clock = SimpleNamespace(now=0.0)

        def evaluate(problem, model, size, count, *, params, **others):
            clock.now += each(params.get("family", ""), size) * count
            calls.append((params.get("family", ""), size, count))
            return SimpleNamespace(instances=count)

        monkeypatch.setattr(stressing, "perf_counter", lambda: clock.now)
        monkeypatch.setattr(stressing, "evaluate", evaluate)
        return clock

    clockwork.calls = calls
    return clockwork


def trials(families, sizes, **more):
    return list(Stress(PROBLEM, None, **more).trials(families, sizes))


def test_each_row_is_what_evaluate_finds(tiny):
    model = tiny(width=4)
    found = list(Stress(PROBLEM, model, 3, seed=5).trials(["fair", "runs"], [4, 6]))
    assert [(row.family, row.size) for row in found] == [
        ("fair", 4), ("runs", 4), ("fair", 6), ("runs", 6),
    ]  # fmt: skip
    for row in found:
        again = evaluate(PROBLEM, model, row.size, 3, params={"family": row.family}, seed=5)
        assert [each["answer"] for each in row.measured.records()] == [
            each["answer"] for each in again.records()
        ]
        assert (row.exact, row.feasible, row.mean_gap) == (again.exact, again.feasible, None)
        assert {each["family"] for each in row.records()} == {row.family}


def test_how_many_are_measured_is_what_was_said(clockwork):
    clockwork(lambda family, size: 1000.0)
    assert [row.measured.instances for row in trials(["a", "b"], [4, 8], instances=7)] == [7] * 4
    assert [count for *_, count in clockwork.calls] == [7] * 4


@pytest.mark.parametrize("each", [0.001, 0.1, 3.0, 20.0])
@pytest.mark.parametrize("slow", [1.0, 4.0])
def test_without_a_number_all_rows_end_in_time_and_small_sizes_have_more(clockwork, each, slow):
    clock = clockwork(lambda family, size: each * size * (slow if family == "b" else 1))
    found = trials(["a", "b", "c"], [1, 2, 4], seconds=480.0)
    assert clock.now <= 480 + each * (1 + 4 * slow)  # the first once more, and the last begun
    counts = [row.measured.instances for row in found if row.family == "a"]
    assert counts == sorted(counts, reverse=True)
    assert set(counts) <= {*COUNTS}
    assert (counts[0] == max(COUNTS)) == (each <= 0.1)


def test_what_there_is_no_time_for_is_a_row_that_says_so(clockwork):
    clockwork(lambda family, size: 100.0)
    first, second = trials(["a", "b"], [8], seconds=50.0)
    assert first.measured.instances == 1
    assert second == Trial("b", 8, None, "no time was left")
    assert second.as_dict() == {"family": "b", "size": 8, "note": second.note}
    assert list(second.records()) == []
    assert (second.exact, second.feasible, second.mean_gap, second.cell_accuracy) == (None,) * 4


def test_a_family_that_a_size_does_not_fit_is_a_row_that_says_so(monkeypatch):
    def evaluate(problem, model, size, count, *, params, **others):
        if params["family"] == "a":
            raise ConfigError("too small")
        return SimpleNamespace(instances=count)

    monkeypatch.setattr(stressing, "evaluate", evaluate)
    first, second = trials(["a", "b"], [8], instances=2)
    assert (first.note, first.measured) == ("too small", None)
    assert second.measured.instances == 2


@pytest.mark.parametrize(("there", "measured"), [(1, 1), (12, 10), (76, 50), (500, 100)])
def test_a_family_with_few_instances_is_measured_on_those_it_has(monkeypatch, there, measured):
    def evaluate(problem, model, size, count, **others):
        if count > there:
            raise InvalidInstanceError(f"there are only {there}")
        return SimpleNamespace(instances=count)

    monkeypatch.setattr(stressing, "evaluate", evaluate)
    [row] = trials(["a"], [None])
    assert row.measured.instances == measured


@pytest.mark.parametrize(
    ("seconds", "each", "count"), [(1, 0.0, 100), (10, 0.1, 100), (10, 0.3, 20), (10, 11, 0)]
)
def test_as_many_as_there_is_time_for(seconds, each, count):
    assert affordable(seconds, each) == count


def test_the_largest_sizes_of_the_card_are_the_usual_ones(tiny):
    assert usual_sizes(PROBLEM, tiny(sizes=(8, 2, 4, 8, 16)).card) == [4, 8, 16]
    assert usual_sizes(PROBLEM, tiny().card) == [32]
