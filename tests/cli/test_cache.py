"""The cache is listed by problem, kind and code, and cleared of labels and networks alone."""

import os
import time

import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.problems.cache import cache_folder
from thinkers.training.data import TRAIN, prepare
from thinkers.training.recipe import Group
from thinkers.training.task import Task


class Unknown(PrefixSums):
    """A problem that no plugin provides."""

    name = "unknown"


@pytest.fixture
def filled():
    for problem in (PrefixSums(), Unknown()):
        prepare(Task(problem, "centred"), [Group(count=3, params={"bits": [4, 5]})], 0, TRAIN)
    (cache_folder() / "prefix_sums" / "0123456789abcdef").mkdir()
    older = cache_folder() / "prefix_sums" / "0123456789abcdef" / "a.labelled"
    older.write_bytes(bytes(1000))
    os.utime(older, (time.time() - 3 * 86400 - 60,) * 2)
    (cache_folder() / "prefix_sums" / "b.labelled").write_bytes(bytes(10))


def test_an_empty_cache_says_so(works):
    assert works("cache").out == f"nothing in {cache_folder()}\n"
    assert works("cache", "--json").out == ""
    assert works("cache", "clear").out == f"freed 0.0 MB of {cache_folder()}\n"


def test_what_is_kept_is_listed_by_problem_and_code(works, filled):
    rows = works("cache", "list", "--json").objects
    assert sorted((row["problem"], row["code"], row["files"]) for row in rows) == [
        ("prefix_sums", "older", 1), ("prefix_sums", "older", 1), ("prefix_sums", "present", 2),
        ("unknown", "not installed", 2),
    ]  # fmt: skip
    assert {1000, 10} < {row["bytes"] for row in rows}
    text = works("cache").out
    assert str(cache_folder()) in text
    assert "3 days ago" in text
    assert len(works("cache", "list", "unknown", "--json").objects) == 1


def test_one_problem_is_cleared_and_the_others_stay(works, filled):
    assert works("cache", "clear", "prefix_sums").out.startswith("freed 0.0 MB of ")
    assert [row["problem"] for row in works("cache", "--json").objects] == ["unknown"]
    assert [each.name for each in cache_folder().iterdir()] == ["unknown"]


def test_clearing_leaves_all_that_is_no_label(works, filled):
    kept = [cache_folder() / name for name in ("mine.labelled", "prefix_sums/a.txt")]
    for path in kept:
        path.write_text("mine")
    works("cache", "clear")
    found = [path for path in cache_folder().rglob("*") if path.is_file()]
    assert sorted(found) == sorted(kept)


def test_folders_of_others_stay_and_what_killed_processes_left_goes(works, filled):
    labels = next((cache_folder() / "unknown").glob("*/*.labelled"))
    labels.with_suffix(".lock").touch()
    (labels.parent / f"{labels.name}.0.part").touch()
    mine = cache_folder() / "mine" / "empty"
    mine.mkdir(parents=True)
    works("cache", "clear")
    assert [*cache_folder().rglob("*")] == [mine.parent, mine]


def test_what_is_not_there_is_refused(refused, filled):
    assert refused("cache", "clear", "prefix") == (
        "unknown cached problem 'prefix', did you mean 'prefix_sums'?"
    )
    assert refused("cache", "wipe").startswith("invalid value for 'list|clear'")
    assert refused("cache", "clear", "--json").startswith("--json lists")


@pytest.fixture
def exported(works, tiny):
    """The network of the tiny model, as it is kept, one of an earlier version, and a torn one."""
    works("solve", "prefix_sums", "--model", tiny, "--runtime", "onnx", "--bits", 8)
    [network] = (cache_folder() / "onnx").iterdir()
    (network.parent / "0123.onnx").write_bytes(network.read_bytes())
    (network.parent / "4567.onnx").write_bytes(network.read_bytes()[:99])
    return network


def test_networks_are_listed_beside_labels(works, filled, exported):
    rows = [row for row in works("cache", "--json").objects if row["kind"] == "networks"]
    assert [(row["problem"], row["code"], row["files"]) for row in rows] == [
        ("?", "damaged", 1), ("prefix_sums", "older", 1), ("prefix_sums", "present", 1),
    ]  # fmt: skip
    assert rows[2]["bytes"] == exported.stat().st_size
    assert len(works("cache").out.splitlines()) > len(rows)


def test_networks_of_one_problem_are_cleared_with_its_labels(works, filled, exported):
    (exported.parent / "mine.txt").write_text("mine")
    works("cache", "clear", "prefix_sums")
    kept = {(row["problem"], row["kind"]) for row in works("cache", "--json").objects}
    assert kept == {("?", "networks"), ("unknown", "labels")}
    works("cache", "clear")
    assert [path.name for path in cache_folder().rglob("*") if path.is_file()] == ["mine.txt"]
