"""`evaluate` gives one row a size: measured on fresh instances, null where nothing applies."""

import csv
import json

import pytest

pytest.importorskip("joblib")  # it sets what it needs in the environment as it is imported

KEYS = [
    "problem", "model", "size", "instances", "feasible", "exact", "cell_accuracy", "mean_gap",
    "iterations", "stopped_by", "seconds", "unknown", "answers",
]  # fmt: skip


@pytest.fixture
def evaluate(works, tiny):
    def evaluate(*more):
        return works("evaluate", "prefix_sums", "--model", tiny, "--instances", 4, *more)

    return evaluate


def test_json_has_one_object_a_size_with_exactly_these_keys(evaluate):
    rows = evaluate("--sizes", "4,9,5", "--json").objects
    assert [row["size"] for row in rows] == [4, 9, 5]
    for row in rows:
        assert list(row) == KEYS
        assert (row["problem"], row["model"]) == ("prefix_sums", "prefix_sums/tiny")
        assert (row["instances"], row["iterations"]) == (4, 3)
        assert row["stopped_by"] == {"max_iterations": 4}
        assert 0 <= row["exact"] == row["feasible"] <= row["cell_accuracy"] <= 1
        assert row["mean_gap"] is None


def test_every_answer_is_a_row_of_the_csv_file_and_stands_in_its_line_of_json(evaluate, tmp_path):
    path = tmp_path / "answers.csv"
    objects = evaluate("--sizes", "4,9", "--csv", path, "--json").objects
    found = [(each["size"], answer) for each in objects for answer in each["answers"]]
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found) == 8
    for row, (size, answer) in zip(rows, found, strict=True):
        assert (int(row["size"]), int(row["instance"])) == (size, answer["instance"])
        assert list(row) == ["problem", "model", "size", *answer]
        assert row["exact"] == str(answer["exact"])
        assert json.loads(row["answer"]) == answer["answer"]


def test_people_get_a_table_and_progress_goes_to_stderr(evaluate):
    outcome = evaluate("--sizes", "4,9", "--seed", 3)
    assert "prefix_sums/tiny, seed 3" in outcome.out
    assert len(outcome.out.split()) > 20
    assert "gap" not in outcome.out
    assert outcome.err.splitlines() == ["size 4 ...", "size 9 ..."]


def test_iterations_can_be_chosen(evaluate):
    [row] = evaluate("--sizes", "4", "--iterations", 11, "--json").objects
    assert row["iterations"] == 11


def test_the_seed_draws_the_instances(evaluate):
    def accuracy(seed):
        return evaluate("--sizes", "30", "--seed", seed, "--json").objects[0]["cell_accuracy"]

    assert accuracy(0) == accuracy(0)
    assert len({accuracy(seed) for seed in range(4)}) > 1


def test_a_problem_of_one_size_has_one_row(evaluate, thinkers, monkeypatch):
    monkeypatch.setattr("thinkers_prefix_sums.problem.PrefixSums.size_option", None)
    [row] = evaluate("--bits", 5, "--json").objects
    assert row["size"] is None
    table = evaluate("--bits", 5)
    assert table.err.splitlines() == ["measuring ..."]
    refused = thinkers("evaluate", "prefix_sums", "--sizes", 8)
    assert (refused.code, refused.err.splitlines()[0]) == (2, "error: prefix_sums has no sizes")


def test_a_size_may_not_be_given_twice(thinkers):
    outcome = thinkers("evaluate", "prefix_sums", "--sizes", 4, "--bits", 3)
    assert outcome.code == 2
    assert "--sizes says what --bits would" in outcome.err


def test_refining_what_cannot_be_refined_is_refused(thinkers, tiny):
    for option in (["--refine"], ["--refine-seconds", 1]):
        refused = thinkers("evaluate", "prefix_sums", "--model", tiny, "--sizes", 8, *option)
        assert refused.code == 2
        assert refused.err.splitlines()[0] == "error: prefix_sums refines no answers"


def test_several_processes_measure_the_same_in_the_same_order(evaluate):
    def rows(*more):
        found = evaluate("--sizes", "9,4,5", "--json", *more).objects
        return [(row["size"], row["exact"], [a["answer"] for a in row["answers"]]) for row in found]

    assert rows("--jobs", 2) == rows()
