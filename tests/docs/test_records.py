"""The record book is what its records say; each script of a published table has its record."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

PUBLISHED = Path(__file__).parents[2] / "benchmarks" / "published"
RECORDS = sorted(PUBLISHED.glob("records/*.json"))


@pytest.fixture(scope="module")
def book():
    spec = importlib.util.spec_from_file_location("published_book", PUBLISHED / "book.py")
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "published_book", module)
        spec.loader.exec_module(module)
        yield module


def test_the_page_is_written_from_the_records(book):
    assert book.PAGE.read_text(encoding="utf-8") == book.page()


def test_every_script_has_a_record():
    scripts = {path.name for path in PUBLISHED.glob("*.py")} - {"book.py", "shares.py", "tours.py"}
    commands = [json.loads(path.read_text(encoding="utf-8"))["command"] for path in RECORDS]
    assert {command.split()[1].removeprefix("benchmarks/published/") for command in commands} == (
        scripts
    )


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_says_where_its_numbers_come_from(path):
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record["name"] == path.stem
    assert not record["commit"].endswith("-dirty")
    assert all(len(model["sha256"]) == 64 for model in record["models"])
    assert all(row["source"] for row in record["published"])
    assert all(set(row["seconds"]) == set(row["values"]) for row in record["ours"])
    assert not any(Path(word).is_absolute() for word in record["command"].split())


def record_of(better, ours, published, count=40):
    rows = [{"method": "ours", "values": {"9": ours}, "classical": False}]
    theirs = [{"method": "theirs", "values": {"9": each}} for each in published]
    return {"better": better, "instances": {"9": count}, "ours": rows, "published": theirs}


@pytest.mark.parametrize(
    ("better", "ours", "published", "word"),
    [
        ("less", 2.0, [1.0, 3.0], "**behind** theirs (1.00)"),
        ("less", 0.5, [1.0, 3.0], "**ahead of** theirs (1.00)"),
        ("more", 2.0, [1.0, 30.0], "**behind** theirs (30.0)"),
        ("more", 100.0, [1.0, 44.9], "**ahead of** theirs (44.9)"),
    ],
)
def test_the_best_published_row_is_what_we_are_held_against(book, better, ours, published, word):
    [said] = book.standing(record_of(better, ours, published))
    assert said == f"9: ours ({ours if ours > 10 else f'{ours:.2f}'}) is {word}."


def test_few_instances_are_said_to_tell_little(book):
    for better, ours, theirs, count in (("less", 0.5, 1.0, 2), ("more", 100.0, 98.0, 60)):
        [said] = book.standing(record_of(better, ours, [theirs], count))
        assert said.endswith(f", on {count}: too few to tell.")


@pytest.mark.parametrize(
    ("share", "count", "low", "high"), [(100, 60, 94.0, 100), (50, 40, 35.2, 64.8)]
)
def test_intervals_of_shares_are_those_of_tables(book, share, count, low, high):
    """Wilson's interval, from a table."""
    for inside in (low + 0.1, high - 0.1):
        assert book._within(share, count, inside)
    for outside in (low - 0.1, high + 0.1):
        assert not book._within(share, count, outside)


def test_where_nothing_is_published_nothing_is_claimed(book):
    [said] = book.standing(record_of("more", 1.0, []))
    assert said.startswith("There is no published number")
