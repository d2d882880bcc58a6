"""An encoding's own loss takes the place of cross-entropy, and then labels may be wanting."""

import numpy as np
import pytest
import torch
from lightning_fabric import Fabric
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, PluginError
from thinkers.nets import DTL
from thinkers.training.data import VALIDATION, Feed, prepare
from thinkers.training.recipe import Group, Loss
from thinkers.training.step.descent import Descent
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.rows import tensors
from thinkers.training.task import Task
from thinkers.training.validation import validate

FABRIC = Fabric(accelerator="cpu", devices=1)


class Plain(CentredEncoding):
    """Cross-entropy by hand."""

    def loss(self, logits, batch):
        return torch.nn.functional.cross_entropy(logits, batch["targets"])


class Blind(CentredEncoding):
    """Nothing but certainty is asked for."""

    needs_labels = False

    def loss(self, logits, batch):
        assert "targets" not in batch
        assert batch["mask"].all()
        return (logits.softmax(1)[:, 0] - 1).square().mean()


class Unlabelled(PrefixSums):
    encodings = {"centred": Blind()}

    def label(self, instances):
        raise AssertionError("nobody asks for labels")


def batch_of(encoding, labelled=True):
    problem = PrefixSums()
    instances = problem.generate(np.random.default_rng(0), 6, problem.Params(bits=8))
    labels = problem.label(instances) if labelled else None
    return encoding.encode(instances, labels)


def built():
    torch.manual_seed(0)
    return DTL.build(CentredEncoding.signature, {"width": 4})


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_cross_entropy_by_hand_is_cross_entropy(alpha):
    losses = []
    for encoding in (CentredEncoding(), Plain()):
        rows = tensors(batch_of(encoding), encoding.signature, torch.device("cpu"))
        settings = Loss(iterations=4, alpha=alpha)
        module = ProgressiveLoss(built(), settings, "class", encoding.own_loss)
        losses.append(module(rows, Draw(4, 1, 2))[0].item())
    assert losses[0] == pytest.approx(losses[1])
    found = [
        validate(built(), [batch_of(each)], lambda shape: 3, each, FABRIC)
        for each in (CentredEncoding(), Plain())
    ]
    assert found[0] == pytest.approx(found[1])


def test_a_loss_without_labels_trains_without_them(recipe_with):
    recipe, problem = recipe_with(problem="prefix_sums"), Unlabelled()
    task = Task(problem, "centred")
    feed = Feed(recipe, task)
    descent = Descent(recipe, built(), task.encoding, FABRIC)
    losses = [descent.step(feed.batch(step), step)[0] for step in range(10)]
    assert losses[-1] < losses[0]
    error, right = validate(
        descent.thinker, [feed.batch(0)], lambda shape: 3, task.encoding, FABRIC
    )
    assert np.isfinite(error)
    assert np.isnan(right)


def test_stored_sets_without_labels_are_made_without_them():
    group = Group(count=300, params={"bits": 8})
    [[batch]] = prepare(Task(Unlabelled(), "centred"), [group], 0, VALIDATION)
    assert batch.inputs.shape == (300, 1, 8)
    assert batch.targets is None


def test_cross_entropy_without_labels_is_refused():
    encoding = CentredEncoding()
    rows = tensors(batch_of(encoding, labelled=False), encoding.signature, torch.device("cpu"))
    with pytest.raises(ConfigError, match="no labels to learn from"):
        ProgressiveLoss(built(), Loss(iterations=2, alpha=1.0), "class")(rows, Draw(2, 0, 2))


@pytest.mark.parametrize(
    "wrong",
    [lambda logits: None, lambda logits: logits, lambda logits: logits.sum().item(),
     lambda logits: logits.detach().sum()],
)  # fmt: skip
def test_what_is_no_loss_is_told_of_the_encoding(wrong):
    own = type("Odd", (CentredEncoding,), {"loss": lambda self, logits, batch: wrong(logits)})()
    rows = tensors(batch_of(own), own.signature, torch.device("cpu"))
    module = ProgressiveLoss(built(), Loss(iterations=2, alpha=1.0), "class", own.own_loss)
    with pytest.raises(PluginError, match="a scalar tensor that depends on the logits"):
        module(rows, Draw(2, 0, 2))
