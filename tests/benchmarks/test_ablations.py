"""Ablations: each variant changes what its name says, nothing measured is measured twice."""

from multiprocessing import active_children
from time import sleep

import pytest

from thinkers.registry.registry import installed


@pytest.fixture(scope="module")
def ablations(script):
    return script("ablations")


def row(variant="DT-L", far="1.000", seed=0, training="finite", lost="0"):
    return {
        "task": "prefix_sums", "variant": variant, "width": "16", "seed": str(seed),
        "steps": "9", "torch": "2", "near": far, "far": far, "worst": far, "worst family": "runs",
        "overthought": far, "not finite": lost, "bound": "1.5", "training": training,
        "seconds": "1",
    }  # fmt: skip


def test_every_variant_is_a_recipe_whose_thinker_can_be_built(ablations):
    kinds = installed().thinkers()
    for task in ablations.TASKS:
        problem = installed().problem(task)
        for variant in ablations.VARIANTS | ablations.SWEEPS:
            made = ablations.recipe(task, variant, 16, 3)
            encoding = problem.encodings[made.encoding or next(iter(problem.encodings))]
            kinds[made.thinker].build(encoding.signature, made.config)
            assert made.config["width"] == 16
            same = ablations.recipe(task, "DT-L", 16, 3)
            assert (made.loss, made.data, made.optimizer) == (same.loss, same.data, same.optimizer)


def test_the_plan_leaves_out_what_is_there_and_goes_seed_by_seed(ablations):
    done = [row("DT-L"), row("ReLU", seed=1)]
    left = list(ablations.plan(["DT-L", "ReLU"], [16, 32], 2, done, "prefix_sums"))
    assert left == [
        ("ReLU", 16, 0), ("DT-L", 16, 1),
        ("DT-L", 32, 0), ("ReLU", 32, 0), ("DT-L", 32, 1), ("ReLU", 32, 1),
    ]  # fmt: skip


def test_a_diverged_training_is_a_failure_and_not_left_out(ablations):
    rows = [row(far="0.950"), row(far="0.949", seed=1), row(far="", seed=2, training="diverged")]
    assert ablations.successes(rows) == 1
    *_, line = ablations.table(rows, "prefix_sums")
    assert "1/3 (6% to 79%)" in line
    assert "| 63 |" in line
    assert "| 1/3 | 0/3 |" in line


def test_the_table_has_the_worst_variant_first(ablations):
    rows = [row("good"), row("bad", far="0.100"), row("middling", far="0.900")]
    names = [line.split(" | ")[0] for line in ablations.table(rows, "prefix_sums")][2:]
    assert names == ["| bad", "| middling", "| good"]


def test_rows_are_read_as_they_were_written(ablations, tmp_path):
    path = tmp_path / "rows.csv"
    assert ablations.results(path) == []
    for each in (row(), row(seed=1)):
        ablations.append(path, each)
    assert ablations.results(path) == [row(), row(seed=1)]


def test_every_run_is_done_once_by_several_processes(ablations):
    done = ablations.at_once(pow, [(base, 2) for base in range(5)], jobs=2, seconds=600)
    assert sorted(done) == [0, 1, 4, 9, 16]


def test_when_the_time_is_up_nothing_runs_on(ablations):
    assert list(ablations.at_once(sleep, [(3600,)] * 3, jobs=2, seconds=0)) == []
    assert not active_children()


def test_an_interval_is_told_to_be_below_those_that_it_does_not_touch(ablations):
    rows = [row("bad", far="0.100", seed=seed) for seed in range(9)]
    rows += [row("good", seed=seed) for seed in range(9)] + [row("one seed")]
    assert list(ablations.apart(rows, "prefix_sums")) == ["* 16: bad below good"]


def test_the_page_shows_what_the_results_say(ablations):
    page = (ablations.RESULTS.parents[1] / "docs" / "ablations.md").read_text(encoding="utf-8")
    rows = ablations.results()
    for task in ablations.TASKS:
        for line in (*ablations.table(rows, task), *ablations.apart(rows, task)):
            assert line in page
