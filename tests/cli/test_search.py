"""`stress --search` writes a failing instance that `solve` reads, or says that there is none."""

import pytest
from thinkers_prefix_sums.problem import PrefixSums


@pytest.fixture
def search(works, tiny):
    def search(*more, model=tiny):
        return works("stress", "prefix_sums", "--model", model, "--search", 0, *more)

    return search


def test_the_failing_instance_is_written_and_read_again(search, works, tiny, tmp_path):
    path = tmp_path / "wrong.txt"
    outcome = search("--sizes", 12, "-o", path)
    assert f"thinkers solve prefix_sums --input {path} --model {tiny}" in outcome.out
    assert "failing, size 12 of " in outcome.out
    words = ("solve", "prefix_sums", "--input", path, "--model", tiny, "--no-strict", "--json")
    [found] = works(*words).objects
    assert found["verdict"]["feasible"] is False


def test_without_a_name_the_file_is_named_after_the_problem(search, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [found] = search("--sizes", 12, "--json").objects
    assert found["failing"] is True
    assert found["file"] == "failing-prefix_sums.txt"
    assert "bits are wrong" in found["reason"]
    text = (tmp_path / found["file"]).read_text(encoding="utf-8")
    assert "".join(map(str, found["instance"]["bits"])) in text


def test_what_no_file_holds_is_shown_and_told(search, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(PrefixSums, "formats", ())
    assert "in no file, for there are none of its kind" in search("--sizes", 12).out
    [found] = search("--sizes", 12, "--json").objects
    assert (found["failing"], found["file"]) == (True, None)
    assert not list(tmp_path.iterdir())


def test_where_nothing_fails_nothing_is_written(search, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = ("--sizes", 8, "--families", "fair")
    outcome = search(*options, model="prefix_sums/dt-l")
    assert outcome.out.startswith("no answer of 16 instances failed; the nearest to it, size 8 of ")
    [found] = search(*options, "--json", model="prefix_sums/dt-l").objects
    assert (found["failing"], found["file"], found["looked"]) == (False, None, 16)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--search", 1, "--instances", 3], "--search measures no rows for --instances"),
        (["--search", 1, "--csv", "rows.csv"], "--search measures no rows for --csv"),
        (["--output", "wrong.txt"], "--output is for the failing instance of --search"),
        (["--search", 1, "--output", "wrong.xyz"], "cannot write wrong.xyz: "),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    refused, tmp_path, monkeypatch, options, fault
):
    monkeypatch.chdir(tmp_path)
    assert refused("stress", "prefix_sums", *options).startswith(fault)
