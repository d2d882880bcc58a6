"""What the user typed gives the objects meant, or an error that says what is near."""

from dataclasses import replace

import numpy as np
import pytest
from pydantic import Field
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.cli.choosing import (
    choose_baselines,
    choose_effort,
    choose_instances,
    choose_model,
    choose_model_for,
    choose_proof,
    choose_stop,
    present_names,
)
from thinkers.engine.stop import (
    AnyOf,
    Certified,
    CertifiedAnswer,
    Converged,
    MaxIterations,
    Stalled,
    Unchanged,
)
from thinkers.errors import ConfigError, InvalidInstanceError, ModelError, UnknownNameError
from thinkers.models.card import Budget, Card, ModelCard
from thinkers.models.store import Model
from thinkers.nets import DTCP
from thinkers.problems.effort import Effort
from thinkers.registry.registry import installed
from thinkers.settings import Settings

PROBLEM = PrefixSums()


class Registry:
    """A registry with some models of prefix sums and the baselines of this file."""

    def __init__(self, *models, baselines=()):
        self.cards = {model.card.name: model for model in models}
        self.own = {each.name: each for each in baselines}

    def models(self, problem):
        return self.cards

    def baselines(self, problem):
        return self.own

    def load(self, model):
        return installed().load(model)


class Limited(CumulativeXor):
    """A baseline with options."""

    name = "limited"
    seconds: float = 1.0
    tries: int = 3


def test_instances_are_generated_from_the_seed():
    first, drawn_by = choose_instances(PROBLEM, [], 3, 7, {"bits": 5})
    again, _ = choose_instances(PROBLEM, [], 3, 7, {"bits": 5})
    assert drawn_by == 7
    assert [len(each) for each in first] == [5] * 3
    assert all(map(np.array_equal, first, again))


def test_files_give_their_instances_without_a_seed(tmp_path):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path, text in zip(paths, ("10\n", "1\n0\n"), strict=True):
        path.write_text(text)
    found, drawn_by = choose_instances(PROBLEM, paths, None, 7, {})
    assert [each.tolist() for each in found] == [[1, 0], [1], [0]]
    assert drawn_by is None


def test_files_and_options_do_not_go_together(tmp_path):
    with pytest.raises(ConfigError, match="--bits generates instances, --input reads them"):
        choose_instances(PROBLEM, [tmp_path / "a.txt"], None, 0, {"bits": 4})
    with pytest.raises(ConfigError, match="--instances generates instances, --input reads them"):
        choose_instances(PROBLEM, [tmp_path / "a.txt"], 1, 0, {})
    with pytest.raises(InvalidInstanceError, match="there is no file"):
        choose_instances(PROBLEM, [tmp_path / "a.txt"], None, 0, {})


def test_how_many_are_generated_by_default_is_the_commands():
    assert len(choose_instances(PROBLEM, [], None, 0, {}, usual=4)[0]) == 4
    assert len(choose_instances(PROBLEM, [], 2, 0, {}, usual=4)[0]) == 2


class Shifted(PrefixSums):
    """Prefix sums whose files can be read in two ways."""

    class Reading(Settings):
        shift: int = Field(default=0, ge=0)

    def read(self, path, options=None):
        return [np.roll(bits, options.shift) for bits in super().read(path)]


def test_options_of_reading_are_checked_and_reach_the_reader(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("100\n")
    assert choose_instances(Shifted(), [path], None, 0, {})[0][0].tolist() == [1, 0, 0]
    found, _ = choose_instances(Shifted(), [path], None, 0, {}, {"shift": 1})
    assert found[0].tolist() == [0, 1, 0]
    with pytest.raises(ConfigError, match=r"^shift: .*got -1$"):
        choose_instances(Shifted(), [path], None, 0, {}, {"shift": -1})
    with pytest.raises(ConfigError, match=r"^--shift says how --input is read\n"):
        choose_instances(Shifted(), [], None, 0, {}, {"shift": 1})


@pytest.fixture
def registry(save_tiny):
    return Registry(*(ModelCard.read(save_tiny(name)) for name in ("alpha", "beta")))


@pytest.mark.parametrize(
    ("name", "chosen"),
    [("beta", "beta"), ("prefix_sums/beta", "beta"), ("BETA", "beta"), ("", "alpha")],
)
def test_models_go_by_name_and_the_first_is_the_default(registry, name, chosen):
    assert choose_model(registry, PROBLEM, name).card.name == f"prefix_sums/{chosen}"


def test_the_problems_own_default_comes_first(save_tiny):
    registry = Registry(*(ModelCard.read(save_tiny(name)) for name in ("alpha", "proven")))
    assert choose_model(registry, PROBLEM).card.name == "prefix_sums/proven"


def test_without_a_name_the_model_that_knows_such_instances_answers_and_a_line_says_why(
    save_tiny, capsys
):
    score = {"size": 8, "instances": 2, "feasible": 1.0, "exact": 1.0, "shape": (8,)}
    cards = [save_tiny("alpha"), save_tiny("beta", scores=[score])]
    registry = Registry(*map(ModelCard.read, cards))
    bits = PROBLEM.generate(np.random.default_rng(0), 2, PROBLEM.params({"bits": 8}))
    assert choose_model_for(registry, PROBLEM, "", bits).card.name == "prefix_sums/beta"
    assert capsys.readouterr().err.startswith("prefix_sums/beta answers: it was measured")
    assert choose_model_for(registry, PROBLEM, "alpha", bits).card.name == "prefix_sums/alpha"
    assert capsys.readouterr().err == ""


def test_a_model_file_needs_no_plugin(tiny, monkeypatch):
    assert choose_model(Registry(), PROBLEM, str(tiny)).card.name == "prefix_sums/tiny"
    monkeypatch.chdir(tiny.parent)
    tiny.with_name("copy").write_bytes(tiny.read_bytes())
    assert choose_model(Registry(), PROBLEM, "copy").card.name == "prefix_sums/tiny"


def test_chosen_models_are_ready_to_think(tiny):
    assert not choose_model(Registry(), PROBLEM, str(tiny)).thinker.training


def test_a_model_that_is_not_there_is_an_error(registry):
    with pytest.raises(UnknownNameError, match="'prefix_sums/bta', did you mean"):
        choose_model(registry, PROBLEM, "bta")
    with pytest.raises(ModelError, match="no installed plugin has a model of prefix_sums") as error:
        choose_model(Registry(), PROBLEM)
    assert "thinkers train prefix_sums" in error.value.hint


@pytest.fixture
def rivals():
    return Registry(baselines=[CumulativeXor(), Limited()])


def test_baselines_go_by_name_with_options(rivals):
    plain, default, some, both = choose_baselines(
        rivals, PROBLEM,
        ["Cumulative-XOR", "limited", "limited:seconds=2.5", "limited:tries=9, seconds=4"],
    )  # fmt: skip
    assert type(plain) is CumulativeXor
    assert (default.seconds, default.tries) == (1, 3)
    assert (some.seconds, some.tries) == (2.5, 3)
    assert (both.seconds, both.tries) == (4, 9)


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("limted", UnknownNameError, "unknown prefix_sums baseline 'limted', did you mean"),
        ("limited:secs=1", ConfigError, "baseline limited: unknown key 'secs', did you mean"),
        ("limited:tries=many", ConfigError, "baseline limited: tries: "),
        ("limited:seconds", ConfigError, "baseline limited: seconds: "),
    ],
)
def test_baselines_and_options_that_are_not_there(rivals, text, error, said):
    with pytest.raises(error, match=said):
        choose_baselines(rivals, PROBLEM, [text])


def rules_of(registry, *options):
    rule = choose_stop(*options)(choose_model(registry, PROBLEM, "alpha"), (8,))
    assert isinstance(rule, AnyOf)
    return list(rule.rules)


def test_iterations_are_exact_and_other_rules_keep_the_models_own(registry):
    assert choose_stop(None, None) is None
    assert rules_of(registry, 9, None) == [MaxIterations(9)]
    assert rules_of(registry, 9, 0.5) == [MaxIterations(9), Converged(0.5)]
    tolerance, own = rules_of(registry, None, 0.5)
    assert tolerance == Converged(0.5)
    assert own.rules[0] == MaxIterations(3)


def test_a_proof_may_take_long_and_is_given_up_when_it_does_not_come(registry):
    proof = CertifiedAnswer()
    assert rules_of(registry, None, None, proof) == [proof, Stalled(), MaxIterations(100_000)]
    assert rules_of(registry, 9, None, proof) == [proof, Stalled(), MaxIterations(9)]


class Wholly(CentredEncoding):
    """One whose answers depend on more than the choice at each position."""

    signature = replace(CentredEncoding.signature, pointwise=False)


class Scores:
    """A problem whose answers depend on more than the choice at each position."""

    name = "scores"
    encodings = {"plain": Wholly()}


class Points(Scores):
    """One whose answers do not."""

    encodings = {"plain": CentredEncoding()}


def proven_model():
    thinker = DTCP.build(Scores.encodings["plain"].signature, {"width": 4}).eval()
    card = Card(
        name="scores/x",
        problem="scores",
        thinker="dt-cp",
        encoding="plain",
        config={"width": 4},
        budget=Budget(minimum=1),
    )
    return Model(card, thinker)


def test_an_answer_that_is_more_than_its_choices_cannot_be_certified():
    with pytest.raises(ConfigError, match="answers of scores depend on more") as raised:
        choose_proof(proven_model(), Scores(), "certified", None)
    assert raised.value.hint == "use --epsilon"
    assert choose_proof(proven_model(), Scores(), "certified", 0.5) == Certified(0.5)
    assert choose_proof(proven_model(), Scores(), None, None) is None
    assert choose_proof(proven_model(), Points(), "certified", None) == CertifiedAnswer()


class Refinable(PrefixSums):
    refinable = True


def test_refining_is_asked_for_by_either_option():
    assert choose_effort(Refinable(), False, None) is None
    assert choose_effort(Refinable(), True, None) == Effort()
    assert choose_effort(Refinable(), False, 0.5) == Effort(0.5)


@pytest.mark.parametrize(("refine", "seconds"), [(True, None), (False, 1.0)])
def test_refining_what_cannot_be_refined_is_an_error(refine, seconds):
    assert choose_effort(PROBLEM, False, None) is None
    with pytest.raises(ConfigError, match="prefix_sums refines no answers"):
        choose_effort(PROBLEM, refine, seconds)


def test_until_unchanged_stops_no_later_than_the_models_own_rule(registry):
    rule, own = rules_of(registry, None, None, None, "unchanged")
    assert rule == Unchanged()
    assert own.rules[0] == MaxIterations(3)
    assert rules_of(registry, 9, None, None, "unchanged") == [MaxIterations(9), Unchanged()]
    assert choose_stop(None, None, None, "budget") is None


def test_an_old_name_of_a_baseline_is_read_and_its_present_one_told(capsys):
    found = present_names(installed(), ["OR-3opt:seconds=2", "random", "nobody:a=1"])
    assert found == ["lin-kernighan:seconds=2", "random", "nobody:a=1"]
    assert capsys.readouterr().err == "warning: baseline or-3opt is now lin-kernighan\n"


def test_no_old_name_is_a_present_one_of_another_baseline():
    every = [
        each for problem in installed().problems()
        for each in installed().baselines(problem).values()
    ]  # fmt: skip
    old = [name for each in every for name in each.formerly]
    assert len(set(old)) == len(old)
    assert not set(old) & {each.name for each in every}
