"""A plugin whose methods misbehave is one line that names it, in every command; the rest works."""

import pytest

from thinkers.registry.registry import installed

CODE = """
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums
from thinkers import Baseline, BaselineAnswer, hookimpl

class Seen(CentredEncoding):
    def {encoding_method}(self, *given):
        {act}

class Odd(PrefixSums):
    name, reference = "odd", "right"
    encodings = {{"centred": Seen()}}

    def {method}(self, *given):
        {act}

class Right(Baseline):
    name, problem, summary = "right", "odd", "right"

    def solve(self, instance, rng):
        return BaselineAnswer(instance.cumsum() % 2, proved=True)

@hookimpl
def thinkers_problems():
    return [Odd]

@hookimpl
def thinkers_baselines():
    return [Right()]
"""

COMMANDS = {
    "solve": "solve odd --json",
    "solve broadly": "solve odd --breadth 2 --json",
    "watch": "watch odd --json",
    "compare": "compare odd --instances 2 --json",
    "evaluate": "evaluate odd --sizes 4 --instances 2 --json",
    "generate": "generate odd --instances 2 -o some.txt",
    "stress": "stress odd --sizes 4 --instances 2 --families fair --json",
}

NEEDED = {
    "generate": "generate", "shape": "solve", "encode": "solve", "decode": "solve",
    "check": "evaluate", "label": "generate", "describe": "solve", "describe_solution": "evaluate",
    "symmetric": "solve broadly", "accuracy": "stress",
}  # fmt: skip
"""For each method a command that cannot do without it."""


ENCODING = {"shape", "encode", "decode", "augment", "accuracy"}
"""The methods that are the encoding's."""


def code(method, act):
    """A plugin, one method of whose problem, or of its encoding, acts so."""
    names = {"method": "unused", "encoding_method": "unused"}
    names["encoding_method" if method in ENCODING else "method"] = method
    return CODE.format(act=act, **names)


@pytest.fixture
def odd(door, plant, save_tiny, tmp_path, monkeypatch):
    """Installs a problem whose one method acts so, and gives the words that choose its model."""

    def install(method, act):
        door(plant("odd", code(method, act)))
        installed.cache_clear()
        monkeypatch.chdir(tmp_path)
        return ("--model", save_tiny(problem="odd"))

    return install


def owner(method):
    """How the class of a method is called in messages."""
    return "Seen" if method in ENCODING else "odd"


def words(command, model):
    return [*COMMANDS[command].split(), *([] if command == "generate" else model)]


@pytest.mark.parametrize("method", NEEDED)
def test_a_wrong_return_names_the_plugin_and_the_method(thinkers, odd, method):
    model = odd(method, "return {'a': float('nan')}")
    found = thinkers(*words(NEEDED[method], model))
    assert found.code == 1
    [line] = [line for line in found.err.splitlines() if line.startswith("error")]
    assert "plugin odd (mini-odd 1.0)" in line
    assert f"{method} of {owner(method)} returned" in line
    assert "THINKERS_PLUGINS" in found.err


@pytest.mark.parametrize(
    "act", ["return 5", "raise SystemExit(0)", "raise StopIteration", "raise GeneratorExit"]
)
@pytest.mark.parametrize("method", ["shape", "encode", "decode"])
def test_in_a_comparison_it_is_a_failed_row(works, odd, method, act):
    model, baseline = works(*words("compare", odd(method, act))).objects
    assert baseline["feasible"] == 1.0
    assert model["feasible"] == 0.0
    assert f"{method} of {owner(method)}" in model["note"]


@pytest.mark.parametrize("act", ["return 5", "raise ValueError('no mood')", "raise SystemExit(0)"])
def test_what_cannot_be_drawn_does_not_cost_the_other_problems_their_table(thinkers, odd, act):
    odd("generate", act)
    both = ("--baseline", "right", "--baseline", "cumulative-xor")
    found = thinkers("compare", *both, "--instances", 2)
    assert found.code == 1
    assert "cumulative-xor" in found.out
    assert "error: plugin odd" in found.err
    alone = thinkers("compare", *both, "--instances", 2, "--json")
    assert {row["problem"] for row in alone.objects} == {"prefix_sums"}


@pytest.mark.parametrize("method", ["generate", "decode", "describe"])
@pytest.mark.parametrize("command", ["solve", "watch", "evaluate"])
def test_what_a_plugin_prints_is_not_among_the_results(works, odd, method, command):
    act = f"print('SPAM'); return super().{method}(*given)"
    found = works(*words(command, odd(method, act)))
    assert found.objects
    assert "SPAM" not in found.out


@pytest.mark.parametrize("method", ["draw", "words"])
@pytest.mark.parametrize("act", ["return 5", "raise ValueError('no mood')", "raise SystemExit(0)"])
def test_an_answer_that_cannot_be_shown_is_an_answer(works, odd, method, act):
    found = works("solve", "odd", *odd(method, act))
    assert "prefix_sums/tiny thought" in found.out
    assert "the answer: " in found.err


@pytest.mark.parametrize("form", ["gif", "png", "webp", "html", "cast"])
def test_a_problem_without_a_picture_is_watched_in_words(works, odd, form):
    act = "from thinkers import Problem; return Problem.draw(self, *given)"
    found = works("watch", "odd", *odd("draw", act), "-o", f"thinking.{form}")
    assert found.out == f"wrote thinking.{form}: 3 frames\n"


@pytest.mark.parametrize("act", ["return 5", "raise ValueError('no mood')", "raise SystemExit(0)"])
def test_thinking_that_cannot_be_drawn_is_a_fault_of_the_plugin(thinkers, odd, tmp_path, act):
    found = thinkers("watch", "odd", *odd("draw", act), "-o", "thinking.gif")
    assert found.code == 1
    assert "error: plugin odd (mini-odd 1.0)" in found.err
    assert not (tmp_path / "thinking.gif").exists()


def test_what_cannot_say_its_kind_is_solved_with_a_warning(works, odd, save_tiny):
    model = odd("traits", "raise ValueError('no mood')")
    score = {"instances": 4, "feasible": 1, "exact": 1, "size": 8, "shape": (8,)}
    model = ("--model", save_tiny(problem="odd", scores=[score]))
    found = works("solve", "odd", *model)
    assert "warning: it cannot be said whether prefix_sums/tiny knows such" in found.err


@pytest.mark.parametrize(
    "line",
    ["size_option = 'length'", "formats = None", "families = 5", "objective = 7", "Reading = dict",
     "refinable = 'yes'", "default_model = b'm'", "families = {'a': 5}", "generate = None"],
)  # fmt: skip
def test_what_a_problem_says_of_itself_is_looked_at_when_it_is_found(thinkers, door, plant, line):
    door(plant("odd", code("unused", f"pass\n    {line}")))
    installed.cache_clear()
    found = thinkers("solve", "odd")
    assert found.code == 2
    assert "plugin odd (mini-odd 1.0) skipped: thinkers_problems returned" in found.err
    assert line.split()[0] in found.err
