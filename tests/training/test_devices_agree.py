"""A GPU run and a CPU run of one recipe agree: the same seed, float32 without TF32, 20 steps."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.nets import DTL, DTR
from thinkers.training import metrics
from thinkers.training.loop import train
from thinkers.training.run import Run

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")

RELATIVE = 1e-3
"""Sums in another order differ by about 1e-6, and 20 steps of a recurrent net multiply that. Plain
SGD, because Adam makes a whole step of a gradient near zero, whichever its sign."""

LOSSES = {
    "progressive": {"iterations": 3, "alpha": 0.5},
    "free iterations": {"iterations": 6, "alpha": 1.0},
    "a pool": {"iterations": 6, "alpha": 1.0, "max_grad_steps": 2, "segments": 3, "pool": 24},
}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("thinker", [DTL, DTR])
def test_losses_and_weights_agree_after_20_steps(recipe_with, tmp_path, thinker, loss):
    recipe = recipe_with(optimizer={"name": "sgd"}, loss=loss, thinker=thinker.name)
    assert recipe.optimizer.steps == 20
    trained, rows = {}, {}
    for device in ("cpu", "cuda"):
        folder = tmp_path / device
        model = train(Run(recipe, PrefixSums(), thinker, folder, device)).cpu()
        trained[device], rows[device] = model.state_dict(), metrics.read(folder)
    assert not torch.backends.cuda.matmul.allow_tf32
    assert not torch.backends.cudnn.allow_tf32
    for on_cpu, on_gpu in zip(rows["cpu"], rows["cuda"], strict=True):
        for name in ("loss", "validation_loss", "gradient_norm"):
            assert on_gpu[name] == pytest.approx(on_cpu[name], rel=RELATIVE), name
    for name, value in trained["cpu"].items():
        torch.testing.assert_close(trained["cuda"][name], value, rtol=RELATIVE, atol=1e-4, msg=name)
