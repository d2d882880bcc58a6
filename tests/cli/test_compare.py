"""`compare` puts models and baselines on the same instances into one table, JSON or CSV."""

import csv
import json

import pytest

from thinkers.engine.loop import think
from thinkers.engine.stop import AnyOf, MaxIterations
from thinkers.models.card import Budget
from thinkers.registry import registry

KEYS = [
    "problem", "solver", "kind", "instances", "feasible", "mean_cost", "gap", "gap_low",
    "gap_high", "wins", "ties", "losses", "seconds", "proved", "note", "bound",
    "gap_quarter", "gap_median", "gap_three_quarters", "gap_worst", "bound_gap", "optimum_gap",
    "difference", "difference_low", "difference_high", "test", "p_value", "p_adjusted", "call",
    "circumstances", "answers",
]  # fmt: skip


@pytest.fixture
def compare(works, tiny):
    return lambda *more: works("compare", "prefix_sums", "--model", tiny, "--bits", 6, *more)


def test_json_has_one_object_a_solver_with_exactly_these_keys(compare):
    model, baseline = compare("--instances", 4, "--json").objects
    assert list(model) == list(baseline) == KEYS
    assert (model["solver"], model["kind"]) == ("prefix_sums/tiny", "model")
    assert (baseline["solver"], baseline["kind"]) == ("cumulative-xor", "baseline")
    assert model["instances"] == baseline["instances"] == 4
    assert (baseline["feasible"], baseline["proved"], baseline["ties"]) == (1, 1, 4)
    assert baseline["mean_cost"] is baseline["gap"] is None


def test_json_says_on_what_and_under_what_circumstances(compare):
    one, other = (compare("--instances", 2, "--seed", 5, "--json").objects[0] for _ in range(2))
    told = one["circumstances"]
    assert told["seed"] == 5
    assert {"cpu", "device", "threads", "versions"} <= set(told)
    digests = [answer["digest"] for answer in one["answers"]]
    assert len(set(digests)) == 2
    assert digests == [answer["digest"] for answer in other["answers"]]


def test_the_reference_is_the_baseline_unless_another_is_named(compare):
    rows = compare("--baseline", "Cumulative-XOR", "--json").objects
    assert [row["solver"] for row in rows] == ["prefix_sums/tiny", "cumulative-xor"]


def test_people_get_a_table_and_progress_goes_to_stderr(compare):
    outcome = compare("--instances", 4)
    assert "prefix_sums, 4 instances" in outcome.out
    for word in ("solver", "w/t/l", "prefix_sums/tiny", "cumulative-xor", "0/4/0"):
        assert word in outcome.out
    assert outcome.err.splitlines() == [
        "running prefix_sums/tiny ...", "running cumulative-xor ...",
    ]  # fmt: skip


def rows_of(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_answer_is_a_row_of_the_csv_file_and_stands_in_its_line_of_json(compare, tmp_path):
    path = tmp_path / "answers.csv"
    objects = compare("--instances", 4, "--csv", path, "--json").objects
    found = [(each["solver"], answer) for each in objects for answer in each["answers"]]
    rows = rows_of(path)
    assert len(rows) == len(found) == 8
    for row, (solver, answer) in zip(rows, found, strict=True):
        assert (row["solver"], int(row["instance"])) == (solver, answer["instance"])
        assert list(row) == ["problem", "solver", "kind", *answer]
        assert row["feasible"] == str(answer["feasible"])
        assert float(row["seconds"]) == answer["seconds"]
        assert json.loads(row["answer"]) == answer["answer"]
    share = sum(answer["feasible"] for answer in objects[0]["answers"]) / 4
    assert objects[0]["feasible"] == share


def test_the_rows_of_the_table_are_written_as_csv_too(compare, tmp_path):
    path = tmp_path / "rows.csv"
    objects = compare("--instances", 4, "--summary-csv", path, "--json").objects
    rows = rows_of(path)
    assert [row["solver"] for row in rows] == [each["solver"] for each in objects]
    assert list(rows[0]) == KEYS[:-2]


def test_instances_come_from_files(compare, works, tiny, tmp_path):
    path = tmp_path / "three.txt"
    path.write_text("101\n0110\n1\n")
    rows = works("compare", "prefix_sums", "--model", tiny, "--input", path, "--json").objects
    assert {row["instances"] for row in rows} == {3}


def test_every_model_thinks_by_its_own_budget(works, save_tiny, monkeypatch):
    budgets = []

    def watched(thinker, inputs, stop, *more, **options):
        budgets.extend(rule.iterations for rule in _rules(stop) if type(rule) is MaxIterations)
        return think(thinker, inputs, stop, *more, **options)

    monkeypatch.setattr("thinkers.engine.in_torch.think", watched)
    files = [save_tiny(f"b{budget}", budget=Budget(minimum=budget)) for budget in (2, 7)]
    models = [word for path in files for word in ("--model", path)]
    for more in ([], ["--tolerance", 1e-12]):
        budgets.clear()
        works("compare", "prefix_sums", *models, "--bits", 5, "--instances", 2, *more)
        assert budgets == [2, 7]


def _rules(stop):
    """The rules that a rule is made of."""
    if not isinstance(stop, AnyOf):
        return [stop]
    return [each for rule in stop.rules for each in _rules(rule)]


def test_without_a_problem_all_that_have_the_baseline_are_compared(works):
    rows = works("compare", "--baseline", "cumulative-xor", "--instances", 2, "--json").objects
    assert {row["problem"] for row in rows} == {"prefix_sums"}
    assert [row["solver"] for row in rows] == ["prefix_sums/proven", "cumulative-xor"]


def test_a_plot_that_cannot_be_drawn_is_refused_before_anything_runs(refused):
    words = ("compare", "prefix_sums", "--instances", 2, "--model", "none")
    assert refused(*words, "--plot", "a.pdf") == "cannot draw to 'a.pdf'"


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setenv("THINKERS_PLUGINS", "nets")
    registry.installed.cache_clear()
    yield
    registry.installed.cache_clear()


def test_nothing_to_compare_is_an_error(nothing_installed, refused, tmp_path):
    refused("compare", "--instances", 2)
    refused("compare", "--instances", 2, "--csv", tmp_path / "rows.csv")


@pytest.fixture
def no_models(monkeypatch):
    """Every plugin but for its models, as of a problem that is new."""
    monkeypatch.setattr(registry.Registry, "models", lambda self, problem=None: {})


def test_baselines_are_compared_before_there_is_any_model(works, no_models):
    words = ("tsp", "--baseline", "greedy-edge", "--baseline", "held-karp", "--cities", 6)
    outcome = works("compare", *words, "--instances", 3)
    assert outcome.err.startswith("no model of tsp is installed: comparing baselines only\n")
    assert "tsp, 3 instances" in outcome.out
    rows = works("compare", *words, "--json").objects
    assert [(row["solver"], row["kind"]) for row in rows] == [
        ("greedy-edge", "baseline"), ("held-karp", "baseline"), ("lower bound", "bound"),
    ]  # fmt: skip
    assert [row["solver"] for row in works("compare", "prefix_sums", "--json").objects] == [
        "cumulative-xor"
    ]


PAIRS = {
    "tsp --cities 6": ("farthest-insertion", "held-karp"),
    "maze --size 9": ("bfs", "bidirectional-bfs"),
    "prefix_sums --bits 9": ("cumulative-xor", "doubling"),
    "chess": ("material", "random-legal"),
}


@pytest.mark.parametrize("problem", PAIRS)
def test_two_baselines_compare_without_any_model(problem, works):
    named = [word for name in PAIRS[problem] for word in ("--baseline", name)]
    words = ("compare", *problem.split(), *named, "--model", "none", "--instances", 2)
    rows = works(*words, "--json").objects
    assert tuple(row["solver"] for row in rows if row["kind"] == "baseline") == PAIRS[problem]
    assert not {row["kind"] for row in rows} & {"model", "refined"}


def test_without_a_problem_those_without_a_model_are_compared_by_the_baselines_that_are_named(
    works, no_models
):
    rows = works("compare", "--baseline", "cumulative-xor", "--instances", 2, "--json").objects
    assert [row["solver"] for row in rows] == ["cumulative-xor"]


def test_two_settings_of_one_baseline_are_told_apart_in_the_table_and_in_json(works, no_models):
    solvers = ["ortools-cpsat:seconds=0.05", "ortools-cpsat:seconds=5"]
    words = ["tsp", *(word for each in solvers for word in ("--baseline", each)), "--cities", 5]
    rows = works("compare", *words, "--json").objects
    assert [row["solver"] for row in rows if row["kind"] == "baseline"] == solvers
    text = works("compare", *words, "--instances", 2).out
    assert all(each in text for each in solvers)


def test_gaps_to_known_optima_are_a_column_and_a_better_answer_refutes_one(
    works, no_models, tmp_path
):
    instance, optima = tmp_path / "square.csv", tmp_path / "optima.csv"
    instance.write_text("x,y\n0,0\n0,1\n1,1\n1,0\n")
    words = ("compare", "tsp", "--baseline", "held-karp", "--input", instance, "--optima", optima)
    optima.write_text("square,3.2\n")
    assert works(*words, "--json").objects[0]["optimum_gap"] == pytest.approx(0.25)
    optima.write_text("square,4.5\n")
    told = works(*words)
    assert "the optimum of square is refuted: held-karp found length 4" in told.err
    assert "to optimum" not in told.out


def test_a_bare_optimal_tour_is_held_against_the_instance_that_it_belongs_to(
    works, refused, tmp_path
):
    tour = tmp_path / "square.opt.tour"
    tour.write_text("NAME : square.opt.tour\nTOUR_SECTION\n1 2 3 4 -1\nEOF\n")
    words = ["compare", "tsp", "--model", "none", "--baseline", "held-karp", "--optima", tour]
    for name in ("square", "other"):
        path = tmp_path / f"{name}.csv"
        path.write_text("x,y\n0,0\n0,1\n1,1\n1,0\n" if name == "square" else "0,0\n0,2\n3,1\n")
        words += ["--input", path]
        assert ("to optimum %" in works(*words).out) == (name == "square")
    tour.write_text("NAME : third\nTOUR_SECTION\n1 2 3 4 -1\nEOF\n")
    assert "a tour of third: 0 of 2 instances have that name" in refused(*words)


def test_optima_of_what_is_right_or_wrong_are_refused(refused, tmp_path):
    path = tmp_path / "optima.csv"
    path.write_text("a,1\n")
    assert "right or wrong" in refused("compare", "prefix_sums", "--optima", path)


def test_a_budget_leaves_no_batch_to_choose(refused):
    words = ("compare", "prefix_sums", "--bits", 8, "--budget", 1, "--batch")
    assert refused(*words, 4) == "--batch and --budget exclude each other"
    assert refused(*words, "all").startswith("expected --batch auto or a number")
