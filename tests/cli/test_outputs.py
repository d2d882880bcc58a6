"""Outputs are seen to be writable beforehand, replace no input, and are all tried at the end."""

import os
from pathlib import Path

import pytest

from thinkers.cli import rendering, standings
from thinkers.cli.outputs import numbered, plan, require_free, require_writable
from thinkers.errors import ConfigError
from thinkers.problems.provenance import SUFFIX


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def solve(works, tiny):
    words = ("solve", "prefix_sums", "--no-strict", "--model", tiny)
    return lambda *more: works(*words, *more)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_can_be_written_where_there_is_a_folder(here):
    (here / "file").touch()
    for good in (here / "new", here / "file"):
        require_writable(None, good, good.relative_to(here))
    for bad, said in (
        (here, "it is a folder"),
        (here / "none" / "a", f"there is no folder {here / 'none'} to write a to"),
        (here / "file" / "a", f"there is no folder {here / 'file'} to write a to"),
        (here / ("a" * 300), "cannot write .*: File name too long"),
    ):
        with pytest.raises(ConfigError, match=said):
            require_writable(None, bad)


@pytest.mark.parametrize("name", ["a.txt", "folder/"])
def test_a_folder_without_permission_is_refused_before_solving(refused, here, monkeypatch, name):
    monkeypatch.setattr(os, "access", lambda *_: False)  # to root, everything is permitted
    assert "no permission to write to" in refused("solve", "prefix_sums", "-o", name)


@pytest.mark.parametrize(("count", "first", "last"), [(1, "a-0", "a-0"), (10, "a-0", "a-9")])
def test_numbers_are_as_long_as_they_must_be(count, first, last):
    found = numbered(Path("a.svg"), count)
    assert [found[0].stem, found[-1].stem, len(found)] == [first, last, count]


def test_numbered_names_sort_as_they_count():
    found = [path.name for path in numbered(Path("folder/tour.svg"), 101)]
    assert found == sorted(found)
    assert (found[7], found[100]) == ("tour-007.svg", "tour-100.svg")


def link(path, target):
    path.symlink_to(target)


@pytest.mark.parametrize("make", [link, os.link], ids=["symbolic", "hard"])
@pytest.mark.parametrize("turned", [False, True])
def test_an_input_is_found_under_any_name(here, make, turned):
    (here / "one.txt").touch()
    if make is link:
        link(here / "other.txt", here / "one.txt")
    else:
        os.link(here / "one.txt", here / "other.txt")
    pair = (here / "one.txt", Path("other.txt"))
    output, read = reversed(pair) if turned else pair
    with pytest.raises(ConfigError, match="is an input, which would be lost"):
        require_free([output], [read])


def test_no_file_is_written_twice(here):
    with pytest.raises(ConfigError, match="would be written twice"):
        require_free([Path("a.png"), here / "a.png"], [])
    require_free([Path("a.png"), Path("b.png")], [Path("c.png"), Path("-"), Path("/dev/stdin")])


@pytest.mark.parametrize(
    ("option", "name"), [("-o", "folder/instance-1.txt"), ("--draw", "picture-1.svg")]
)
def test_no_numbered_file_replaces_an_input(refused, here, option, name):
    path = here / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("10\n11\n")
    (here / "in.txt").symlink_to(path)
    value = "folder" if option == "-o" else "picture.svg"
    said = refused("solve", "prefix_sums", "--input", "in.txt", option, value)
    assert said == f"{name} is an input, which would be lost"


def test_by_force_an_input_is_replaced_whole(solve, here):
    (here / "in.txt").write_text("10\n11\n")
    solve("--input", "in.txt", "-o", "in.txt", "--force")
    assert [len(line) for line in (here / "in.txt").read_text().splitlines()] == [7, 7]
    assert names(here) == ["in.txt"]


def test_a_folder_holds_a_file_for_each_instance(solve, here):
    found = solve("--bits", 3, "--instances", 11, "-o", "new/", "--json").objects
    assert names(here / "new") == [f"instance-{number:02}.txt" for number in range(11)]
    for number, each in enumerate(found):
        text = (here / "new" / f"instance-{number:02}.txt").read_text()
        assert text == f"{each['instance']['bits']} : {each['solution']['parities']}\n"


def test_a_note_goes_with_the_file_that_it_was_about(works, solve, here):
    works("generate", "prefix_sums", "--count", 2, "-o", "a.txt")
    assert names(here) == ["a.txt", f"a.txt{SUFFIX}"]
    solve("-o", "a.txt")
    assert names(here) == ["a.txt"]
    solve("--input", "a.txt")


def test_one_file_that_fails_does_not_keep_the_others_from_being_saved(thinkers, tiny, here):
    (here / "full.txt").symlink_to("/dev/full")
    command = ("solve", "prefix_sums", "--model", tiny, "-o", "full.txt", "--draw", "a.svg")
    outcome = thinkers(*command)
    assert outcome.code == 2
    assert "parities" in outcome.out
    assert "full.txt" in outcome.err
    assert (here / "a.svg").read_text().startswith("<svg")


def test_answers_are_saved_though_nobody_reads_what_is_printed(thinkers, tiny, here, monkeypatch):
    def gone(*_):
        raise BrokenPipeError

    monkeypatch.setattr(rendering, "print_text", gone)
    assert thinkers("solve", "prefix_sums", "--model", tiny, "-o", "a.txt").code == 1
    assert names(here) == ["a.txt"]


@pytest.mark.parametrize(
    "command", ["compare prefix_sums --instances 2", "evaluate prefix_sums --sizes 4 --instances 2"]
)
@pytest.mark.parametrize("form", ["--json", "table"])
def test_rows_are_saved_though_nobody_reads_what_is_printed(
    thinkers, here, monkeypatch, command, form
):
    def gone(*_):
        raise BrokenPipeError

    for module, name in (
        (rendering, "print_json"), (rendering, "evaluation"), (standings, "comparison")
    ):  # fmt: skip
        monkeypatch.setattr(module, name, gone)
    more = ["--csv", "a.csv", *([form] if form == "--json" else [])]
    assert thinkers(*command.split(), *more).code == 1
    assert len((here / "a.csv").read_text().splitlines()) > 2


def test_fewer_results_than_planned_are_saved_under_their_names(here, tiny):
    from thinkers_prefix_sums.problem import PrefixSums

    from thinkers.engine.solve import solve
    from thinkers.models.card import ModelCard
    from thinkers.registry.registry import installed

    problem = PrefixSums()
    instances = [problem.toy()[0]] * 11
    files = plan(problem, instances, [], output="new/", draw=Path("a.svg"))
    files.save(solve(problem, instances[:1], installed().load(ModelCard.read(tiny))))
    assert names(here) == ["a-00.svg", "new"]
    assert names(here / "new") == ["instance-00.txt"]
    plan(problem, instances, [], output="none.txt").save([])
    assert names(here) == ["a-00.svg", "new"]


@pytest.mark.parametrize("value", ["", "none/a.txt"])
def test_what_is_no_name_of_a_file_is_refused(refused, here, value):
    refused("solve", "prefix_sums", "-o", value)
    refused("solve", "prefix_sums", "--draw", value)
