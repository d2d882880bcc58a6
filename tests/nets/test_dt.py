"""DT has the published sizes and its step is the published one."""

import pytest
import torch
from torch.nn import functional

from thinkers import Signature
from thinkers.nets import DT

PREFIX, MAZE, CHESS = (
    Signature("sequence", channels=1, classes=2),
    Signature("grid", channels=3, classes=2),
    Signature("grid", channels=12, classes=2),
)


@pytest.mark.parametrize(
    ("signature", "width", "parameters"),
    [
        (PREFIX, 400, 2_642_400),
        (PREFIX, 256, 1_082_880),
        (PREFIX, 128, 271_104),
        (PREFIX, 120, 238_320),
        (PREFIX, 64, 67_968),
        (PREFIX, 32, 17_088),
        (PREFIX, 16, 4_320),
        (MAZE, 128, 632_592),
        (MAZE, 64, 170_064),
        (MAZE, 32, 49_392),
        (CHESS, 512, 9_642_384),
        (CHESS, 128, 642_960),
        (CHESS, 32, 51_984),
    ],
)
def test_the_number_of_parameters_is_the_published_one(signature, width, parameters):
    """The table of deep-thinking.md 1.3, every row."""
    with torch.device("meta"):
        built = DT.build(signature, {"width": width})
    assert sum(weight.numel() for weight in built.parameters()) == parameters


@pytest.mark.parametrize("signature", [PREFIX, MAZE])
def test_a_thought_is_two_residual_blocks_on_the_embedded_input(signature):
    torch.manual_seed(0)
    built = DT.build(signature, {"width": 6})
    weights = built.state_dict()
    convolve = functional.conv1d if signature.axes == 1 else functional.conv2d

    def conv(thought, name):
        return convolve(thought, weights[f"{name}.weight"], padding=1)

    inputs = torch.randn(2, signature.channels, *[7] * signature.axes)
    thought = expected = conv(inputs, "projection").clamp(min=0)
    assert torch.allclose(built.embed(inputs), expected)
    for block in ("blocks.0", "blocks.1"):
        hidden = conv(expected, f"{block}.first").clamp(min=0)
        expected = (conv(hidden, f"{block}.second") + expected).clamp(min=0)
    assert torch.allclose(built.step(thought, None), expected, atol=1e-6)
    logits = conv(conv(conv(expected, "head.0").clamp(min=0), "head.2").clamp(min=0), "head.4")
    assert torch.allclose(built.readout(expected), logits, atol=1e-6)
    assert len(weights) == 8


def test_the_input_is_seen_once():
    built = DT.build(PREFIX, {})
    assert built.recall(torch.ones(1, 1, 4)) is None


def test_a_step_sees_four_positions_to_each_side():
    """deep-thinking.md 1.3: the receptive radius per iteration is 4."""
    built = DT.build(PREFIX, {"width": 8})
    for weight in built.parameters():
        torch.nn.init.constant_(weight, 1.0)
    thought = torch.zeros(1, 8, 21)
    thought[..., 10] = 1
    moved = built.step(thought, None)[0, 0].nonzero().flatten().tolist()
    assert moved == list(range(6, 15))
