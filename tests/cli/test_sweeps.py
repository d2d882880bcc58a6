"""A sweep is one comparison for each size, family and number of iterations, in one run."""

import json

import pytest

from thinkers.cli.sweeps import Sweep
from thinkers.errors import ConfigError
from thinkers.registry.registry import installed

TASK = installed().problem("prefix_sums")


def settings(sweep, given=(), families=(), iterations=None, reads=False):
    points = sweep.points(TASK, dict(given), families, iterations, reads=reads)
    return [(dict(each.given), each.iterations, dict(each.setting)) for each in points]


def test_without_a_sweep_there_is_one_point_and_nothing_is_varied():
    assert settings(Sweep(), {"bits": 8}, ["fair"], 3) == [({"bits": 8, "family": "fair"}, 3, {})]


def test_every_size_meets_every_family_and_every_number_of_iterations():
    points = settings(Sweep(sizes="4,8", iterations_sweep="1,2"), families=["fair", "runs"])
    assert [setting for _, _, setting in points] == [
        {"size": size, "family": family, "iterations": count}
        for size in (4, 8) for family in ("fair", "runs") for count in (1, 2)
    ]  # fmt: skip
    assert points[0][:2] == ({"bits": 4, "family": "fair"}, 1)


@pytest.mark.parametrize(
    ("sweep", "more", "fault"),
    [
        (Sweep(sizes="4"), {"given": {"bits": 3}}, "--sizes says what --bits would"),
        (Sweep(iterations_sweep="4"), {"iterations": 2}, "says what --iterations would"),
        (Sweep(sizes="4"), {"reads": True}, "--sizes generates instances"),
        (Sweep(), {"families": ["fair"], "reads": True}, "--family generates instances"),
        (Sweep(), {"families": ["fair", "fair"]}, "named twice"),
        (Sweep(sizes="4,8,4"), {}, "a size is named twice"),
        (Sweep(iterations_sweep="2,3,02"), {}, "a number of iterations is named twice"),
        (Sweep(sizes="four"), {}, "expected sizes"),
        (Sweep(iterations_sweep="0"), {}, "expected numbers of iterations"),
        (Sweep(iterations_sweep="2,,3"), {}, "expected numbers of iterations"),
        (Sweep(iterations_sweep="9" * 10), {}, "expected numbers of iterations"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(sweep, more, fault):
    with pytest.raises(ConfigError, match=fault):
        settings(sweep, **more)


def test_the_command_prints_a_table_for_each_point(works, tiny):
    swept = ("compare", "prefix_sums", "--model", tiny, "--sizes", "4,6", "--instances", 2,
             "--family", "fair", "--family", "runs")  # fmt: skip
    out = works(*swept).out
    for size in (4, 6):
        for family in ("fair", "runs"):
            assert f"prefix_sums, {size} bits, family {family}, 2 instances" in out
    rows = works(*swept, "--json").objects
    assert len({(row["size"], row["family"]) for row in rows}) == 4


def test_what_is_wrong_with_every_point_is_said_once(thinkers):
    outcome = thinkers(
        "compare", "prefix_sums", "--model", "none", "--sizes", "4,6,8", "--instances", 2,
        "--baseline", "cumulative-xor:wrong=1",
    )  # fmt: skip
    assert outcome.code == 2
    assert [line for line in outcome.err.splitlines() if "error:" in line] == [
        "error: baseline cumulative-xor: unknown key 'wrong'"
    ]


def test_what_is_odd_of_every_point_is_warned_of_once(works, tiny):
    swept = ("compare", "prefix_sums", "--model", tiny, "--sizes", "40,60,80", "--instances", 2)
    warnings = [line for line in works(*swept).err.splitlines() if line.startswith("warning:")]
    assert len(warnings) == len(set(warnings))


def test_baselines_do_not_run_again_for_another_number_of_iterations(works, tiny):
    rows = works(
        "compare", "prefix_sums", "--model", tiny, "--bits", 4, "--instances", 3,
        "--iterations-sweep", "1,5", "--json",
    ).objects  # fmt: skip
    seconds = {
        json.dumps([answer["seconds"] for answer in row["answers"]])
        for row in rows
        if row["kind"] == "baseline"
    }
    assert [row["iterations"] for row in rows] == [1, 1, 5, 5]
    assert len(seconds) == 1
