"""LKH and Concorde are spoken to by files; a crash, a hang and nonsense are failed rows."""

import json
import sys
from contextlib import suppress
from textwrap import dedent
from threading import Event
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
    options = dict(zip(sys.argv[1:5:2], sys.argv[2:5:2]))
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


WRITING = {
    "lkh": """
    keys = dict(line.strip().split(" = ") for line in open(sys.argv[1]))
    kind, ways = matrix(keys["PROBLEM_FILE"])
    def put(tour, key="OUTPUT_TOUR_FILE"):
        with open(keys[key], "w") as file:
            print("TOUR_SECTION", *(c + 1 for c in tour), "-1", "EOF", sep="\\n", file=file)
    def end(tour):
        put(tour, "TOUR_FILE")
    """,
    "concorde": """
    kind, ways = matrix(sys.argv[-1])
    def put(tour):
        with open(sys.argv[4], "w") as file:
            print(len(tour), *tour, file=file)
    def end(tour):
        put(tour)
        print(f"Optimal Solution: {length(ways, tour):.2f}")
    print("Exact lower bound: 0.500000", flush=True)
    """,
}
"""How each writes its best tours on the way, and its last one."""

LISTENING = """
    def put_and_wait(tour):
        put(tour)
        time.sleep(float(os.environ["PAUSE"]))
    longest = max(itertools.permutations(range(1, len(ways))), key=lambda o: length(ways, [0, *o]))
    put_and_wait([0, *longest])
    put_and_wait([0, 1, 2])  # as if it were still writing
    put_and_wait(best(ways))
    end(best(ways))
"""


@names
def test_tours_are_told_as_the_program_writes_them(name, program, monkeypatch):
    program(name, dedent(WRITING[name]) + dedent(LISTENING))
    monkeypatch.setenv("PAUSE", "0.3")
    monkeypatch.setattr("thinkers_tsp.baselines.programs.LOOK", 0.001)
    instance, told = generate(np.random.default_rng(1), 1, 6, "symmetric")[0], []
    terms = Terms(60, report=lambda tour, bound=None: told.append(instance.length(tour)))
    answer = KINDS[name]().improve(instance, RNG, terms)
    first, *_, last = told
    assert told == sorted(told, reverse=True)
    assert len(set(told)) == 2
    assert first > last == pytest.approx(instance.length(answer.solution))


@names
@pytest.mark.parametrize("asked", [False, True], ids=["out of time", "interrupted"])
def test_what_there_is_counts_when_it_has_to_be_ended(name, asked, program):
    """The program would go on for a minute: told to end, or at the end of its time."""
    program(name, dedent(WRITING[name]) + "put(best(ways)); time.sleep(60)")
    instance = generate(np.random.default_rng(1), 1, 5, "symmetric")[0]
    interrupt = Event()

    def report(tour, bound=None):
        if asked:
            interrupt.set()

    terms = Terms(60 if asked else 5, report=report, interrupt=interrupt)
    answer = KINDS[name]().improve(instance, RNG, terms)
    best = instance.length(held_karp(instance.distances[None])[0])
    assert instance.length(answer.solution) == pytest.approx(best, rel=1e-5)
    assert not answer.proved
    assert answer.bound is None if name == "lkh" else 0 < answer.bound < best


def test_concorde_is_not_told_to_remove_its_files(program):
    """With -x a real one ends with an exit code of 255 where a file to remove is not there."""
    program(
        "concorde", "sys.exit(255) if '-x' in sys.argv else open(sys.argv[4], 'w').write('3 0 1 2')"
    )
    instance = TspInstance(np.ones((3, 3)) - np.eye(3))
    assert measure(Tsp(), instance, Concorde()).verdict.feasible


FAULTS = {
    "crash": ("print('all is lost'); sys.exit(7)", "exit code 7: all is lost"),
    "signal": ("os.kill(os.getpid(), 9)", "exit code -9"),
    "silence": ("pass", "wrote no tour"),
    "hang": ("time.sleep(60)", "did not end within"),
}


@names
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_is_a_failed_row_that_names_it(name, fault, program):
    lines, reason = FAULTS[fault]
    program(name, lines)
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
