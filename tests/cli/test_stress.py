"""`stress` prints every family at every size, the worst first; what does not fit says so."""

import csv

import pytest

pytest.importorskip("joblib")  # it sets what it needs in the environment as it is imported


@pytest.fixture
def stress(works, tiny):
    def stress(*more):
        return works("stress", "prefix_sums", "--model", tiny, "--instances", 3, *more)

    return stress


def test_every_family_and_size_is_a_row_and_the_worst_is_the_first(stress):
    rows = stress("--sizes", "2,5", "--families", "fair,runs", "--json").objects
    assert {(row["family"], row["size"]) for row in rows} == {
        ("fair", 2), ("fair", 5), ("runs", 2), ("runs", 5),
    }  # fmt: skip
    shares = [row["exact"] for row in rows]
    assert shares == sorted(shares)
    assert {row["instances"] for row in rows} == {3}
    assert {row["model"] for row in rows} == {"prefix_sums/tiny"}


def test_people_get_a_table_and_a_line_for_each_row_as_it_comes(stress):
    outcome = stress("--sizes", "4", "--families", "constant")
    title, head, row = outcome.out.splitlines()
    assert title == "prefix_sums/tiny, seed 0, worst first"
    assert head.split()[:5] == ["family", "bits", "instances", "ok", "%"]
    assert row.split()[:3] == ["constant", "4", "3"]
    assert outcome.err.startswith("constant 4: exact ")


def test_by_default_all_families_are_measured(stress):
    from thinkers_prefix_sums.problem import PrefixSums

    rows = stress("--sizes", "3", "--json").objects
    assert sorted(row["family"] for row in rows) == sorted(PrefixSums.families)


def test_files_hold_every_answer_and_the_rows(stress, tmp_path):
    every, table = tmp_path / "every.csv", tmp_path / "table.csv"
    stress("--sizes", "3", "--families", "fair,runs", "--csv", every, "--summary-csv", table)
    with every.open(encoding="utf-8") as file:
        assert [row["family"] for row in csv.DictReader(file)] == ["fair"] * 3 + ["runs"] * 3
    with table.open(encoding="utf-8") as file:
        assert {row["family"] for row in csv.DictReader(file)} == {"fair", "runs"}


def test_what_cannot_be_measured_is_said_and_the_others_are(stress, monkeypatch):
    from thinkers_prefix_sums.problem import PrefixSums

    families = {"fair": {}, "odd": {"kind": "odd"}}
    monkeypatch.setattr(PrefixSums, "families", families)
    out = stress("--sizes", "3").out
    assert "not measured: odd 3: kind: input should be 'fair'" in out
    odd = stress("--sizes", "3", "--json").objects[-1]
    assert (odd["family"], odd["size"]) == ("odd", 3)
    assert odd["note"].startswith("kind: input should be")


def test_gaps_are_said_to_be_over_what_is_known(works):
    outcome = works("stress", "tsp", "--instances", 1, "--sizes", 5)
    assert "gap %" in outcome.out
    assert "not all of them proved best" in outcome.out


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--families", "fiar"], "unknown family 'fiar' of prefix_sums, did you mean 'fair'?"),
        (["--sizes", "0"], "bits: input should be greater than or equal to 1, got 0"),
        (["--sizes", "x"], "expected sizes such as 32,64,512, got 'x'"),
    ],
)
def test_mistakes_are_named_before_anything_is_measured(refused, tiny, options, fault):
    assert refused("stress", "prefix_sums", "--model", tiny, *options) == fault


def test_several_processes_measure_the_same_rows(stress):
    def rows(*more):
        found = stress("--sizes", "2,5", "--families", "fair,runs", "--json", *more).objects
        return [{name: value for name, value in row.items() if name != "seconds"} for row in found]

    assert rows("--jobs", 2) == rows()


@pytest.mark.parametrize(
    ("options", "fault"),
    [(["--jobs", 2], "how many instances there is time for, only one process alone can tell"),
     (["--jobs", 2, "--search", 1], "--search measures no rows for --jobs")],
)  # fmt: skip
def test_several_processes_are_refused_where_they_make_no_sense(refused, tiny, options, fault):
    assert refused("stress", "prefix_sums", "--model", tiny, *options) == fault
