"""LKH and Concorde are spoken to by files; a crash, a hang and nonsense are failed rows."""

import json
import sys
from contextlib import suppress
from textwrap import dedent
from unittest import SkipTest

import numpy as np
import pytest
from thinkers_tsp.baselines.concorde import Concorde
from thinkers_tsp.baselines.lkh import Lkh
from thinkers_tsp.exact import held_karp
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.problem import Tsp

from thinkers import MissingPackageError, Terms
from thinkers.scoring.measuring import measure
from thinkers.testing import baseline_checks

RNG = np.random.default_rng(0)

READING = """
    import itertools, json, os, sys, time

    def matrix(path):
        head, rest = open(path).read().split("EDGE_WEIGHT_SECTION")
        keys = dict(line.split(" : ") for line in head.strip().splitlines())
        assert keys["EDGE_WEIGHT_FORMAT"] == "FULL_MATRIX"
        numbers = [int(word) for word in rest.split("EOF")[0].split()]
        n = int(keys["DIMENSION"])
        return keys["TYPE"], [numbers[i * n : i * n + n] for i in range(n)]

    def length(ways, tour):
        return sum(ways[a][b] for a, b in zip(tour, tour[1:] + tour[:1]))

    def best(ways):
        rest = itertools.permutations(range(1, len(ways)))
        return min(([0, *order] for order in rest), key=lambda tour: length(ways, tour))
"""
"""A program of the standard library that tries every order: shares nothing with the plugin."""

LKH = """
    keys = dict(line.strip().split(" = ") for line in open(sys.argv[1]))
    kind, ways = matrix(keys["PROBLEM_FILE"])
    tour = best(ways)
    lines = ["NAME : x.tour", "COMMENT : Length = 7", "TYPE : TOUR", f"DIMENSION : {len(tour)}"]
    with open(keys["TOUR_FILE"], "w") as file:
        file.write("\\n".join([*lines, "TOUR_SECTION", *(str(c + 1) for c in tour), "-1", "EOF"]))
    print(json.dumps([kind, keys]), file=open(os.environ["SEEN"], "w"))
"""

CONCORDE = """
    options = dict(zip(sys.argv[2:6:2], sys.argv[3:7:2]))
    kind, ways = matrix(sys.argv[-1])
    tour = best(ways)
    with open(options["-o"], "w") as file:
        file.write(f"{len(tour)}\\n" + " ".join(map(str, tour)) + " \\n")
    print(f"Optimal Solution: {length(ways, tour):.2f}")
    print(json.dumps([kind, options]), file=open(os.environ["SEEN"], "w"))
"""

SPOKEN = {"lkh": LKH, "concorde": CONCORDE}
KINDS = {"lkh": Lkh, "concorde": Concorde}


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a program of the given lines where a baseline looks; gives what it was told."""

    def make(name, lines):
        path, seen = tmp_path / name, tmp_path / "seen.json"
        monkeypatch.setenv("SEEN", str(seen))
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
        code = dedent(READING) + dedent(lines)
        path.write_text(f"#!{sys.executable}\n{code}")
        path.chmod(0o755)
        return lambda: json.loads(seen.read_text())

    return make


names = pytest.mark.parametrize("name", sorted(KINDS))


@names
@pytest.mark.parametrize("kind", ["euclidean", "symmetric", "asymmetric", "forbidden"])
def test_the_tour_of_the_program_is_the_answer(name, kind, program):
    seen = program(name, SPOKEN[name])
    for instance in generate(np.random.default_rng(1), 2, 6, kind):
        if KINDS[name]().unsuitable(instance):
            assert name == "concorde"
            assert not instance.symmetric
            continue
        best = instance.length(held_karp(instance.distances[None])[0])
        answer = measure(Tsp(), instance, KINDS[name]())
        assert answer.verdict.cost == pytest.approx(best, rel=1e-5)
        assert seen()[0] == ("TSP" if instance.symmetric else "ATSP")
        if name == "concorde":
            assert answer.bound == pytest.approx(best, rel=1e-6)
            assert answer.bound <= best


@names
def test_contract(name, program, monkeypatch):
    monkeypatch.setattr("thinkers.testing.terms.SECONDS", 30.0)  # python itself has to start
    program(name, SPOKEN[name])
    params = Tsp().params({"cities": 5, "distances": "grid"})
    for check in baseline_checks(KINDS[name](), Tsp(), params):
        with suppress(SkipTest):  # of Concorde, that it keeps a start
            check()


def test_what_concorde_proves_of_integers_is_proved(program):
    program("concorde", CONCORDE)
    ways = np.triu(np.random.default_rng(0).integers(1, 99, (6, 6)), 1)
    answer = measure(Tsp(), TspInstance(ways + ways.T), Concorde())
    assert answer.proved
    assert answer.bound == answer.verdict.cost


def test_lkh_is_told_its_options(program):
    seen = program("lkh", LKH)
    instance = generate(np.random.default_rng(1), 1, 5, "triangle")[0]
    Lkh(seconds=30, runs=3).solve(instance, RNG)
    kind, told = seen()
    assert kind == "ATSP"
    assert (told["RUNS"], float(told["TIME_LIMIT"]), told["TRACE_LEVEL"]) == ("3", 10.0, "0")
    assert int(told["SEED"]) > 0


def test_lkh_begins_from_a_start_and_gives_nothing_longer(program):
    """A program that gives its start back reversed: longer, where ways back are."""
    program(
        "lkh",
        """
        keys = dict(line.strip().split(" = ") for line in open(sys.argv[1]))
        words = open(keys["INITIAL_TOUR_FILE"]).read().split()
        at = words.index("TOUR_SECTION") + 1
        with open(keys["TOUR_FILE"], "w") as file:
            print("TOUR_SECTION", *words[at:words.index("-1")][::-1], "-1", sep="\\n", file=file)
        """,
    )
    instance = generate(np.random.default_rng(1), 1, 6, "asymmetric")[0]
    there = np.arange(6)
    lengths = [instance.length(tour) for tour in (there, there[::-1])]
    for start in (there, there[::-1]):
        found = Lkh().improve(instance, RNG, Terms(start=start)).solution
        assert instance.length(found) == min(lengths)


FAULTS = {
    "crash": ("print('all is lost'); sys.exit(7)", "exit code 7: all is lost"),
    "signal": ("os.kill(os.getpid(), 9)", "exit code -9"),
    "silence": ("pass", "wrote no tour"),
    "hang": ("time.sleep(60)", "did not end within"),
}


@names
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_is_a_failed_row_that_names_it(name, fault, program, monkeypatch):
    lines, reason = FAULTS[fault]
    program(name, lines)
    monkeypatch.setattr("thinkers_tsp.baselines.lkh.GRACE", 0.1)
    seconds = 0.5 if fault == "hang" else 30
    instance = generate(np.random.default_rng(1), 1, 5, "symmetric")[0]
    answer = measure(Tsp(), instance, KINDS[name](seconds=seconds))
    assert reason in answer.failure
    assert answer.solution is None


GARBAGE = {
    "lkh": (
        "no tour",
        "TOUR_SECTION 1 2 3",
        "TOUR_SECTION\n1 2 3 4 4\n-1",
        "TOUR_SECTION\n0 1 2 3 4",
    ),
    "concorde": (
        "no tour",
        "",
        "5 0 1 2",
        "5\n0 1 2 3 3",
        "3 0 1 2",
        "5 0 1 2 3 9",
        "5 0 1 2 3 nan",
    ),
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name in sorted(GARBAGE) for text in GARBAGE[name]]
)
def test_garbage_is_no_answer(name, text, program):
    where = {"lkh": "'found.tour'", "concorde": "'cities.sol'"}[name]
    program(name, f"open({where}, 'w').write({text!r}); print('Optimal Solution: 1.00')")
    instance = generate(np.random.default_rng(1), 1, 5, "symmetric")[0]
    answer = measure(Tsp(), instance, KINDS[name]())
    assert not answer.verdict.feasible
    assert not answer.proved
    assert "/tmp" not in answer.failure


@names
def test_without_the_program_it_says_how_to_get_it(name, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    baseline, instance = KINDS[name](), generate(RNG, 1, 5, "symmetric")[0]
    reason = baseline.unsuitable(instance)
    assert reason.startswith("no ")
    assert baseline.source in reason
    assert baseline.variable in reason
    assert baseline.versions() == {}
    with pytest.raises(MissingPackageError, match="on PATH"):
        baseline.solve(instance, RNG)
    monkeypatch.setenv(baseline.variable, str(tmp_path / "nothing"))
    assert baseline.unsuitable(instance).endswith("nothing', which is no program")


@names
def test_a_program_is_known_by_its_digest(name, program):
    program(name, "pass")
    [version] = KINDS[name]().versions().values()
    assert version.startswith("sha256:")


@names
def test_nothing_is_left_behind(name, program, tmp_path, monkeypatch):
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    program(name, SPOKEN[name])
    KINDS[name]().solve(generate(RNG, 1, 5, "symmetric")[0], RNG)
    assert list(room.iterdir()) == []
