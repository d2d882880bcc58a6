"""Generating to files: what `--input` reads back, and a note that guards it."""

import pytest

pytest.importorskip("thinkers_tsp")


def test_files_are_read_back_by_solve(thinkers, tmp_path):
    path = tmp_path / "few.npz"
    made = thinkers("generate", "tsp", "--cities", 5, "--count", 3, "-o", path, "--seed", 4)
    assert made.code == 0
    assert "wrote 3 instances" in made.out
    read = thinkers("solve", "tsp", "--input", path, "--json").objects
    drawn = thinkers("solve", "tsp", "--cities", 5, "--instances", 3, "--seed", 4, "--json").objects
    assert [one["instance"]["coordinates"] for one in read] == [
        one["instance"]["coordinates"] for one in drawn
    ]


def test_a_changed_file_is_refused(thinkers, tmp_path):
    path = tmp_path / "few.txt"
    thinkers("generate", "prefix_sums", "--count", 2, "-o", path)
    path.write_text("1111\n")
    printed = thinkers("solve", "prefix_sums", "--input", path)
    assert printed.code == 2
    assert "has changed since it was generated" in printed.err
