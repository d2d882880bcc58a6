"""What thinking takes is known before it begins: refused where there is not enough, else shared."""

import math
import os
import subprocess
import sys

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Model, Thinker
from thinkers.engine import memory
from thinkers.engine.acceleration import Anderson, Picard
from thinkers.engine.batching import BATCH
from thinkers.engine.machine import FEW_POSITIONS, gigabytes
from thinkers.engine.memory import SPARE, needed, require_room, roughly
from thinkers.engine.solve import solve
from thinkers.engine.stop import MaxIterations
from thinkers.errors import MemoryLimitError
from thinkers.models.card import Budget, Card
from thinkers.nets import DTCP, DTL, DTM, DTMP, DTOM, DTOS, DTR
from thinkers.problems.signature import Signature

CPU = torch.device("cpu")
GRID = Signature("grid", channels=3, classes=2)
MATRIX = Signature("matrix", channels=4, classes=1, target="row", near=(1, 2))

MEASURE = """
import re
from pathlib import Path
import torch
from thinkers.engine.memory import needed
from thinkers.nets import DTL, DTM, DTMP
from thinkers.problems.signature import Signature
from thinkers.engine.stop import MaxIterations
from thinkers.engine.loop import think
torch.set_num_threads(1)
def bytes_of(name):
    return 1024 * int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
GRID = Signature("grid", 3, 2)
for kind, config, signature, sides, count in (
    (DTM, {"width": 32}, Signature("matrix", 4, 1, "row", near=(1, 2)), (60, 150, 220, 300), 2),
    (DTL, {"width": 32}, GRID, (60, 200, 300, 500), 2),
    (DTMP, {"heads": 1, "binary": True}, GRID, (60, 150, 200, 250), 30),
):
    torch.manual_seed(0)
    thinker = kind.build(signature, config).eval()
    for side in sides:
        need = needed(thinker, signature.channels, (side, side))
        Path("/proc/self/clear_refs").write_text("5")
        before = bytes_of("VmRSS")
        think(thinker, torch.rand(1, signature.channels, side, side), MaxIterations(count))
        print(side, need, bytes_of("VmHWM") - before)
"""


PLENTY = """
import sys
import torch
from thinkers.engine import memory
from thinkers.nets import DTL
from thinkers.problems.signature import Signature
memory.free_on = lambda device: 10**11
thinker = DTL.build(Signature("grid", 3, 2), {"width": 32}).eval()
print(memory.require_room(thinker, 3, (400, 400), 9, torch.device("cpu")))
print("torch._dynamo" in sys.modules)
"""

EVERY = [(DTM, MATRIX), (DTOM, MATRIX), *((kind, GRID) for kind in (DTR, DTL, DTMP, DTOS, DTCP))]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a peak since a moment")
def test_what_is_foreseen_is_what_a_process_takes():
    surroundings = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "65536"}  # what is freed is given back
    words = [sys.executable, "-c", MEASURE]
    run = subprocess.run(words, capture_output=True, text=True, check=True, env=surroundings)
    lines = [tuple(map(int, line.split())) for line in run.stdout.splitlines()]
    assert len(lines) == 12
    for side, foreseen, taken in lines:
        if side > 60:  # the smallest warms up: libraries are loaded, convolutions compiled
            assert 0.5 * foreseen < taken < 1.2 * foreseen, (side, foreseen, taken)


@pytest.mark.parametrize(("kind", "signature"), EVERY, ids=lambda each: getattr(each, "name", ""))
def test_every_thinker_can_be_foreseen_and_grows_with_its_positions(kind, signature):
    thinker = kind.build(signature, {}).eval()
    small, large = (needed(thinker, signature.channels, (side, side)) for side in (40, 80))
    thought = 4 * 80 * 80
    assert large > 2 * thought
    assert 3 < large / small < 4.5
    weights = next(iter(thinker.parameters()))
    assert weights.device.type == "cpu", "the thinker itself stays where it is"


@pytest.mark.parametrize(("kind", "signature"), EVERY, ids=lambda each: getattr(each, "name", ""))
def test_what_small_instances_foresee_is_not_far_from_what_is_worked_out(kind, signature):
    thinker = kind.build(signature, {}).eval()
    need = needed(thinker, signature.channels, (300, 300))
    assert need < SPARE * roughly(thinker, signature.channels, (300, 300)) < 2 * SPARE * need


def test_where_there_is_plenty_torch_imports_no_compiler():
    run = subprocess.run([sys.executable, "-c", PLENTY], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["9", "False"]


def test_thoughts_that_a_solver_keeps_count():
    thinker = DTR.build(GRID, {"width": 8}).eval()
    thought = 4 * 8 * 100 * 100
    plain, kept = (
        needed(thinker, 3, (100, 100), acceleration) for acceleration in (Picard, Anderson)
    )
    assert kept - plain > 10 * thought


class Attending(Thinker):
    """Each position looks at all others: memory grows as their square, and its weights are many."""

    name, summary, Config = "attending", "for tests", dict
    layouts = frozenset({"grid"})

    def __init__(self, weights):
        super().__init__(GRID, None)
        self.weights = torch.nn.Parameter(torch.zeros(weights))

    def embed(self, inputs):
        return torch.rand(inputs.shape, device=inputs.device)

    def step(self, thought, recall):
        rows = thought.flatten(2)  # (b, c, positions)
        return (rows @ (rows.transpose(1, 2) @ rows).softmax(-1)).view_as(thought)

    def readout(self, thought):
        return thought[:, :2]


@pytest.mark.parametrize("weights", [1, 10**6])
@pytest.mark.parametrize("shape", [(300, 300), (3, 30_000), (30_000, 3)])
def test_small_instances_show_how_memory_grows_whatever_the_weights_and_the_shape(weights, shape):
    thinker = Attending(weights).eval()
    need = needed(thinker, 3, shape)
    assert need < SPARE * roughly(thinker, 3, shape) < SPARE * need


def test_random_numbers_are_as_if_nothing_had_been_foreseen():
    before = torch.get_rng_state()
    roughly(Attending(1).eval(), 3, (100, 100))
    assert torch.equal(torch.get_rng_state(), before)


class Curious(Thinker):
    """Looks at numbers to decide how to go on."""

    name, summary, Config = "curious", "for tests", dict
    layouts = frozenset({"sequence"})

    def __init__(self):
        super().__init__(PrefixSums.encodings["centred"].signature, None)

    def embed(self, inputs):
        return torch.zeros_like(inputs)

    def step(self, thought, recall):
        return thought + 1 if thought.sum().item() >= 0 else thought

    def readout(self, thought):
        return torch.cat([thought, -thought], 1)


def test_what_cannot_be_foreseen_is_let_think():
    assert needed(Curious().eval(), 1, (9,)) is None
    assert require_room(Curious().eval(), 1, (FEW_POSITIONS,), 9, CPU) == 9


@pytest.fixture
def room(monkeypatch):
    """Sets how many bytes are free, and how many an instance needs, which small ones hide."""

    def room(free, need=1000):
        monkeypatch.setattr(memory, "roughly", lambda *given: math.inf)
        monkeypatch.setattr(memory, "free_on", lambda device: free)
        monkeypatch.setattr(memory, "needed", lambda *given: need)

    return room


@pytest.mark.parametrize(("free", "most"), [(1000, 1), (2999, 2), (10**6, 64), (None, 64)])
def test_as_many_think_together_as_there_is_room_for(room, free, most):
    room(free)
    assert require_room(Curious(), 1, (FEW_POSITIONS,), 64, CPU) == most


@pytest.mark.parametrize(
    ("size", "device", "swift", "most"),
    [(1, CPU, True, 64), (40, CPU, True, 25), (4000, CPU, True, 1), (40, CPU, False, 64),
     (40, torch.device("cuda"), True, 64), (math.inf, CPU, True, 64)],
)  # fmt: skip
def test_large_ones_think_few_at_a_time_on_a_cpu_where_nobody_says_how_many(
    monkeypatch, size, device, swift, most
):
    monkeypatch.setattr(memory, "roughly", lambda *_: size * memory.CACHED / 1000)
    monkeypatch.setattr(memory, "free_on", lambda _: None)
    found = require_room(Curious(), 1, (FEW_POSITIONS,), 64, device, swift=swift)
    assert found == most


def test_where_one_is_too_many_the_figures_are_told(room):
    room(20 * 10**9, 55 * 10**9)
    with pytest.raises(MemoryLimitError) as raised:
        require_room(Curious(), 1, (6000, 6000), 1, CPU)
    assert str(raised.value) == (
        "an instance of 6000 x 6000 positions needs about 55 GB to think, 20 GB are free"
    )
    assert "smaller instance" in raised.value.hint


def test_what_is_small_is_not_worked_out(monkeypatch):
    monkeypatch.setattr(memory, "needed", None)
    assert require_room(Curious(), 1, (FEW_POSITIONS // 64,), 64, CPU) == 64


@pytest.mark.parametrize(
    ("count", "words"), [(55_400_000_000, "55 GB"), (2_340_000_000, "2.3 GB"), (10**8, "0.1 GB")]
)
def test_sizes_are_read_as_people_say_them(count, words):
    assert gigabytes(count) == words


def test_answers_are_the_same_however_few_think_together(room, monkeypatch):
    thinker = DTR.build(PrefixSums.encodings["centred"].signature, {"width": 4}).eval()
    card = Card(
        name="prefix_sums/x", problem="prefix_sums", thinker="dt-r", encoding="centred",
        config={"width": 4}, budget=Budget(minimum=3),
    )  # fmt: skip
    rng = np.random.default_rng(0)
    instances = [rng.integers(0, 2, 12) for _ in range(BATCH + 3)]
    sizes = []
    embed = thinker.embed
    monkeypatch.setattr(thinker, "embed", lambda given: sizes.append(len(given)) or embed(given))

    def answers():
        sizes.clear()
        model = Model(card, thinker)
        results = solve(PrefixSums(), instances, model, MaxIterations(3), device="cpu")
        return [result.solution.tolist() for result in results]

    together = answers()
    assert sizes == [BATCH, 3]
    monkeypatch.setattr(memory, "FEW_POSITIONS", 0)
    room(30_000)
    assert answers() == together
    assert sizes == [30, 30, 7]


def test_a_figure_is_worked_out_before_anything_is_encoded(room, monkeypatch):
    monkeypatch.setattr(type(PrefixSums.encodings["centred"]), "encode", None)
    monkeypatch.setattr(memory, "FEW_POSITIONS", 0)
    room(1)
    thinker = DTR.build(PrefixSums.encodings["centred"].signature, {"width": 4}).eval()
    card = Card(
        name="prefix_sums/x", problem="prefix_sums", thinker="dt-r", encoding="centred",
        config={"width": 4}, budget=Budget(minimum=3),
    )  # fmt: skip
    with pytest.raises(MemoryLimitError, match="of 3 positions"):
        solve(PrefixSums(), [np.array([1, 0, 1])], Model(card, thinker), device="cpu")
