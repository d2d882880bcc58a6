"""DT-R has the published sizes, and its split recall is the convolution of the concatenation."""

import pytest
import torch
from torch.nn import functional

from thinkers import Signature
from thinkers.nets import DTR

PREFIX, MAZE, CHESS = (
    Signature("sequence", channels=1, classes=2),
    Signature("grid", channels=3, classes=2),
    Signature("grid", channels=12, classes=2),
)


@pytest.mark.parametrize(
    ("signature", "width", "parameters"),
    [
        (PREFIX, 400, 3_123_600),
        (PREFIX, 256, 1_280_256),
        (PREFIX, 128, 320_640),
        (PREFIX, 64, 80_448),
        (PREFIX, 32, 20_256),
        (PREFIX, 16, 5_136),
        (MAZE, 128, 783_504),
        (MAZE, 64, 208_656),
        (MAZE, 32, 59_472),
        (CHESS, 512, 12_056_976),
        (CHESS, 128, 804_240),
        (CHESS, 32, 64_656),
    ],
)
def test_the_number_of_parameters_is_the_published_one(signature, width, parameters):
    """The table of deep-thinking.md 1.3, every row."""
    with torch.device("meta"):
        built = DTR.build(signature, {"width": width})
    assert sum(weight.numel() for weight in built.parameters()) == parameters


@pytest.mark.parametrize("signature", [PREFIX, MAZE, CHESS])
def test_a_step_convolves_thought_and_input_together(signature):
    """On sequences a ReLU follows the recall convolution, on grids none (deep-thinking.md 1.3)."""
    torch.manual_seed(0)
    built = DTR.build(signature, {"width": 6})
    weights = built.state_dict()
    convolve = functional.conv1d if signature.axes == 1 else functional.conv2d
    kernel = torch.cat([weights["recall_thought.weight"], weights["recall_input.weight"]], 1)
    assert kernel.shape[:2] == (6, 6 + signature.channels)
    inputs = torch.randn(2, signature.channels, *[7] * signature.axes)
    thought = torch.randn(2, 6, *[7] * signature.axes)
    expected = convolve(torch.cat([thought, inputs], 1), kernel, padding=1)
    assert torch.allclose(built.recall_thought(thought) + built.recall(inputs), expected, atol=1e-5)
    if signature.axes == 1:
        expected = expected.clamp(min=0)
    for block in ("blocks.0", "blocks.1"):
        first, second = (weights[f"{block}.{name}.weight"] for name in ("first", "second"))
        hidden = convolve(expected, first, padding=1).clamp(min=0)
        expected = (convolve(hidden, second, padding=1) + expected).clamp(min=0)
    assert torch.allclose(built.step(thought, built.recall(inputs)), expected, atol=1e-5)


def test_the_recall_term_does_not_depend_on_the_thought_and_is_not_computed_by_the_step():
    built = DTR.build(PREFIX, {})
    calls = []
    built.recall_input.register_forward_hook(lambda *_: calls.append(1))
    inputs = torch.randn(1, 1, 8)
    thought, recall = built.embed(inputs), built.recall(inputs)
    for _ in range(5):
        thought = built.step(thought, recall)
    assert len(calls) == 1


def test_a_step_sees_five_positions_to_each_side():
    """deep-thinking.md 1.3: the receptive radius per iteration is 5."""
    built = DTR.build(PREFIX, {"width": 8})
    for weight in built.parameters():
        torch.nn.init.constant_(weight, 1.0)
    thought = torch.zeros(1, 8, 21)
    thought[..., 10] = 1
    moved = built.step(thought, torch.zeros(1, 8, 21))[0, 0].nonzero().flatten().tolist()
    assert moved == list(range(5, 16))
