"""Generating to files: what `--input` reads back, and a note that guards it."""

import errno
import json

import pytest

from thinkers.problems.provenance import SUFFIX


@pytest.fixture
def written(works, tmp_path):
    path = tmp_path / "few.txt"
    words = ("--bits", 5, "--count", 3, "--seed", 4, "-o", path)
    return path, works("generate", "prefix_sums", *words)


def test_files_are_read_back_by_solve(works, tiny, written):
    path, made = written
    assert made.out.startswith(f"wrote 3 instances to {path}, sha256 ")
    solve = ("solve", "prefix_sums", "--no-strict", "--model", tiny, "--json")
    read = works(*solve, "--input", path).objects
    drawn = works(*solve, "--bits", 5, "--instances", 3, "--seed", 4).objects
    assert [each["instance"] for each in read] == [each["instance"] for each in drawn]


def test_labels_are_in_the_file(written):
    for line in written[0].read_text().splitlines():
        bits, parities = line.split(" : ")
        ones = [bits[: end + 1].count("1") for end in range(len(bits))]
        assert parities == "".join(str(count % 2) for count in ones)


def test_the_note_says_what_made_the_file(written):
    note = json.loads(written[0].with_name("few.txt" + SUFFIX).read_text())
    assert (note["problem"], note["params"]) == ("prefix_sums", {"bits": 5, "kind": "fair"})
    assert (note["count"], note["seed"]) == (3, 4)
    assert note["sha256"].startswith(written[1].out.split()[-1])


def test_the_same_seed_writes_the_same_file(works, tmp_path):
    for name in ("a.txt", "b.txt"):
        works("generate", "prefix_sums", "--count", 2, "-o", tmp_path / name)
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "b.txt").read_bytes()


def test_progress_goes_to_stderr(written):
    assert len(written[1].out.splitlines()) == 1


def test_a_changed_file_is_refused(refused, written):
    path = written[0]
    path.write_text("1111\n")
    said = refused("solve", "prefix_sums", "--input", path)
    assert said == f"{path} has changed since it was generated"


def test_a_damaged_note_is_refused(refused, written):
    note = written[0].with_name("few.txt" + SUFFIX)
    note.write_text("{")
    assert f"the note {note} is damaged" in refused("solve", "prefix_sums", "--input", written[0])


def test_coordinates_are_read_back_exactly(works, tmp_path):
    pytest.importorskip("thinkers_tsp", reason="the tsp plugin is not installed")
    path = tmp_path / "few.npz"
    works("generate", "tsp", "--cities", 5, "--count", 3, "-o", path, "--seed", 4)
    words = ("compare", "tsp", "--baseline", "nearest-neighbour", "--json", "--iterations", 1)
    read = works(*words, "--input", path).objects
    drawn = works(*words, "--cities", 5, "--instances", 3, "--seed", 4).objects
    assert [row["mean_cost"] for row in read[-1:]] == [drawn[-1]["mean_cost"]]


@pytest.mark.parametrize(("problem", "suffix"), [("prefix_sums", ".txt"), ("maze", ".npz")])
def test_what_cannot_be_saved_is_printed(thinkers, tmp_path, monkeypatch, problem, suffix):
    path = tmp_path / f"kept{suffix}"
    path.write_bytes(b"as it was")

    def full(self, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    outcome = thinkers("generate", problem, "--count", 3, "-o", path)
    assert outcome.code == 2
    assert f"cannot write {path}: No space left on device" in outcome.err
    assert [set(each) for each in outcome.objects] == [{"instance", "answer"}] * 3
    assert path.read_bytes() == b"as it was"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
