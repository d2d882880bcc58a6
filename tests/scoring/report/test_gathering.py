"""A sheet out of a store says what was compared, with what, and how; of a part only that part."""

import json
from dataclasses import replace

import numpy as np
import pytest
from thinkers_tsp.problem import Tsp

from thinkers.models.card import Budget, Card
from thinkers.registry.registry import installed
from thinkers.scoring.circumstances import circumstances, trained_sizes
from thinkers.scoring.comparing import contest_of
from thinkers.scoring.report.charts import extrapolation
from thinkers.scoring.report.gathering import sheet_of
from thinkers.scoring.store.rows import About
from thinkers.scoring.store.store import Store

COMMAND = "thinkers compare tsp --cities {} --distances asymmetric --out r.sqlite"


@pytest.fixture
def stored(tmp_path):
    """What a store holds of comparisons of these sizes, of which some answers are there."""

    def stored(*sizes, most=None):
        problem, own = Tsp(), installed().baselines("tsp")
        with Store.open(tmp_path / "r.sqlite", create=True) as store:
            for size in sizes:
                params = problem.sized(size, {"distances": "asymmetric"})
                instances = problem.generate(np.random.default_rng(0), 4, params)
                contest = contest_of(
                    problem, instances, [], [own["held-karp"], own["lin-kernighan"]]
                )
                told = {"cpu": "a processor", "seed": 7, "versions": {"numpy": "2"}}
                about = About(COMMAND.format(size), circumstances=told, size=size)
                recording = store.begin(contest, about)
                cells = list(contest.answers())
                for cell in cells[:most]:
                    recording.add(cell)
                if most is None:
                    recording.finish()
            return store.comparisons()

    return stored


def test_it_says_what_was_compared_and_how(stored):
    (one,) = stored(6)
    sheet = sheet_of(one)
    assert sheet.title == "tsp, 6 cities, 4 instances"
    assert sheet.names == ["held-karp", "lin-kernighan"]
    facts = sheet.facts
    assert (facts["processor"], facts["seed of the instances"]) == ("a processor", "7")
    assert facts["versions"] == "numpy 2"
    assert facts["command"] == COMMAND.format(6)
    assert len(sheet.digests) == len(sheet.instances) == 4
    assert [row["digest"] for row in sheet.records()][:4] == list(sheet.digests)


def test_it_says_the_time_that_was_given_and_the_options_in_words(stored):
    (one,) = stored(6)
    assert "time for each answer" not in sheet_of(one).facts
    options = {"seconds": 2.5, "start": None, "versions": {"library": "1.0"}, "extras": {}}
    solvers = [
        replace(each, row={**each.row, "budget": 0.5, "options": json.dumps(options)})
        for each in one.contest.solvers
    ]
    facts = sheet_of(replace(one, contest=replace(one.contest, solvers=solvers))).facts
    assert facts["time for each answer"].startswith("0.5 s, ")
    assert facts["options of lin-kernighan"] == "seconds 2.5, library 1.0"


def test_what_was_killed_shows_what_every_solver_has_answered(stored):
    (one,) = stored(6, most=6)
    sheet = sheet_of(one)
    assert 0 < len(sheet.instances) < 5
    assert len(sheet.digests) == len(sheet.instances)
    assert sheet.facts["ended"].startswith("never: ")


def test_without_answers_there_is_no_sheet(stored):
    (one,) = stored(6, most=0)
    assert sheet_of(one) is None


def test_sizes_that_differ_in_nothing_else_are_one_curve(stored):
    sheets = [sheet_of(each) for each in stored(5, 6)]
    assert len({sheet.series for sheet in sheets}) == 1
    assert extrapolation(sheets) is not None


def test_optima_are_given_afterwards_too(stored):
    (one,) = stored(6)
    digests = sheet_of(one).digests
    found = sheet_of(one, dict.fromkeys(digests, 1e-3))
    assert found.found.rows[0].optimum_gap > 1


def card(*params):
    train = [{"params": each} for each in params]
    return Card(
        name="p/m", problem="p", thinker="dt", encoding="e", config={}, budget=Budget(minimum=1),
        recipe={"data": {"train": train}},
    )  # fmt: skip


def test_the_sizes_of_a_recipe_are_all_of_its_groups():
    assert trained_sizes(card({"n": 5}, {"n": [20, 30]}, {}), "n") == (5, 30)
    assert trained_sizes(card({}), "n") is None
    assert trained_sizes(card({"n": 5}), None) is None


def test_a_model_of_a_file_is_shaded_where_its_own_card_says(stored, tiny):
    model = tiny()
    own = replace(model, card=card({"cities": [5, 9]}).model_copy(update={"name": "p/own"}))
    told = circumstances(Tsp(), 7, "cpu", 1, [model, own])
    assert told["trained"] == {"p/own": (5, 9)}
    (one,) = stored(6)
    kept = json.loads(json.dumps(told))
    assert sheet_of(replace(one, circumstances=kept)).trained == {"p/own": (5.0, 9.0)}
