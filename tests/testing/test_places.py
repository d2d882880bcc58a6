"""A failed check says which line of the plugin is to be mended, and never one of the checks."""

from pathlib import Path

from thinkers_prefix_sums import problem as module
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.testing.places import place_of


def line_of(text):
    lines = Path(module.__file__).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(text))


def test_a_broken_rule_is_about_the_first_method_that_the_plugin_defines():
    found = place_of(AssertionError(), PrefixSums(), ("nothing", "check"))
    assert found == f"thinkers_prefix_sums/problem.py, line {line_of('    def check')}"


def test_methods_of_an_encoding_are_found_by_the_problem():
    assert "thinkers_prefix_sums/" in place_of(AssertionError(), PrefixSums(), ("encode",))


def test_an_inherited_method_is_blamed_on_the_class():
    found = place_of(AssertionError(), PrefixSums(), ("save",))
    assert found == f"thinkers_prefix_sums/problem.py, line {line_of('class PrefixSums(')}"


def test_what_a_plugins_line_raised_is_said_of_that_line():
    try:
        PrefixSums().check(None, None)
    except Exception as error:
        found = place_of(error, PrefixSums(), ("label",))
    assert found.startswith("thinkers_prefix_sums/")
    assert found.rpartition(" ")[2] != str(line_of("    def label"))


def test_modules_and_files_are_their_own_places():
    assert place_of(AssertionError(), module) == "thinkers_prefix_sums/problem.py"
    assert place_of(AssertionError(), Path("a/recipes/b.toml")) == "recipes/b.toml"
