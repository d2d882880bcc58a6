"""The pages show what exists: public names, thinkers, plugins that keep their contracts."""

import re
import sys
import types
from pathlib import Path

import pytest

import thinkers.certify
import thinkers.testing
from thinkers import installed
from thinkers.testing import baseline_checks, problem_checks, thinker_checks

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def text(name):
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name, kind="python"):
    return re.findall(rf"```{kind}\n(.*?)```", text(name), re.DOTALL)


@pytest.fixture
def run(monkeypatch):
    """Run the Python blocks of a page one after the other in a module of their own."""

    def run(name, *numbers):
        module = types.ModuleType("of_a_page")
        monkeypatch.setitem(sys.modules, "of_a_page", module)
        for number in numbers:
            exec(compile(blocks(name)[number], f"docs/{name}", "exec"), vars(module))
        return module

    return run


def test_every_public_name_stands_in_the_reference_once():
    named = re.findall(r"^::: thinkers\.(\w+)$", text("api.md"), re.MULTILINE)
    assert sorted(named) == sorted({*thinkers.__all__, "certify", "testing"} - {"__version__"})


@pytest.mark.parametrize("room", [thinkers.certify, thinkers.testing])
def test_what_the_reference_lists_of_a_room_is_there(room):
    entry = rf"^::: {room.__name__}\n +options:\n +members: \[(.+)\]"
    [listed] = re.findall(entry, text("api.md"), re.MULTILINE)
    assert all(getattr(room, name).__doc__ for name in listed.split(", "))


def test_every_page_stands_in_the_navigation_of_the_site():
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.glob("**/*.md")}
    assert set(re.findall(r"([\w/-]+\.md)$", config, re.MULTILINE)) == pages


PLUGINS = "|".join(path.name for path in ROOT.glob("plugins/*/thinkers_*"))


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted(DOCS.glob("**/*.md"))], ids=lambda page: page.stem
)
def test_pages_import_public_names_only(page):
    for example in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        inner = re.findall(
            rf"^(?:from|import) ((?:thinkers|{PLUGINS})\.\S+)", example, re.MULTILINE
        )
        assert set(inner) <= {"thinkers.certify", "thinkers.testing"}


def test_every_thinker_is_chosen_for_something():
    described = re.findall(r"^\| `([\w-]+)` \|", text("choosing.md"), re.MULTILINE)
    known = installed().thinkers()
    core = [name for name in known if known[name].__module__.startswith("thinkers.")]
    assert sorted(described) == core


def test_what_a_problem_may_add_is_there_to_be_added():
    table = re.findall(r"^\| (`.*?) \|", text("how-to/problem.md"), re.MULTILINE)
    named = {name for row in table for name in re.findall(r"`(\w+)", row)}
    assert named >= {"families", "traits", "symmetric", "mutate", "refine"}
    there = {*dir(thinkers.Problem), *dir(thinkers.Encoding)}
    assert named - {"Problem", "Encoding"} <= there


def test_the_thinkers_of_the_page_keep_their_contracts(run):
    page = run("how-to/thinker.md", 0, 1, 2)
    assert page.thinkers_thinkers() == [page.Echo]
    for thinker in (page.Echo, page.CertifiedEcho):
        for check in thinker_checks(thinker):
            check()


def test_the_baselines_of_the_page_keep_their_contracts(run):
    pytest.importorskip("thinkers_tsp")
    page = run("how-to/baseline.md", 0, 1, 2)
    [simple] = page.thinkers_baselines()
    timed = ("answers are repeatable",)
    for baseline, left_out in ((simple, ("starts are kept",)), (page.Swaps(seconds=0.1), timed)):
        for check in baseline_checks(baseline, installed().problem("tsp")):
            if str(check) not in left_out:
                check()


def test_the_problem_of_the_page_is_the_example_which_keeps_its_contract(monkeypatch):
    example = ROOT / "examples" / "thinkers-majority"
    shown = "".join(blocks("how-to/problem.md"))
    for path in sorted(example.glob("thinkers_majority/*.py")):
        assert path.name == "baseline.py" or path.read_text("utf-8").strip() in shown
    monkeypatch.syspath_prepend(example)
    from thinkers_majority.problem import Majority

    for check in problem_checks(Majority()):
        check()
