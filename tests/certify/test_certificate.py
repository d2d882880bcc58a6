"""A contraction says what is proven, survives JSON, and cannot be made without K < 1."""

import json

import pytest

from thinkers.certify import Certificate
from thinkers.errors import ThinkersError


def test_it_survives_json():
    made = Certificate(0.5, "l2", "every size", "product", {"factors": {"recall": 0.5}})
    assert Certificate.of(json.loads(json.dumps(made.to_json()))) == made


@pytest.mark.parametrize("bad", [1.0, 1.55, -0.1, float("nan"), float("inf")])
def test_without_k_below_one_there_is_none(bad):
    with pytest.raises(ThinkersError, match="expected a contraction, 0 <= K < 1"):
        Certificate(bad, "l2", "every size", "product")


def test_foreign_values_are_refused():
    with pytest.raises(ThinkersError, match="no certificate is described"):
        Certificate.of({"K": 0.5, "colour": "red"})
