"""A problem's own parameters become options, typed and described; none may take a core name."""

import inspect
from typing import Annotated, Any, Literal

import pytest
import typer
from pydantic import Field

from thinkers import Settings
from thinkers.cli.problem_commands import PROBLEM_COMMANDS
from thinkers.cli.problem_options import with_problem_options
from thinkers.errors import PluginError


class Problem:
    name = "knapsack"
    Reading = Settings

    families = {}

    class Params(Settings):
        item_count: int = Field(default=5, description="How many items.")
        kind: Literal["dense", "sparse"] = "dense"


def given_by(problem, **values):
    """What a command sees when these options were given."""
    seen = {}

    def command(size: Annotated[int, typer.Option("--size")] = 1, *, given: dict[str, Any]) -> None:
        """Do it."""
        seen.update(size=size, given=given)

    extended = with_problem_options(command, problem)
    assert str(extended.__doc__).startswith("Do it.")
    extended(**values)
    return seen


def test_without_a_problem_nothing_is_added():
    assert given_by(None, size=3) == {"size": 3, "given": {}}


def test_only_what_the_user_gave_is_given():
    values = {"size": 2, "item_count": 7, "kind": None}
    assert given_by(Problem, **values) == {"size": 2, "given": {"item_count": 7}}


class Filed(Problem):
    class Reading(Settings):
        unit: Literal["kg", "lb"] = "kg"


def test_options_of_reading_are_kept_apart():
    seen = {}

    def command(*, given: dict[str, Any], reading: dict[str, Any]) -> None:
        seen.update(given=given, reading=reading)

    with_problem_options(command, Filed)(item_count=None, kind="sparse", unit="lb")
    assert seen == {"given": {"kind": "sparse"}, "reading": {"unit": "lb"}}


@pytest.mark.parametrize("name", PROBLEM_COMMANDS)
def test_only_commands_that_read_files_have_options_of_reading(name):
    extended = inspect.signature(with_problem_options(PROBLEM_COMMANDS[name], Filed)).parameters
    assert ("unit" in extended) == ("inputs" in extended)
    assert "reading" not in extended


def test_one_name_cannot_be_an_option_of_both():
    class Both(Problem):
        class Reading(Settings):
            kind: str = ""

    with pytest.raises(PluginError, match="problem knapsack: the option names kind are taken"):
        with_problem_options(PROBLEM_COMMANDS["solve"], Both)


@pytest.mark.parametrize("name", PROBLEM_COMMANDS)
def test_every_command_grows_by_the_problems_options(name):
    command = PROBLEM_COMMANDS[name]
    own = set(inspect.signature(command).parameters) - {"given", "reading", "families"}
    extended = inspect.signature(with_problem_options(command, Problem)).parameters
    assert set(extended) == own | {"item_count", "kind"}
    option = extended["item_count"].annotation.__metadata__[0]
    assert "--item-count" in (option.default, *option.param_decls)
    assert option.help == "How many items. [default: 5]"


def test_an_option_without_a_usual_value_shows_none():
    class Sized(Problem):
        class Params(Settings):
            weight: int | None = Field(default=None, description="The most.")

    extended = inspect.signature(with_problem_options(PROBLEM_COMMANDS["solve"], Sized)).parameters
    assert extended["weight"].annotation.__metadata__[0].help == "The most."


SEEDED = [
    name
    for name, command in PROBLEM_COMMANDS.items()
    if "seed" in inspect.signature(command).parameters
]


def test_commands_that_draw_instances_are_seeded():
    assert {"solve", "compare", "evaluate", "generate"} <= {*SEEDED}


@pytest.mark.parametrize("name", SEEDED)
def test_a_name_that_the_command_needs_is_refused(name):
    class Taken(Problem):
        class Params(Settings):
            seed: int = 0

    with pytest.raises(PluginError, match="problem knapsack: the option names seed are taken"):
        with_problem_options(PROBLEM_COMMANDS[name], Taken)


def test_another_spelling_of_an_option_is_refused_too():
    class Taken(Problem):
        class Params(Settings):
            count: int = 0

    with pytest.raises(PluginError, match="the option names count are taken"):
        with_problem_options(PROBLEM_COMMANDS["solve"], Taken)


def test_families_are_one_option_that_names_them(works):
    assert works("solve", "prefix_sums", "--family", "constant", "--bits", 8, "--json").objects
    assert "one-bit" in works("solve", "prefix_sums", "--help").out
