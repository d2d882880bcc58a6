"""Each mistake that an author of a plugin makes is found by `check-plugin`, which names it.

The mistakes are planted in the good plugin of `tests/data/planted`: each is a file, what stands
there, what stands there instead, and what the check must say of it.
"""

import re
import shutil

import numpy as np
import pytest

from thinkers.registry.registry import installed
from thinkers.testing import importing

FOLDER = "planted"

INIT, PROBLEM, ENCODING = "__init__.py", "problem.py", "encoding.py"
BASELINE, NETS, RECIPE = "baseline.py", "nets.py", "recipes/first.toml"
ENTRY = "../mini_planted-1.0.dist-info/entry_points.txt"

HOOK = "@hookimpl\ndef thinkers_problems"
ALL_HOOKS = "from thinkers import hookimpl"

DOOR = {
    "hook not marked": (INIT, HOOK, "def thinkers_problems", "thinkers_problems is not marked"),
    "no hook marked": (INIT, ALL_HOOKS, "hookimpl = lambda f: f", "implements no hook"),
    "foreign marker": (
        INIT, ALL_HOOKS, 'import pluggy\nhookimpl = pluggy.HookimplMarker("pytest")',
        "thinkers_problems is marked for pytest",
    ),
    "hook misspelt": (INIT, "def thinkers_problems", "def thinkers_problem", "thinkers_problem"),
    "hook misspelt, not marked": (INIT, HOOK, "def thinkers_problem", "thinkers_problem is not"),
    "hook returns nothing": (INIT, "return [Records]", "[Records]", "thinkers_problems raised"),
    "an object, not a class": (INIT, "[Records]", "[Records()]", "expected a class derived from"),
    "a class, not an object": (INIT, "[Scan()]", "[Scan]", "expected an instance of Baseline"),
    "group misspelt": (ENTRY, "[thinkers]", "[thinkers.plugins]", "group 'thinkers.plugins'"),
    "no entry point": (ENTRY, "[thinkers]\nplanted = mini_planted", "", "declares no entry point"),
    "module missing": (ENTRY, "= mini_planted", "= planted_mini", "No module named 'planted_mini'"),
    "object missing": (ENTRY, "= mini_planted", "= mini_planted:plugin", "'plugin'"),
    "class for module": (
        ENTRY, "= mini_planted", "= mini_planted.problem:Records", "names the class Records",
    ),
    "torch at the top": (PROBLEM, "import numpy", "import torch\nimport numpy", "imports torch"),
}  # fmt: skip
"""Of the door: hooks, entry points, imports."""

DECLARED = {
    "option of the command": (PROBLEM, "spread", "seed", "option names seed are taken"),
    "option of no type": (PROBLEM, "spread: float", "spread: bytearray", "spread"),
    "option without default": (PROBLEM, "default=1.0, gt=0", "gt=0", "spread"),
    "pydantic's own model": (
        PROBLEM, "RecordsParams(Settings)", "RecordsParams(__import__('pydantic').BaseModel)",
        "Params to be derived from Settings",
    ),
    "size option": (PROBLEM, 'size_option = "numbers"', 'size_option = "n"', "size_option"),
    "reference misspelt": (PROBLEM, 'reference = "scan"', 'reference = "scam"', "mean 'scan'?"),
    "model missing": (
        PROBLEM, 'reference = "scan"', 'reference = "scan"\n    default_model = "records/best"',
        "unknown model 'records/best'",
    ),
    "attribute of old": (
        PROBLEM, 'reference = "scan"', 'reference = "scan"\n    unit = "length"',
        "Records.unit: declare objective",
    ),
    "attribute misspelt": (
        PROBLEM, 'reference = "scan"', 'reference = "scan"\n    refineable = True',
        "Records.refineable, did you mean 'refinable'?",
    ),
    "method misspelt": (PROBLEM, "def traits(", "def trait(", "mean 'traits'?"),
    "encoding's method misspelt": (ENCODING, "def augment(", "def augments(", "mean 'augment'?"),
    "help of no words": (
        PROBLEM, '"How far apart they are."', 'f"By {object()}."', "the help of solve is in words",
    ),
    "layout misspelt": (ENCODING, '"sequence"', '"line"', "line"),
    "no encodings": (PROBLEM, '{"row": RecordsEncoding()}', "{}", "at least one encoding"),
    "an encoding's class": (PROBLEM, "RecordsEncoding()}", "RecordsEncoding}", "encodings"),
    "family of no option": (PROBLEM, '{"spread": 2.0}', '{"width": 2.0}', "width"),
    "no summary": (PROBLEM, "mark every number that is larger than all before it", "", "summary"),
    "method missing": (PROBLEM, "def toy(", "def example(", "does not implement toy"),
}  # fmt: skip
"""Of what a problem declares."""

BEHAVES = {
    "nothing counted": (ENCODING, "np.ones(rows", "np.zeros(rows", "counts no position"),
    "classes from 1": (ENCODING, "np.stack(solutions)", "1 + np.stack(solutions)", "targets"),
    "inputs infinite": (
        ENCODING, "rows[:, None]", "(rows[:, None] + np.inf)", "not finite",
    ),
    "return forgotten": (ENCODING, "return scores.argmax(0)", "scores.argmax(0)", "returned None"),
    "decodes the least": (ENCODING, "scores.argmax(0)", "scores.argmin(0)", "as good as the label"),
    "channels not said": (ENCODING, "channels=1", "channels=2", "expected inputs to be an array"),
    "augments wrongly": (
        ENCODING, "batch.inputs * factors", "batch.inputs, targets=1 - batch.targets",
        "labels stay right",
    ),
    "labels sort the row": (
        PROBLEM, "return [_records(row) for row in instances]",
        "[row.sort() for row in instances]\n        return [_records(row) for row in instances]",
        "label leaves its instance as it was",
    ),
    "check accepts all": (PROBLEM, "Verdict(not wrong", "Verdict(True", "worse than labels"),
    "check says True": (
        PROBLEM, "return Verdict(not wrong, reason=reason)", "return True", "a Verdict",
    ),
    "global random": (PROBLEM, "each.random(params", "np.random.random(params", "global random"),
    "depends on count": (
        PROBLEM, "for each in rng.spawn(count)", "for each in [rng] * count][::-1", "count",
    ),
    "toy wrong": (PROBLEM, "np.array([1, 0, 1])", "np.array([0, 0, 1])", "labels are feasible"),
    "numpy in JSON": (
        PROBLEM, "    def toy",
        '    def describe(self, one):\n        return {"row": one}\n\n    def toy', "plain",
    ),
    "a set of kinds": (PROBLEM, "frozenset({", "set({", "frozenset of words"),
    "two lines": (PROBLEM, "()} records", "()} records\\n", "one line"),
    "no symmetry": (PROBLEM, "instance / 2", "-instance", "copies come back right"),
    "mutates in place": (PROBLEM, "rng.permutation(instance)", "rng.shuffle(instance)", "mutate"),
    "answers dropped": (PROBLEM, ", answers=False", "", "answers that were written"),
    "suffix not read": (PROBLEM, 'FileFormat(".rec", answers=False)', 'FileFormat(".RC")', ".RC"),
    "digits lost": (PROBLEM, "map(repr, row.tolist())", 'map("{:.2f}".format, row)', "gives back"),
    "reads no damage": (PROBLEM, "except ValueError", "except KeyError", "damaged copy"),
}  # fmt: skip
"""Of what a problem and its encoding do."""

OTHERS = {
    "baseline of nobody": (BASELINE, '"records"', '"record"', "unknown problem 'record'"),
    "bare answer": (BASELINE, "BaselineAnswer(marks, proved=True)", "marks", "BaselineAnswer"),
    "wrong baseline": (BASELINE, "number > best,", "number < best,", "answers are feasible"),
    "changes its instance": (BASELINE, "best, marks =", "instance[0] = 9; best, marks =", "left"),
    "takes nothing": (
        BASELINE, "    def solve",
        '    def unsuitable(self, one):\n        return 5\n\n    def solve', "unsuitable",
    ),
    "baseline's method misspelt": (
        BASELINE, "    def solve",
        "    def unsuited(self, one):\n        return ''\n\n    def solve", "mean 'unsuitable'?",
    ),
    "takes it without a word": (
        BASELINE, "    def solve",
        "    def unsuitable(self, one):\n        return None\n\n    def solve", "an empty text",
    ),
    "cheap by a word": (
        BASELINE, "    def solve",
        "    def cheap(self, one):\n        return 'yes'\n\n    def solve", "cheap gives True or",
    ),
    "settles misspelt": (NETS, "layouts =", "settle = True\n    layouts =", "mean 'settles'?"),
    "step detached": (NETS, "self.around(thought)", "self.around(thought.detach())", "detached"),
    "step in place": (NETS, "return torch.tanh(", "return thought.copy_(", "given alone"),
    "step counts": (
        NETS, "return torch.tanh(", "self.width += 1\n        return self.width * torch.tanh(",
        "keeps no state",
    ),
    "step by chance": (
        NETS, "torch.tanh(self", "torch.rand_like(thought) + torch.tanh(self", "asked again",
    ),
    "mixes the batch": (NETS, "+ recall)", "+ recall.mean(0))", "rest of the batch"),
    "one size": (
        NETS, "nn.Conv1d(config.width, config.width, 3, padding=1, bias=False)", "nn.Linear(6, 6)",
        "takes any size",
    ),
    "weights idle": (NETS, "self.around(thought)", "thought", "none for around"),
    "classes forgotten": (NETS, "config.width, signature.classes", "config.width, 4", "logits"),
    "layout of nobody": (NETS, 'frozenset({"sequence"})', 'frozenset({"line"})', "got line"),
    "layouts in a text": (NETS, 'frozenset({"sequence"})', '"sequence"', "layouts"),
    "config thawed": (NETS, "@dataclass(frozen=True)", "@dataclass", "frozen dataclass"),
    "config needs": (NETS, "width: int = 8", "width: int", "a default for width"),
    "recipe key": (RECIPE, "augment", "agument", "did you mean 'augment'?"),
    "recipe thinker": (RECIPE, '"mini-echo"', '"mini-eco"', "did you mean 'mini-echo'?"),
    "recipe option": (RECIPE, "numbers = 6", "number = 6", "did you mean 'numbers'?"),
    "recipe encoding": (RECIPE, "budget", 'encoding = "col"\nbudget', "no encoding 'col'"),
    "recipe config": (RECIPE, "budget", "config = { wide = 3 }\nbudget", "unknown key 'wide'"),
    "recipe size": (RECIPE, "sizes = [6]", "sizes = [1]", "numbers"),
    "recipe of another": (RECIPE, 'problem = "records"', 'problem = "tsp"', "its problem is"),
    "recipe no TOML": (RECIPE, "[data]", "[data", "first.toml"),
    "recipe diverges": (RECIPE, "alpha = 0.5", "alpha = 0.5, label_smoothing = nan", "finite"),
}  # fmt: skip
"""Of baselines, thinkers and recipes."""

MISTAKES = {**DOOR, **DECLARED, **BEHAVES, **OTHERS}


@pytest.fixture
def check(door, tmp_path, monkeypatch, thinkers):
    """Checks the good plugin after a change of one of its files."""
    root = tmp_path / FOLDER

    def check(file="", old="", new=""):
        shutil.copytree(door.data / FOLDER, root, ignore=shutil.ignore_patterns("__pycache__"))
        if file:
            path = root / "mini_planted" / file
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new), encoding="utf-8")
        monkeypatch.setenv("THINKERS_PLUGINS", "nets,planted")
        registry = door(root)
        for module in ("app", "check_plugin"):
            monkeypatch.setattr(f"thinkers.cli.{module}.installed", lambda: registry)
        return thinkers("check-plugin", FOLDER)

    yield check
    installed.cache_clear()


@pytest.fixture(autouse=True)
def restored():
    """One of the mistakes changes numpy's global random numbers."""
    state = np.random.get_state()  # noqa: NPY002
    yield
    np.random.set_state(state)  # noqa: NPY002


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(check, monkeypatch, mistake):
    file, old, new, said = MISTAKES[mistake]
    if mistake not in DOOR:  # a process for each would take minutes
        monkeypatch.setattr(importing, "torch_is_imported_late", lambda *of: None)
    printed = check(file, old, new)
    assert printed.code == 1, printed.out
    assert "internal error" not in printed.err
    failed = [*re.findall(r"^FAILED .*\n(?: {8}.*\n)*", printed.out, re.MULTILINE)]
    assert any(said in each for each in failed), printed.out + printed.err


def test_without_a_mistake_it_passes(check):
    printed = check()
    assert printed.code == 0, printed.out
    assert re.search(r"planted keeps its contracts: \d+ checks passed, 0 failed", printed.out)


def test_a_failure_says_the_plugins_own_file_and_line(check):
    printed = check(PROBLEM, "np.array([1, 0, 1])", "np.array([0, 0, 1])")
    assert re.search(r"labels are feasible.*\n +mini_planted/problem.py, line \d+", printed.out)
    assert "Traceback" not in printed.out


def test_a_wrong_answer_in_debug_mode_comes_with_its_traceback(check, monkeypatch):
    monkeypatch.setenv("THINKERS_DEBUG", "1")
    printed = check(PROBLEM, "np.array([1, 0, 1])", "np.array([0, 0, 1])")
    assert "Traceback (most recent call last)" in printed.out


def test_a_fault_is_told_once_and_named_where_it_comes_again(check):
    printed = check(PROBLEM, "return [each.random(", "return [each.no_such_thing(")
    failed = re.findall(r"^FAILED  records: .*\n {8}(.*)\n", printed.out, re.MULTILINE)
    assert len(failed) > 5
    assert [said for said in failed if "no_such_thing" in said] == failed[:1]
    assert set(failed[1:]) >= {"the same as 'records: families draw'"}


def test_what_says_nothing_of_a_plugin_is_skipped_with_its_reason(check):
    printed = check()
    assert "skipped records: refining never worsens: it does not refine\n" in printed.out


def test_a_plugin_of_hooks_that_give_nothing_fails(check):
    printed = check(INIT, "return [", "return [][1:]; [")
    assert printed.code == 1
    assert "the plugin provides something; thinkers_problems gave nothing" in printed.out
