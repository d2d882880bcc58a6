"""What is said to be proven holds against thinking ten times longer in float64."""

import copy
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from thinkers.engine.acceleration import Anderson, Picard
from thinkers.engine.bounds import LipschitzBounds, in_float64
from thinkers.engine.loop import think
from thinkers.engine.stop import AnyOf, Certified, CertifiedAnswer, Converged, MaxIterations
from thinkers.errors import ModelError
from thinkers.nets import DTCP, DTL, DTOS, Thinker
from thinkers.problems.signature import Signature

SEQUENCE = Signature("sequence", channels=1, classes=2)
BUDGET = MaxIterations(1500)


@dataclass(frozen=True)
class HalfConfig:
    """Settings of the thinker below."""

    claimed: float | None = 0.5


class Half(Thinker):
    """`φ ← φ/2 + x`: the fixed point is 2x, and every distance can be done in the head."""

    name, summary, Config = "half", "for tests", HalfConfig
    layouts = frozenset({"sequence"})

    def __init__(self, signature, config):
        super().__init__(signature, config)
        self.claimed = config.claimed

    def embed(self, inputs):
        return torch.zeros_like(inputs)

    def recall(self, inputs):
        return inputs

    def step(self, thought, recall):
        return thought / 2 + recall

    def readout(self, thought):
        return torch.cat([thought, -thought], 1)

    def lipschitz(self):
        return self.claimed

    def readout_lipschitz(self):
        return 2**0.5


@pytest.fixture(params=[DTOS, DTCP], ids=lambda kind: kind.name)
def thinker(request):
    torch.manual_seed(0)
    return request.param.build(SEQUENCE, {"width": 16, "contraction": 0.9}).eval()


def inputs(count=5, bits=12):
    return torch.randn(count, 1, bits, generator=torch.Generator().manual_seed(1))


def limit(thinker, given):
    """The fixed point in float64, by thinking until nothing changes."""
    twin, given = in_float64(thinker), given.double()
    with torch.no_grad():
        thought, recall = twin.embed(given), twin.recall(given)
        for _ in range(3000):
            thought = twin.step(thought, recall)
        return twin, thought


def test_the_bound_of_a_map_done_by_hand():
    found = think(
        Half.build(SEQUENCE, {}).eval(), torch.ones(1, 1, 4), Certified(0.1), acceleration=Picard
    )
    # The thought 2 - 2^(1-m) on four positions is 4 / 2^m from the fixed point; the answer is read
    # one step later, and the bound is exact for this map.
    assert found.iterations == [6]
    bound = found.error_bounds[0]
    assert bound.contraction == 0.5
    assert bound.distance == pytest.approx(4 / 2**7)
    assert bound.final == 1


def test_positions_are_final_when_their_margin_exceeds_the_bound():
    given = torch.tensor([[[1.0, 1e-3, -1.0, 0.0]]])
    found = think(Half.build(SEQUENCE, {}).eval(), given, MaxIterations(6), acceleration=Picard)
    # Margins are twice |2x|; the bound is about 0.02, times √2 √2.
    assert found.error_bounds[0].final == 0.5
    mask = torch.tensor([[True, False, True, False]])
    masked = think(
        Half.build(SEQUENCE, {}).eval(), given, MaxIterations(6), mask=mask, acceleration=Picard
    )
    assert masked.error_bounds[0].final == 1


@pytest.mark.parametrize("acceleration", [Picard, Anderson])
def test_the_fixed_point_is_within_the_bound(thinker, acceleration):
    given = inputs()
    found = think(thinker, given, AnyOf(Certified(0.01), BUDGET), acceleration=acceleration)
    assert found.stopped_by == ["certified"] * 5
    twin, point = limit(thinker, given)
    with torch.no_grad():
        logits = twin.readout(point).float().numpy()
    reach = LipschitzBounds.of(thinker).readout
    for row, bound in enumerate(found.error_bounds):
        assert bound.distance <= 0.01
        error = np.linalg.norm(found.scores[row] - logits[row])
        assert error <= reach * bound.distance + 1e-5


@pytest.mark.parametrize("acceleration", [Picard, Anderson])
def test_a_certified_answer_is_the_answer_of_thinking_for_ever(thinker, acceleration):
    given = inputs(20)
    found = think(thinker, given, AnyOf(CertifiedAnswer(), BUDGET), acceleration=acceleration)
    twin, point = limit(thinker, given)
    with torch.no_grad():
        final = twin.readout(point).argmax(1).numpy()
    certified = [row for row in range(20) if found.stopped_by[row] == "certified_answer"]
    assert len(certified) > 15
    for row in certified:
        assert found.error_bounds[row].final == 1
        assert (found.scores[row].argmax(0) == final[row]).all()


def test_acceleration_brings_the_certificate_of_dt_cp_in_less_than_half_the_iterations():
    torch.manual_seed(0)
    thinker = DTCP.build(SEQUENCE, {"width": 16, "contraction": 0.99}).eval()
    counts = {}
    for kind in (Picard, Anderson):
        found = think(thinker, inputs(4, 32), AnyOf(Certified(0.05), BUDGET), acceleration=kind)
        assert found.stopped_by == ["certified"] * 4
        counts[kind] = np.mean(found.iterations)
    assert counts[Anderson] <= 0.4 * counts[Picard]


def test_a_false_promise_is_seen_through():
    # The map halves; claiming a quarter would give a bound that is too small.
    honest = think(
        Half.build(SEQUENCE, {}).eval(), torch.ones(1, 1, 4), MaxIterations(6), acceleration=Picard
    )
    assert honest.error_bounds[0].distance >= 4 / 2**7 * (1 - 1e-12)
    contradiction = r"claims to contract by 0.25, but its step stretches by 0"
    with pytest.raises(ModelError, match=contradiction):
        think(Half.build(SEQUENCE, {"claimed": 0.25}).eval(), torch.ones(1, 1, 4), MaxIterations(6))


@pytest.mark.parametrize("claimed", [None, 1.0, 1.5])
def test_without_a_proof_nothing_is_claimed_and_nothing_certified(claimed):
    thinker = Half.build(SEQUENCE, {"claimed": claimed}).eval()
    found = think(thinker, inputs(2), AnyOf(Certified(9.0), CertifiedAnswer(), MaxIterations(4)))
    assert found.stopped_by == ["max_iterations"] * 2
    assert found.error_bounds == [None, None]


def test_rules_without_a_proof_stop_a_proven_thinker_too(thinker):
    found = think(thinker, inputs(), AnyOf(Converged(1e-3), BUDGET))
    assert found.stopped_by == ["converged"] * 5
    assert all(bound.distance > 0 for bound in found.error_bounds)


@pytest.mark.parametrize("kind", [DTOS, DTCP, DTL])
def test_the_copy_in_float64_has_the_very_weights_and_leaves_the_original_alone(kind):
    torch.manual_seed(0)
    thinker = kind.build(SEQUENCE, {"width": 16}).eval()
    before = copy.deepcopy(thinker.state_dict())
    with torch.no_grad():
        given = inputs()
        twin = in_float64(thinker)
        with thinker.cached_weights():
            single = thinker.step(thinker.embed(given), thinker.recall(given))
            double = twin.step(twin.embed(given.double()), twin.recall(given.double()))
    assert double.dtype == torch.float64
    assert torch.allclose(single.double(), double, rtol=1e-4, atol=1e-5)
    assert all(torch.equal(before[name], value) for name, value in thinker.state_dict().items())
    assert {value.dtype for value in twin.parameters()} == {torch.float64}


def test_batches_share_one_proof_and_a_changed_weight_is_not_believed(thinker, monkeypatch):
    asked = []
    for name in ("lipschitz", "readout_lipschitz"):
        right = getattr(thinker, name)

        def counted(right=right, name=name):
            asked.append(name)
            return right()

        counted.__name__ = name
        monkeypatch.setattr(thinker, name, counted)
    for size in (4, 6, 4):
        assert think(thinker, torch.ones(2, 1, size), MaxIterations(2)).error_bounds[0] is not None
    assert asked == ["lipschitz", "readout_lipschitz"]
    before = LipschitzBounds.of(thinker)
    with torch.no_grad():
        next(each for each in thinker.head.parameters()).mul_(2)
    after = LipschitzBounds.of(thinker)
    assert after.readout == pytest.approx(2 * before.readout)
    assert after.contraction == before.contraction
