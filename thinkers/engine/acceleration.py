"""Fixed-point acceleration: Picard iteration, or Anderson acceleration of the last few states."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

import torch
from torch import Tensor

from thinkers.errors import ConfigError

REGULARISATION = 1e-12
"""Added to the Gram matrix, relative to its mean diagonal (Tikhonov)."""


class Acceleration(ABC):
    """A fixed-point iteration scheme for one batch: where to apply the step next.

    It changes how fast a fixed point is reached, never which states are fixed points.
    """

    name: str

    @abstractmethod
    def propose(self, thought: Tensor, image: Tensor, residual: Tensor) -> Tensor:
        """The next state to apply the step to.

        Args:
            thought: φ, `(b, …)`.
            image: G(φ), `(b, …)`.
            residual: `(b,)` float64, ‖G(φ) - φ‖.
        """

    def keep(self, rows: Tensor) -> None:
        """Forget the instances that are not among `rows`."""
        del rows


class Picard(Acceleration):
    """Picard iteration: the step's result is the next state."""

    name = "picard"

    def propose(self, thought: Tensor, image: Tensor, residual: Tensor) -> Tensor:
        """The image."""
        del thought, residual
        return image


class Anderson(Acceleration):
    """Anderson acceleration AA(m), each instance by itself, with a safeguard.

    The next thought is Σ αᵢ G(φᵢ) over the last m + 1 thoughts, where the αᵢ sum to 1 and minimise
    ‖Σ αᵢ (G(φᵢ) - φᵢ)‖. A guess is accepted while its residual is at most
    `2 r₀ (a + 1)^-1.01` after a accepted ones (Zhang, O'Donoghue & Boyd 2020); else the instance
    goes on from the image of its best thought, which on a contraction converges in any case.
    Of use where the step's Jacobian is nearly symmetric, as in DT-CP; maps that rotate, as in
    DT-OS, gain little. Memory: 2m + 2 thoughts.

    Args:
        window: m, >= 1.
    """

    name = "anderson"

    def __init__(self, window: int = 5) -> None:
        if window < 1:
            raise ConfigError(f"expected window >= 1, got {window}")
        self.window = window
        self.images: list[Tensor] = []
        self.changes: list[Tensor] = []
        self.valid: list[Tensor] = []
        self.first: Tensor | None = None

    def propose(self, thought: Tensor, image: Tensor, residual: Tensor) -> Tensor:
        """A mixture of the step's last results, or its result from the best state so far."""
        if self.first is None:
            self.first, self.best = residual, residual.clone()
            self.best_image = image
            self.accepted = torch.zeros_like(residual)
        limit = 2 * self.first * (self.accepted + 1) ** -1.01  # (b,)
        good = residual <= limit  # (b,)
        self.accepted = self.accepted + good
        better = residual < self.best  # (b,)
        self.best = torch.where(better, residual, self.best)  # (b,)
        self.best_image = torch.where(_each(better, image), image, self.best_image)  # (b, …)
        self._push(image, image - thought, good)
        mixed = torch.einsum("mb,mb...->b...", self._weights().to(image), torch.stack(self.images))
        return torch.where(_each(good, image), mixed, self.best_image)  # (b, …)

    def _push(self, image: Tensor, change: Tensor, good: Tensor) -> None:
        first = -self.window - 1
        self.images = [*self.images, image][first:]
        self.changes = [*self.changes, change.flatten(1)][first:]
        self.valid = [*self.valid, good][first:]

    def _weights(self) -> Tensor:
        """`(m, b)` float64: α; 0 for thoughts that were not accepted."""
        valid = torch.stack(self.valid, 1).double()  # (b, m)
        changes = torch.stack(self.changes, 1).double() * valid.unsqueeze(2)  # (b, m, d)
        gram = changes @ changes.mT  # (b, m, m)
        size = gram.diagonal(dim1=1, dim2=2).mean(1, keepdim=True)  # (b, 1)
        extra = size * (REGULARISATION * valid + (1 - valid))  # (b, m)
        alpha, _ = torch.linalg.solve_ex(gram + torch.diag_embed(extra), valid)  # (b, m)
        alpha = alpha / alpha.sum(1, keepdim=True)  # (b, m)
        newest = torch.zeros_like(alpha)  # (b, m)
        newest[:, -1] = 1
        return torch.where(alpha.isfinite().all(1, keepdim=True), alpha, newest).mT  # (m, b)

    def keep(self, rows: Tensor) -> None:
        """Forget the instances that are not among `rows`."""
        for name in ("images", "changes", "valid"):
            setattr(self, name, [each[rows] for each in getattr(self, name)])
        assert self.first is not None
        self.first, self.best, self.accepted = (
            self.first[rows], self.best[rows], self.accepted[rows]
        )  # fmt: skip
        self.best_image = self.best_image[rows]


ACCELERATIONS: Mapping[str, type[Acceleration]] = {"anderson": Anderson, "picard": Picard}


def _each(values: Tensor, like: Tensor) -> Tensor:
    """`(b,)` values, one an instance, that broadcast over thoughts."""
    return values.view(-1, *[1] * (like.ndim - 1))
