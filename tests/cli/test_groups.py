"""A group of options is one parameter of a command, and as many options of the command line."""

import inspect
from dataclasses import dataclass, field

import pytest

from thinkers.cli.groups import Limits, Tables, grouped
from thinkers.errors import ConfigError


@dataclass(frozen=True)
class Weights:
    light: float = 1.0
    heavy: list[float] = field(default_factory=list)


def command():
    """A grouped command, and what it has seen."""
    seen = {}

    @grouped
    def weigh(*, quiet: bool = False, weights: Weights, name: str) -> None:
        """Weigh it."""
        seen.update(quiet=quiet, weights=weights, name=name)

    return weigh, seen


def test_each_field_is_an_option_in_its_place_with_its_type_and_default():
    weigh, _ = command()
    shown = inspect.signature(weigh).parameters
    assert list(shown) == ["name", "quiet", "light", "heavy"]
    assert [each.annotation for each in shown.values()] == [str, bool, float, list[float]]
    assert [each.default for each in shown.values()][1:] == [False, 1.0, []]
    assert weigh.__doc__ == "Weigh it."


def test_the_command_gets_its_groups_filled():
    weigh, seen = command()
    weigh(name="stone", quiet=True, light=2.0, heavy=[3.0])
    assert seen == {"name": "stone", "quiet": True, "weights": Weights(2.0, [3.0])}


ROWS, NONE = [{"name": "a"}, {"name": "b"}], []


@pytest.mark.parametrize("rows", [ROWS, NONE])
def test_tables_are_written_where_they_were_asked_for_and_there_are_rows(rows, tmp_path):
    answers = tmp_path / "answers.csv"
    tables = Tables(csv_file=answers)
    tables.save(iter(rows), iter(ROWS))
    assert tables.paths == [answers]
    assert list(tmp_path.iterdir()) == ([answers] if rows else [])
    assert not rows or answers.read_text(encoding="utf-8").split() == ["name", "a", "b"]


@pytest.mark.parametrize(
    ("text", "most"), [("auto", None), ("AUTO", None), ("1", 1), ("64", 64), ("1000000", 10**6)]
)
def test_a_batch_is_a_number_or_what_is_usual(text, most):
    assert Limits(batch=text).together == most


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "many", "1000001", "9" * 5000, "٣"])
def test_what_is_no_batch_is_refused_in_one_line(text):
    with pytest.raises(ConfigError, match="expected --batch auto or a number from 1 to") as raised:
        Limits(batch=text).together  # noqa: B018  it is a property
    assert len(str(raised.value)) < 140
