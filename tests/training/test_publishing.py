"""A published file says how its model was made and how good it is, and gives the same logits."""

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import ModelCard, load_model
from thinkers.engine.versions import versions
from thinkers.errors import ConfigError
from thinkers.models.store import digest
from thinkers.nets import DTL, DTOS
from thinkers.scoring.evaluating import evaluate
from thinkers.training.events import Measuring
from thinkers.training.publishing import SCORING_SEED, publish

PROBLEM = PrefixSums()


@pytest.fixture
def thinker():
    torch.manual_seed(5)
    built = DTL.build(PROBLEM.encodings["centred"].signature, {"width": 8})
    with torch.no_grad(), built.cached_weights():
        built.readout(built.embed(torch.randn(4, 1, 8)))  # moves the running statistics
    return built.eval()


@pytest.fixture
def published(thinker, recipe_with, tmp_path):
    recipe = recipe_with()
    return recipe, ModelCard.read(publish(recipe, PROBLEM, thinker, tmp_path, device="cpu"))


def test_the_file_is_named_after_the_model(published, tmp_path):
    assert published[1].path == tmp_path / "tiny.safetensors"
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.safetensors"]


def test_the_card_says_how_it_was_made(published):
    recipe, model = published
    card = model.card
    assert (card.name, card.problem, card.thinker) == ("prefix_sums/tiny", "prefix_sums", "dt-l")
    assert (card.encoding, card.config, card.budget) == ("centred", recipe.config, recipe.budget)
    assert card.recipe == recipe.model_dump(mode="json")
    assert (card.seed, card.steps) == (3, 20)
    assert card.versions == versions()


def test_the_scores_are_measured_on_the_scoring_seed(published, thinker):
    _, model = published
    loaded = load_model(model, DTL, PROBLEM.encodings)
    assert [score.size for score in model.card.scores] == [8, 12]
    for score in model.card.scores:
        found = evaluate(PROBLEM, loaded, score.size, 10, device="cpu", seed=SCORING_SEED)
        assert (score.seed, score.instances) == (SCORING_SEED, 10)
        assert score.cell_accuracy == found.cell_accuracy
        assert score.exact == found.exact
        assert score.iterations == found.iterations


def test_the_loaded_model_gives_the_same_logits(published, thinker):
    loaded = load_model(published[1], DTL, PROBLEM.encodings).thinker
    inputs = torch.from_numpy(
        PROBLEM.encodings["centred"].encode([np.array([1, 0, 0, 1, 1])]).inputs
    )

    def logits(net):
        with torch.no_grad(), net.cached_weights():
            thought, recall = net.embed(inputs), net.recall(inputs)
            for _ in range(5):
                thought = net.step(thought, recall)
            return net.readout(thought)

    assert torch.equal(logits(loaded), logits(thinker))


def test_other_options_are_scored_in_every_combination(thinker, recipe_with, tmp_path):
    class Marked(PrefixSums):
        class Params(PrefixSums.Params):
            mark: str = "a"

    lines = []
    recipe = recipe_with(scores={"sizes": [4], "instances": 2, "params": {"mark": ["a", "b"]}})
    path = publish(recipe, Marked(), thinker, tmp_path, device="cpu", hear=lines.append)
    scores = ModelCard.read(path).card.scores
    assert [(score.size, score.params) for score in scores] == [
        (4, {"mark": "a"}), (4, {"mark": "b"}),
    ]  # fmt: skip
    assert lines == [Measuring(4, {"mark": "a"}), Measuring(4, {"mark": "b"})]


def test_a_problem_of_one_size_is_scored_once(thinker, recipe_with, tmp_path):
    class Square(PrefixSums):
        size_option = None

    lines = []
    recipe = recipe_with(scores={"sizes": None, "instances": 2, "params": {"bits": 4}})
    path = publish(recipe, Square(), thinker, tmp_path, device="cpu", hear=lines.append)
    [score] = ModelCard.read(path).card.scores
    assert (score.size, score.params) == (None, {"bits": 4})
    assert lines == [Measuring(None, {"bits": 4})]


def test_a_folder_that_cannot_be_written_is_an_error(thinker, recipe_with, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot write"):
        publish(recipe_with(), PROBLEM, thinker, tmp_path / "file", device="cpu")


def test_what_is_proven_of_the_step_is_in_the_card_and_nothing_else(recipe_with, tmp_path, thinker):
    config = {"width": 4, "contraction": 0.9}
    proven = DTOS.build(PROBLEM.encodings["centred"].signature, config).eval()
    for name, net, settings in (("dt-os", proven, config), ("dt-l", thinker, {"width": 8})):
        recipe = recipe_with(thinker=name, config=settings)
        card = ModelCard.read(publish(recipe, PROBLEM, net, tmp_path, device="cpu")).card
        if net is proven:
            assert pytest.approx(0.9, rel=1e-4) == card.certificate.K
            assert card.certificate.weights == digest(net)
        else:
            assert card.certificate is None


def test_a_full_disk_says_how_the_model_is_written_later(thinker, recipe_with, tmp_path, full_disk):
    full_disk()
    with pytest.raises(ConfigError, match="No space left") as raised:
        publish(recipe_with(), PROBLEM, thinker, tmp_path, device="cpu")
    assert raised.value.hint == "free some space; --resume then writes the model"
    assert list(tmp_path.iterdir()) == []
