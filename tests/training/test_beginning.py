"""A training can go on from a trained model, and its card says from which weights."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import ModelCard, load_model
from thinkers.cli.train import find_recipe
from thinkers.errors import ConfigError, ModelError, UnknownNameError
from thinkers.nets import DTL, DTR
from thinkers.training.beginning import begin, pinned
from thinkers.training.loop import train
from thinkers.training.publishing import publish
from thinkers.training.recipe import Start
from thinkers.training.run import Run

PROBLEM = PrefixSums()


@pytest.fixture(scope="module")
def trained(recipe_with, tmp_path_factory):
    """The file of a model that was trained for a few steps."""
    folder = tmp_path_factory.mktemp("first")
    recipe = recipe_with(optimizer={"steps": 5})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THINKERS_CACHE", str(folder / "cache"))
        thinker = train(Run(recipe, PROBLEM, DTL, folder, "cpu"))
        return ModelCard.read(publish(recipe, PROBLEM, thinker, folder, device="cpu"))


def weights_of(file):
    return load_model(file, DTL, PROBLEM.encodings).thinker.state_dict()


def built():
    torch.manual_seed(9)
    return DTL.build(PROBLEM.encodings["centred"].signature, {"width": 8})


def test_a_thinker_begins_with_the_weights_of_the_model(trained):
    thinker = built()
    begin(thinker, Start(model=str(trained.path)))
    expected = weights_of(trained)
    assert all(torch.equal(value, expected[name]) for name, value in thinker.state_dict().items())


def test_training_goes_on_from_there(trained, recipe_with, tmp_path):
    """A step of next to no length leaves them as they were."""
    still = {"steps": 1, "learning_rate": 1e-30, "weight_decay": 0.0}
    start = {"model": str(trained.path)}
    recipe = recipe_with(start=start, seed=7, optimizer=still)
    after = dict(train(Run(recipe, PROBLEM, DTL, tmp_path, "cpu")).named_parameters())
    expected = weights_of(trained)
    assert after
    assert all(torch.equal(value, expected[name]) for name, value in after.items())


def test_the_card_says_from_which_weights(trained, recipe_with, tmp_path):
    recipe = pinned(recipe_with(start={"model": str(trained.path)}))
    path = publish(recipe, PROBLEM, built().eval(), tmp_path, device="cpu")
    told = ModelCard.read(path).card.recipe["start"]
    assert told == {"model": str(trained.path), "sha256": trained.card.sha256}


def test_what_a_recipe_says_of_its_start_is_kept(trained, recipe_with):
    digest = "0" * 64
    for recipe in (recipe_with(), recipe_with(start={"model": "nothing", "sha256": digest})):
        assert pinned(recipe) == recipe


def test_a_recipe_file_is_pinned_when_it_is_read(trained, recipe_with, tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(recipe_with(start={"model": str(trained.path)}).to_toml())
    found = find_recipe("prefix_sums", str(path), [])
    assert found.start == Start(model=str(trained.path), sha256=trained.card.sha256)


def test_other_weights_than_those_of_the_digest_are_refused(trained):
    start = Start(model=str(trained.path), sha256="0" * 64)
    with pytest.raises(ModelError, match=r"holds other weights than start\.sha256 says"):
        begin(built(), start)


def test_a_model_that_is_not_there_is_refused(recipe_with):
    with pytest.raises(UnknownNameError, match="prefix_sums/dt-x"):
        pinned(recipe_with(start={"model": "prefix_sums/dt-x"}))


@pytest.mark.parametrize(("thinker", "config"), [(DTL, {"width": 4}), (DTR, {"width": 8})])
def test_weights_that_do_not_fit_are_refused_with_a_sentence(trained, thinker, config):
    other = thinker.build(PROBLEM.encodings["centred"].signature, config)
    with pytest.raises(ConfigError, match="do not fit the recipe's") as raised:
        begin(other, Start(model=str(trained.path)))
    assert "\n" not in str(raised.value)
    assert raised.value.hint == "take thinker, encoding and config as they are on its card"
