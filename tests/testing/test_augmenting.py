"""Each rule of augmentation finds the encoding that breaks it."""

from dataclasses import replace

import numpy as np
import pytest
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.testing import problem_checks

SMALL = PrefixSums.Params.of({"bits": 8})


def augments_by(augment):
    """A problem whose encoding augments so."""
    encoding = type("Broken", (CentredEncoding,), {"augment": augment})
    return type("Broken", (PrefixSums,), {"encodings": {"centred": encoding()}})


def augments(change):
    """A problem that augments by exclusive or, and then changes the batch once more."""

    def augment(self, batch, rng):
        batch = CentredEncoding.augment(self, batch, rng)
        return replace(batch, **change(batch))

    return augments_by(augment)


def global_augment(batch):
    np.random.random()  # noqa: NPY002  the fault to be found
    return {}


def in_place(self, batch, rng):
    batch.inputs[:] *= -1
    return batch


def inputs_only(self, batch, rng):
    return replace(batch, inputs=CentredEncoding.augment(self, batch, rng).inputs)


def by_surprise(self, batch, rng):
    return CentredEncoding.augment(self, batch, np.random.default_rng())


FITS = "augmented batches fit"

FAULTS = [
    (augments(global_augment), FITS, "global random state"),
    (augments_by(in_place), FITS, "leaves the batch it is given alone"),
    (augments_by(by_surprise), FITS, "augment alike"),
    (augments(lambda b: {"inputs": b.inputs.astype(int)}), FITS, "the same sha"),
    (augments(lambda b: {"inputs": b.inputs[..., 1:]}), FITS, "the same sha"),
    (augments(lambda b: {"inputs": b.inputs + np.float32("inf")}), FITS, "fin"),
    (augments(lambda b: {"mask": b.mask[..., 1:]}), FITS, "the same shapes"),
    (augments(lambda b: {"targets": None}), FITS, "the same shapes"),
    (augments(lambda b: {"targets": b.targets + 1}), FITS, "are classes"),
    (augments_by(inputs_only), "augmented labels are right", "stay right"),
]


@pytest.mark.parametrize(("problem", "rule", "said"), FAULTS)
def test_an_augmentation_that_breaks_a_rule_is_found(failures, problem, rule, said):
    assert said in failures(problem_checks(problem(), SMALL)).get(rule, "the rule passed")
