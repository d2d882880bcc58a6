"""An instance is known again by its digest, whatever run and process drew it."""

import numpy as np
from thinkers_prefix_sums.problem import PrefixSums
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.problem import Tsp

from thinkers.scoring.identity import digest_of, name_of

DIGEST = "2c1518ebd84af5112b7b7326ff3a0597039bb786383afef82ff1b2fda6c4bb45"


def drawn(seed):
    return Tsp().generate(np.random.default_rng(seed), 3, Tsp().sized(5, {}))


def test_the_same_instance_has_the_same_digest_and_others_have_others():
    first, again, other = drawn(0), drawn(0), drawn(1)
    digests = [digest_of(Tsp(), each) for each in first]
    assert digests == [digest_of(Tsp(), each) for each in again]
    assert len({*digests, *(digest_of(Tsp(), each) for each in other)}) == 6


def test_a_digest_stays_from_version_to_version():
    """Stores of answers are keyed by it."""
    assert digest_of(PrefixSums(), np.array([0, 1, 1])) == DIGEST


def test_a_name_is_a_text_or_empty():
    assert name_of(TspInstance(np.zeros((3, 3)), name="three")) == "three"
    assert name_of(np.zeros(2)) == ""
