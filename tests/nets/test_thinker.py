"""What holds for every thinker: the shipped contract, and refusals in one line."""

from dataclasses import fields, is_dataclass

import pytest
import torch
from torch import nn
from torch.nn.utils import parametrize

from thinkers import Signature
from thinkers.errors import ConfigError
from thinkers.nets import DT, DTCP, DTG, DTL, DTM, DTMP, DTOM, DTOS, DTR, DTMono, Thinker
from thinkers.nets.constraints import CONSTRAINTS
from thinkers.nets.constraints import PROVEN as PROVEN_BY
from thinkers.testing import thinker_checks, toy_signature
from thinkers.testing.nets import toy_inputs

EVERY = [DT, DTR, DTL, DTM, DTG, DTOS, DTOM, DTCP, DTMono, DTMP]
PROVEN = [DTOS, DTOM, DTCP]
LAYOUTS = ("sequence", "grid", "matrix")
CHECKS = [
    pytest.param(check, id=f"{thinker.name}: {check}")
    for thinker in EVERY
    for check in thinker_checks(thinker)
]


def any_signature(thinker):
    return toy_signature(min(thinker.layouts))


class Line(Thinker):
    """The smallest thinker: it adds the input again and again, on sequences only."""

    name = "line"
    summary = "for these tests"
    layouts = frozenset({"sequence"})
    Config = type("NoConfig", (), {"__dataclass_fields__": {}})

    def __init__(self, signature, config):
        super().__init__(signature, config)
        self.head = nn.Conv1d(signature.channels, signature.classes, 1)

    def embed(self, inputs):
        return torch.zeros_like(inputs)

    def step(self, thought, recall):
        return thought

    def readout(self, thought):
        return self.head(thought)


@pytest.mark.parametrize("check", CHECKS)
def test_contract(check):
    check()


@pytest.mark.parametrize("thinker", EVERY)
def test_settings_are_a_frozen_dataclass_with_defaults(thinker):
    assert is_dataclass(thinker.Config)
    assert thinker.Config.__dataclass_params__.frozen
    assert thinker.Config() == thinker.Config(
        **{field.name: field.default for field in fields(thinker.Config)}
    )


@pytest.mark.parametrize(
    ("thinker", "layout"),
    [(each, layout) for each in [*EVERY, Line] for layout in LAYOUTS if layout not in each.layouts],
)
def test_a_layout_that_it_cannot_think_on_is_refused(thinker, layout):
    known = ", ".join(sorted(thinker.layouts))
    expected = rf"(?m)^{thinker.name} thinks on {known}, not on {layout}$"
    with pytest.raises(ConfigError, match=expected) as caught:
        thinker.build(toy_signature(layout), {})
    assert caught.value.hint


@pytest.mark.parametrize("thinker", EVERY)
def test_an_unknown_setting_is_refused_and_what_is_near_is_said(thinker):
    known = fields(thinker.Config)[0].name
    misspelt = known[:-2] + known[:-3:-1]
    expected = rf"^thinker {thinker.name}: unknown key '{misspelt}', did you mean '{known}'\?$"
    with pytest.raises(ConfigError, match=expected):
        thinker.build(any_signature(thinker), {misspelt: 8})


@pytest.mark.parametrize(
    ("thinker", "config"),
    [
        *[
            (each, {"width": bad})
            for each in EVERY
            if each is not DTMP
            for bad in (0, -4, "wide", None, 2.5)
        ],
        *[(each, {"width": 7}) for each in (DT, DTR, DTL, DTOS, DTOM, DTCP)],
        *[(each, {"skip": bad}) for each in (DTL, DTM) for bad in (0, 1, -0.5, 2, "nan", "much")],
        (DTL, {"constraint": "spectrl"}),
        (DTL, {"constraint": 3}),
        (DTM, {"paths": 0}),
        *[(each, {"contraction": bad}) for each in (DTL, *PROVEN) for bad in (0, 1, -1, "nan")],
        *[(DTOS, {"shifts": bad}) for bad in ([], [0], [1, -1], [1.5], 2)],
        *[(each, {"matrices": "diagonal"}) for each in (DTOS, DTOM)],
        (DTOM, {"layers": 0}),
        (DTCP, {"blocks": 0}),
        *[(DTCP, {"constraint": bad}) for bad in ("none", "spectral", "certifed")],
    ],
)
def test_a_setting_out_of_range_is_a_config_error_that_names_the_thinker(thinker, config):
    with pytest.raises(ConfigError) as caught:
        thinker.build(any_signature(thinker), config)
    assert str(caught.value).startswith(f"thinker {thinker.name}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("thinker", [each for each in EVERY if each not in PROVEN])
def test_nothing_is_promised_that_is_not_proven(thinker):
    assert thinker.build(any_signature(thinker), {}).lipschitz() is None


@pytest.mark.parametrize("thinker", PROVEN)
@pytest.mark.parametrize("contraction", [0.5, 0.99, 0.9999])
def test_the_constant_that_is_asked_for_is_kept(thinker, contraction):
    built = thinker.build(any_signature(thinker), {"contraction": contraction})
    assert 0.99 * contraction < built.lipschitz() <= contraction * (1 + 1e-9)


@pytest.mark.parametrize("thinker", EVERY)
def test_holding_changes_no_value_and_no_gradient(thinker):
    torch.manual_seed(0)
    built = thinker.build(any_signature(thinker), {}).eval()
    signature = any_signature(thinker)
    inputs = toy_inputs(signature, 5)

    def think():
        built.zero_grad()
        thought = built.embed(inputs)
        for _ in range(3):
            thought = built.step(thought, built.recall(inputs))
        logits = built.readout(thought)
        logits.sum().backward()
        return logits.detach(), [weight.grad.clone() for weight in built.parameters()]

    free = think()
    with built.cached_weights():
        held = think()
    assert torch.equal(free[0], held[0])
    for one, other in zip(free[1], held[1], strict=True):
        assert torch.allclose(one, other, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(
    ("thinker", "config"),
    [*((each, {}) for each in EVERY), *((DTL, {"constraint": each}) for each in CONSTRAINTS
     if each != "svd-cap"), *((DTCP, {"constraint": each}) for each in sorted(PROVEN_BY))],
)  # fmt: skip
def test_iterations_of_one_solve_read_the_identical_weights(thinker, config, training):
    torch.manual_seed(0)
    signature = any_signature(thinker)
    built = thinker.build(signature, config).train(training)
    inputs = toy_inputs(signature, 5)
    maps = [
        (module, name)
        for module in built.modules() if parametrize.is_parametrized(module)
        for name in module.parametrizations
    ]  # fmt: skip

    def read():
        return [getattr(module, name) for module, name in maps]

    with built.cached_weights():
        thought, recall = built.embed(inputs), built.recall(inputs)
        first = read()
        thought = built.step(thought, recall)
        built.step(thought, recall)
        assert all(one is other for one, other in zip(first, read(), strict=True))
    assert not any(one is other for one, other in zip(first, read(), strict=True))


def test_a_thinker_without_recall_gives_none():
    line = Line(Signature("sequence", 1, 2), None)
    assert line.recall(torch.zeros(1, 1, 4)) is None


def test_an_unfinished_thinker_cannot_be_built():
    unfinished = type("Unfinished", (Line,), {"step": Thinker.step})
    with pytest.raises(TypeError, match="abstract"):
        unfinished(Signature("sequence", 1, 2), None)


class Asked:
    """Counts how often a thinker really proves something."""

    def __init__(self, thinker, monkeypatch):
        self.thinker, self.times = thinker, 0
        prove = thinker.lipschitz

        def lipschitz():
            self.times += 1
            return prove()

        monkeypatch.setattr(thinker, "lipschitz", lipschitz)

    def __call__(self):
        before = self.times
        found = self.thinker.memoised(self.thinker.lipschitz)
        assert found == type(self.thinker).lipschitz(self.thinker), "what is kept is still true"
        return self.times - before


def require_seen(change, asked):
    assert asked() == 0
    change()
    assert asked() == 1
    assert asked() == 0


@pytest.fixture
def asked(monkeypatch):
    torch.manual_seed(0)
    config = {"width": 4, "constraint": "none", "skip": 0.9}
    thinker = DTL.build(Signature("sequence", 1, 2), config).eval()
    with torch.no_grad():
        for name, weight in thinker.named_parameters():
            if name.startswith(("recall_thought", "blocks")) and weight.ndim > 2:
                weight.mul_(0.3)
    asked = Asked(thinker, monkeypatch)
    assert asked() == 1
    assert thinker.memoised(thinker.lipschitz) < 1
    return asked


@pytest.mark.parametrize("way", ["in place", "behind autograd's back", "numpy", "one bit", "new"])
def test_a_proof_is_kept_until_a_weight_changes_in_whatever_way(asked, way):
    weight = asked.thinker.recall_thought.weight

    @torch.no_grad()
    def change():
        if way == "in place":
            weight.mul_(9)
        elif way == "behind autograd's back":
            weight.data[0, 0, 0] = 9.0
        elif way == "numpy":
            weight.numpy()[0, 0, 0] = 9.0
        elif way == "one bit":
            weight[0, 0, 0] = torch.nextafter(weight[0, 0, 0], torch.tensor(9.0))
        else:
            asked.thinker.recall_thought.weight = nn.Parameter(9 * weight)

    require_seen(change, asked)
    assert (asked.thinker.memoised(asked.thinker.lipschitz) is None) == (way != "one bit")


def test_a_proof_is_asked_for_anew_with_other_multipliers_statistics_mode_and_weights(asked):
    thinker = asked.thinker
    require_seen(lambda: setattr(thinker, "multipliers", {"x": [[1.0]]}), asked)
    require_seen(lambda: thinker.multipliers["x"][0].append(2.0), asked)
    require_seen(lambda: thinker.projection[1].running_mean.add_(1), asked)
    require_seen(thinker.train, asked)
    require_seen(lambda: thinker.load_state_dict(
        {name: value / 2 for name, value in thinker.state_dict().items()}), asked)  # fmt: skip


def test_a_proof_that_is_kept_whatever_happens_is_caught(asked, monkeypatch):
    monkeypatch.setattr(asked.thinker, "_fingerprint", lambda: "the same")
    asked()
    with pytest.raises(AssertionError, match="what is kept is still true"), torch.no_grad():
        require_seen(lambda: asked.thinker.recall_thought.weight.mul_(9), asked)
