"""The certification report of a model: what is proven of its step, and what is measured."""

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import torch
from torch import Tensor

from thinkers.certify.ball import certify_ball
from thinkers.certify.certificate import Certificate
from thinkers.certify.consistency import TOLERANCE, contradicts, disagreement
from thinkers.certify.estimates import (
    Estimate,
    jacobian_norm,
    path_independence,
    spectral_radius,
    step_ratio,
)
from thinkers.certify.horizon import horizon
from thinkers.certify.iterate import iterate
from thinkers.certify.pieces import Chain
from thinkers.certify.proof import Proof, prove
from thinkers.models.certificate import verify_certificate
from thinkers.models.store import Model
from thinkers.nets.packing import packed, rows_of
from thinkers.problems.encoding import Encoding
from thinkers.problems.least_steps import Correctness, UnprovenError

if TYPE_CHECKING:
    from thinkers.nets import Thinker

AnyEncoding = Encoding[Any, Any]

GAIN = 10.0
"""L_H R / D behind the horizon that is reported: an answer's margin is a tenth of L_H R."""


@dataclass(frozen=True)
class Report:
    """What `thinkers certify` says.

    Attributes:
        model: The model's name.
        thinker: Its architecture.
        proof: What is proven at every size; None for a step without a description.
        stored: Whether the file holds a certificate, and whether it could be proven again.
        balls: Certificates of single thoughts, where nothing is proven at every size.
        estimates: Measured on instances.
        instances: How many.
        refuted: What contradicts the proof, in words; empty where nothing does.
        settles: Whether its thoughts settle whatever its weights, by its construction.
        correct: What is proven of its answers; None where nothing is.
        unproven: Why nothing is, where a proof was tried; else empty.
    """

    model: str
    thinker: str
    proof: Proof | None
    stored: Literal["none", "kept", "lost"]
    balls: tuple[Certificate, ...]
    estimates: tuple[Estimate, ...]
    instances: int
    refuted: str = ""
    settles: bool = False
    correct: Correctness | None = None
    unproven: str = ""

    @property
    def certificate(self) -> Certificate | None:
        """The certificate at every size; None where something contradicts it."""
        return None if self.proof is None or self.refuted else self.proof.certificate

    @property
    def horizon(self) -> float | None:
        """Cells beyond which no input can matter, for a gain of `GAIN`; None if unlimited."""
        if self.proof is None or self.certificate is None or self.proof.reach < 1:
            return None
        found = horizon(max(self.certificate.K, 1e-9), self.proof.reach, GAIN)
        return found if math.isfinite(found) else None

    def guaranteed(self) -> str:
        """What is guaranteed, in one plain sentence."""
        if self.certificate is not None:
            K = self.certificate.K
            return (
                f"at every input size and from every start, thoughts on one input come closer by "
                f"a factor of {K:.6g} with each iteration, in l2, and settle on one fixed point, "
                f"at most {1 / (1 - K):.4g} times the last step's change away"
            )
        if self.correct is not None:
            return f"that {self.correct.claim}"
        if self.settles:
            return (
                "at every input size a thought settles: after finitely many iterations no more "
                "thinking changes a single bit of it, and so none changes the answer"
            )
        if self.balls:
            return (
                f"nothing for all sizes; for {len(self.balls)} of {self.instances} instances "
                "tried, exactly one fixed point lies in a small ball around their last thought"
            )
        return "nothing: thinking may settle, circle or grow"

    def not_guaranteed(self) -> str:
        """What is not guaranteed, in one plain sentence."""
        if self.certificate is not None:
            return (
                "that the answer is right, that a cell sees inputs beyond the horizon, and "
                "anything about the rounding of a step itself"
            )
        if self.correct is not None:
            return "anything where it thinks for less, or in less than float32"
        if self.settles:
            why = f" ({self.unproven})" if self.unproven else ""
            return f"that the answer is right{why}, or that another start leads to the same thought"
        if self.proof is None:
            return "anything: the thinker does not describe its step"
        if self.refuted:
            return f"anything: {self.refuted}"
        return (
            f"that the step contracts: its proven constant is {self.proof.bound:.4g}, not below 1"
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values; None for what is not finite."""
        proof = self.proof
        reach = None if proof is None or math.isinf(proof.reach) else proof.reach
        return {
            "model": self.model,
            "thinker": self.thinker,
            "certificate": None if self.certificate is None else self.certificate.to_json(),
            "stored": self.stored,
            "bound": None if proof is None else proof.bound,
            "reach": reach,
            "horizon": self.horizon,
            "layers": [] if proof is None else [asdict(each) for each in proof.layers],
            "factors": [] if proof is None else [asdict(each) for each in proof.factors],
            "balls": [each.to_json() for each in self.balls],
            "instances": self.instances,
            "estimates": [
                asdict(each) | {"value": each.value if math.isfinite(each.value) else None}
                for each in self.estimates
            ],
            "guaranteed": self.guaranteed(),
            "not_guaranteed": self.not_guaranteed(),
            "refuted": self.refuted,
            "settles": self.settles,
            "correct": None if self.correct is None else asdict(self.correct),
            "unproven": self.unproven,
        }


def report(
    model: Model,
    inputs: Tensor,
    iterations: int,
    *,
    tune: bool = True,
    encoding: AnyEncoding | None = None,
) -> Report:
    """Prove what can be proven of a model, and measure the rest.

    Args:
        model: With its thinker on the CPU.
        inputs: `(b, channels, *shape)`, instances to measure on.
        iterations: How long to think before measuring.
        tune: Whether to search for multipliers (seconds to minutes).
        encoding: What the model sees of instances; without it nothing is proven of answers.
    """
    thinker = packed(model.thinker.eval(), inputs)
    chain, card = thinker.pieces(), model.card
    proof = None if chain is None else prove(chain, thinker.multipliers, tune=tune)
    stored: Literal["none", "kept", "lost"] = "none"
    if card.certificate is not None:
        stored = "lost" if verify_certificate(model) is None else "kept"
    balls: list[Certificate | None] = []
    with torch.no_grad(), thinker.cached_weights():
        start, recall = thinker.embed(inputs), thinker.recall(inputs)
        thought = iterate(lambda thought: thinker.step(thought, recall), start, iterations)
        if chain is not None and proof is not None and proof.certificate is None:
            balls = [
                certify_ball(chain, thought[row : row + 1], rows_of(recall, slice(row, row + 1)))
                for row in range(len(inputs))
            ]
    correct, unproven = (None, "") if encoding is None else prove_right(model.thinker, encoding)
    return Report(
        card.name, card.thinker, proof, stored,
        tuple(each for each in balls if each is not None),
        _measured(thinker, start, thought, recall, iterations), len(inputs),
        "" if chain is None or proof is None else _refuted(thinker, chain, proof, thought, recall),
        thinker.settles, correct, unproven,
    )  # fmt: skip


def prove_right(thinker: "Thinker", encoding: AnyEncoding) -> tuple[Correctness | None, str]:
    """What is proven of all answers of a thinker, or why nothing is.

    Empty where the thinker does not say what it settles on.
    """
    steps = thinker.least_steps()
    if steps is None:
        return None, ""
    try:
        return encoding.prove(steps), ""
    except UnprovenError as error:
        return None, str(error)


def _refuted(thinker: "Thinker", chain: Chain, proof: Proof, thought: Tensor, recall: Any) -> str:
    """What contradicts a proof: its pieces are not the step, or the step stretches more."""
    if proof.certificate is None:
        return ""

    def step(thought: Tensor) -> Tensor:
        image: Tensor = thinker.step(thought, recall)
        return image

    with thinker.cached_weights():
        apart = disagreement(chain, step, recall, thought)
        least = contradicts(step, thought, proof.certificate.K)
    if apart > TOLERANCE:
        return f"the pieces that were proven are not the step; they differ by {apart:.2g}"
    if least is not None:
        return f"K = {proof.certificate.K:.6g} was proven, but the step stretches by {least:.6g}"
    return ""


def _measured(
    thinker: "Thinker", start: Tensor, thought: Tensor, recall: Any, iterations: int
) -> tuple[Estimate, ...]:
    with thinker.cached_weights():

        def step(thought: Tensor) -> Tensor:
            image: Tensor = thinker.step(thought, recall)
            return image

        return (
            jacobian_norm(step, thought),
            spectral_radius(step, thought),
            step_ratio(step, start, iterations),
            path_independence(step, start, iterations),
        )
