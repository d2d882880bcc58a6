"""Every solver runs on the same instances, and its row says what a plain count says."""

import json

import numpy as np
import pytest
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Baseline, BaselineAnswer, Effort, Verdict, minimise
from thinkers.engine.stop import MaxIterations
from thinkers.errors import ConfigError, SolveError
from thinkers.problems.events import Advance
from thinkers.scoring import comparing
from thinkers.scoring.comparing import compare, contest_of
from thinkers.scoring.footing.footing import Footing
from thinkers.scoring.runs import Answer, Run


class Mistakes(PrefixSums):
    """Any answer is feasible and costs 4 plus its wrong bits; refinement with time rights them."""

    objective, refinable = minimise("cost"), True

    def check(self, instance, solution):
        return Verdict(True, 4.0 + (np.cumsum(instance) % 2 != solution).sum())

    def refine(self, instance, solution, effort, scores):
        return np.cumsum(instance) % 2 if effort.seconds else solution


class Flip(Baseline):
    """The parities with the first `wrong` bits flipped."""

    name, problem, summary = "flip", "prefix_sums", "for tests"
    wrong: int = 1

    def solve(self, instance, rng):
        del rng
        right = np.cumsum(instance) % 2
        return BaselineAnswer(right ^ (np.arange(len(right)) < self.wrong))


class Coin(Flip):
    """Flips no bit or all of them, by chance."""

    name = "coin"

    def solve(self, instance, rng):
        return BaselineAnswer(np.cumsum(instance) % 2 ^ rng.integers(2))


class Known(Flip):
    """Right, with the bound that proves it."""

    name = "known"

    def solve(self, instance, rng):
        return BaselineAnswer(np.cumsum(instance) % 2, proved=True, bound=4.0)


class Moody(Flip):
    """Fails on instances that begin with a 1."""

    name = "moody"

    def solve(self, instance, rng):
        if instance[0]:
            raise SolveError("no mood")
        return super().solve(instance, rng)


class Picky(Flip):
    """Takes no instance of more than 4 bits."""

    name = "picky"

    def unsuitable(self, instance):
        return "more than 4 bits" if len(instance) > 4 else ""


INSTANCES = [np.array(bits) for bits in ([0, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 1], [0, 0, 0, 1])]


@pytest.fixture
def model(tiny):
    return tiny()


def test_costs_gaps_and_wins_are_those_of_a_plain_count():
    baselines = [Flip(wrong=1), Known(), Flip(wrong=3)]
    rows = compare(Mistakes(), INSTANCES, [], baselines).rows
    assert [row.solver for row in rows] == ["flip", "known", "flip:wrong=3"]
    assert [row.mean_cost for row in rows] == [5, 4, 7]
    assert [row.gap for row in rows] == pytest.approx([0.25, 0, 0.75])
    assert [(row.wins, row.ties, row.losses) for row in rows] == [(0, 4, 0), (4, 0, 0), (0, 0, 4)]
    assert [row.proved for row in rows] == [0, 1, 0]
    assert {row.kind for row in rows} == {"baseline"}
    assert {row.instances for row in rows} == {4}
    assert all(row.gap_low == pytest.approx(row.gap) == row.gap_high for row in rows)


def test_what_refines_takes_part_once_where_all_get_the_same_time(model, monkeypatch):
    monkeypatch.setattr(comparing, "_search_of", lambda problem: Flip())
    for baselines in ([Known()], [Known(), Flip()]):
        contest = contest_of(
            Mistakes(), INSTANCES, [model], baselines, footing=Footing(seconds=0.5)
        )
        assert [each.name for each in contest.solvers] == [model.card.name, "known", "flip"]
    contest = contest_of(Mistakes(), INSTANCES, [], [Known()], footing=Footing(seconds=0.5))
    assert [each.name for each in contest.solvers] == ["known"]


def test_the_interval_holds_the_mean_when_costs_vary():
    found = compare(Mistakes(), INSTANCES * 5, [], [CumulativeXor(), Coin()], seed=3)
    (row,) = [row for row in found.rows if row.solver == "coin"]
    assert 0 < row.gap_low < row.gap < row.gap_high < 1


def test_right_or_wrong_problems_have_no_costs():
    exact, flipped = compare(PrefixSums(), INSTANCES, [], [CumulativeXor(), Flip()]).rows
    assert (exact.feasible, flipped.feasible) == (1, 0)
    assert exact.mean_cost is exact.gap is exact.gap_low is exact.gap_high is None
    assert (flipped.wins, flipped.ties, flipped.losses) == (0, 0, 4)


def test_models_have_a_raw_row_and_a_refined_one_where_there_is_such_a_thing(model):
    given = Mistakes(), INSTANCES, [model], [CumulativeXor()]
    rows = compare(*given, refine=Effort(0.5), device="cpu").rows
    assert [(row.solver, row.kind) for row in rows] == [
        ("prefix_sums/tiny", "model"), ("prefix_sums/tiny", "refined"),
        ("cumulative-xor", "baseline"),
    ]  # fmt: skip
    assert rows[0].mean_cost > rows[1].mean_cost == 4
    assert rows[1].seconds > rows[0].seconds
    rows = compare(*given, device="cpu").rows
    assert rows[0].mean_cost == rows[1].mean_cost > 4
    rows = compare(PrefixSums(), INSTANCES, [model], [CumulativeXor()], device="cpu").rows
    assert [row.kind for row in rows] == ["model", "baseline"]


def test_every_model_thinks_by_the_rule(model, monkeypatch):
    steps = []
    step = model.thinker.step
    monkeypatch.setattr(model.thinker, "step", lambda *args: steps.append(1) or step(*args))
    compare(PrefixSums(), INSTANCES, [model], [Flip()], stop=MaxIterations(7), device="cpu")
    assert len(steps) == 7
    compare(PrefixSums(), INSTANCES, [model], [Flip()], device="cpu")
    assert len(steps) == 10


def test_remarks_that_differ_in_numbers_only_are_one():
    remarks = ["took 5.8 s of 0.5"] * 2 + ["took 1e+03 s of 0.5", "told an answer twice"]
    answers = [Answer(Verdict(True, 1.0), 0.1, remarks=(each,)) for each in remarks]
    said = Run("slow", "baseline", [*answers, Answer(Verdict(True, 1.0), 0.1)]).note
    late, twice = said.split("; ")
    assert late == "took 5.8 s of 0.5 on 2 of 5, and much the same on 1 more"
    assert twice == "told an answer twice on 1 of 5"


def test_failed_instances_count_as_infeasible_and_are_noted():
    moody, exact = compare(Mistakes(), INSTANCES, [], [Moody(), CumulativeXor()]).rows
    assert moody.feasible == 0.5
    assert moody.mean_cost is moody.gap is moody.gap_low is None
    assert moody.note == "failed on 2 of 4: no mood"
    assert (exact.wins, exact.losses, exact.note) == (4, 0, "")
    assert exact.gap == 0


def test_a_solver_that_always_fails_does_not_stop_the_others():
    class Never(Moody):
        name = "never"

        def solve(self, instance, rng):
            raise SolveError("never")

    never, again = compare(Mistakes(), INSTANCES, [], [Never(), Never()]).rows
    assert (never.feasible, never.mean_cost, never.gap) == (0, None, None)
    assert (again.wins, again.ties, again.losses) == (0, 0, 0)


def test_an_unsuitable_instance_is_an_error_before_anything_runs():
    watched = []
    with pytest.raises(ConfigError, match="picky does not take instance 1: more than 4 bits"):
        compare(
            PrefixSums(), [INSTANCES[0], np.zeros(5, np.int64)], [], [CumulativeXor(), Picky()],
            watch=lambda solver, words: watched.append(solver),
        )  # fmt: skip
    assert watched == []


def test_a_baseline_that_changes_what_it_is_asked_about_changes_it_for_nobody():
    class Careless(Known):
        def unsuitable(self, instance):
            instance[:] = 1
            return ""

    instances = [bits.copy() for bits in INSTANCES]
    careless, known = compare(Mistakes(), instances, [], [Careless(), Known()]).rows
    assert np.array_equal(instances, INSTANCES)
    assert careless.mean_cost == known.mean_cost


def test_the_seed_gives_the_baselines_their_random_numbers():
    def costs(seed):
        return compare(Mistakes(), INSTANCES * 4, [], [Coin()], seed=seed).rows[0].mean_cost

    assert costs(1) == costs(1)
    assert len({costs(seed) for seed in range(6)}) > 1


def test_each_solver_is_announced_as_it_starts_and_says_how_far_it_is(model):
    said = []
    compare(
        PrefixSums(), INSTANCES, [model], [CumulativeXor(), Flip()], device="cpu",
        watch=lambda solver, advance: said.append((solver, advance)),
    )  # fmt: skip
    assert [solver for solver, advance in said if advance is None] == [
        "prefix_sums/tiny", "cumulative-xor", "flip",
    ]  # fmt: skip
    assert [advance for solver, advance in said if solver == "flip"] == [
        None, *(Advance("solving", done, len(INSTANCES)) for done in range(1, len(INSTANCES) + 1)),
    ]  # fmt: skip


def test_rows_are_plain_json(model):
    rows = compare(Mistakes(), INSTANCES, [model], [Moody()], device="cpu").rows
    assert len(rows) >= 2
    for row in rows:
        assert json.loads(json.dumps(row.as_dict(), allow_nan=False)) == row.as_dict()


class Silent(PrefixSums):
    """Strings that begin with a 1 have no known answer."""

    def check(self, instance, solution):
        return Verdict(True, known=False) if instance[0] else super().check(instance, solution)


def test_what_nobody_knows_is_judged_and_never_a_share_of_right_answers():
    found = compare(Silent(), INSTANCES, [], [CumulativeXor(), Flip()])
    assert [(row.instances, row.feasible) for row in found.rows] == [(2, 1), (2, 0)]
    assert [(row.instances, row.allowed) for row in found.appraised] == [(2, 1), (2, 1)]
    assert [(row.wins, row.ties, row.losses) for row in found.rows] == [(0, 2, 0), (0, 0, 2)]
    assert {row.agreement for row in found.appraised} == {None}


def test_where_nothing_is_known_there_are_no_scores_at_all():
    found = compare(Silent(), INSTANCES[1:3], [], [CumulativeXor()])
    assert not found.rows
    assert len(found.appraised) == 1


def test_every_answer_of_every_solver_is_a_record():
    found = compare(Mistakes(), INSTANCES, [], [Known(), Moody()])
    records = list(found.records())
    assert [each["solver"] for each in records] == ["known"] * 4 + ["moody"] * 4
    assert json.loads(json.dumps(records, allow_nan=False)) == records
    assert records[0]["answer"] == {"parities": "0100"}
    assert (records[0]["cost"], records[0]["bound"], records[0]["proved"]) == (4, 4, True)
    assert (records[5]["answer"], records[5]["cost"], records[5]["reason"]) == (
        None, None, "no mood",
    )  # fmt: skip


def fragile(error):
    """Cannot decode what is thought of strings that begin with a 1."""

    class Unread(CentredEncoding):
        def decode(self, scores, instance):
            if instance[0]:
                raise error
            return super().decode(scores, instance)

    class Fragile(Mistakes):
        encodings = {"centred": Unread()}

    return Fragile()


@pytest.mark.parametrize(
    "error",
    [ZeroDivisionError("by zero"), SystemExit(0), GeneratorExit(), KeyboardInterrupt()],
    ids=lambda error: type(error).__name__,
)
def test_where_a_models_answer_cannot_be_read_the_others_and_the_table_stand(model, error):
    found = compare(fragile(error), INSTANCES, [model], [Known()], device="cpu")
    raw, refined, known = found.rows
    assert (raw.feasible, refined.feasible, known.feasible) == (0.5, 0.5, 1)
    assert raw.note.startswith("failed on 2 of 4: ")
    assert f"{type(error).__name__}: {error}".rstrip() in raw.note


@pytest.mark.parametrize("fault", [ZeroDivisionError, SystemExit, GeneratorExit])
def test_a_baseline_that_cannot_say_what_it_takes_is_a_failed_row(fault):
    class Unsure(Known):
        def unsuitable(self, instance):
            raise fault

    unsure, known = compare(Mistakes(), INSTANCES, [], [Unsure(), Known()]).rows
    assert unsure.feasible == 0
    assert unsure.note.startswith(f"failed on 4 of 4: {fault.__name__}")
    assert known.feasible == 1


def test_an_answer_that_its_problem_cannot_say_is_a_record_that_says_so():
    class Silent(Mistakes):
        def describe_solution(self, solution):
            raise ZeroDivisionError("by zero")

    records = list(compare(Silent(), INSTANCES, [], [Known()]).records())
    assert {record["answer"]["error"] for record in records} == {"ZeroDivisionError: by zero"}


def test_a_model_that_cannot_think_at_all_is_an_error(model):
    with pytest.raises(ConfigError, match="unknown device 'tpu'"):
        compare(PrefixSums(), INSTANCES, [model], [Known()], device="tpu")
