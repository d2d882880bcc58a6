"""Proving a Lipschitz constant of a step from its pieces, and verifying a stored certificate."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thinkers.certify.blocks import ConvexPotential, Residual
from thinkers.certify.certificate import Certificate, Method
from thinkers.certify.inequality import Block
from thinkers.certify.lmi import Multipliers, proven_constant, search
from thinkers.certify.norms import reshaped_norm
from thinkers.certify.pieces import Chain, KnownLipschitz, Linear, Piece, reach

ROUNDING = 1e-12
"""Set aside for the rounding of products of bounds."""


@dataclass(frozen=True)
class Layer:
    """One linear map of a step.

    Attributes:
        name: The piece, and the block that it is in.
        reshaped: The norm of its reshaped kernel, which bounds nothing.
        low: The true norm is at least this.
        high: And at most this, at every input size.
        budget: The norm that its constraint allows; None without one.
    """

    name: str
    reshaped: float
    low: float
    high: float
    budget: float | None


@dataclass(frozen=True)
class Factor:
    """The proven Lipschitz constant of one piece of the chain.

    Attributes:
        name: The piece.
        product: The bound from the norms of its parts.
        lmi: The bound of the matrix inequality; None where it does not apply or was not tried.
        bound: The smaller of the two.
    """

    name: str
    product: float
    lmi: float | None
    bound: float


@dataclass(frozen=True)
class Proof:
    """The Lipschitz constant that is proven of a step, and where it comes from.

    Attributes:
        layers: Its linear maps.
        factors: Its pieces whose bound is not 1 by construction.
        bound: A proven Lipschitz constant in l2, at every input size; it may exceed 1.
        reach: Cells that one iteration looks away; infinite if it sees every cell.
        certificate: The certificate, if the bound is below 1.
        multipliers: Of each block whose inequality was tried, with its name.
    """

    layers: tuple[Layer, ...]
    factors: tuple[Factor, ...]
    bound: float
    reach: float
    certificate: Certificate | None
    multipliers: Mapping[str, Multipliers]


def prove(
    chain: Chain, multipliers: Mapping[str, Multipliers] | None = None, *, tune: bool = False
) -> Proof:
    """The smallest Lipschitz constant of a step that product and matrix inequality prove.

    Args:
        chain: The step's pieces.
        multipliers: Found earlier, for blocks by name.
        tune: Whether to search multipliers for the blocks that have none (seconds to minutes).
    """
    found = dict(multipliers or {})
    factors = [_factor(piece, found, tune) for piece in chain]
    bound = math.prod(each.bound for each in factors)
    bound *= 1 + ROUNDING * len(factors)
    layers = tuple(_layers(chain))
    used = {each.name: found[each.name] for each in factors if each.name in found}
    telling = tuple(factor for piece, factor in zip(chain, factors, strict=True) if not piece.unit)
    certificate = None
    if bound < 1:
        method: Method = "lmi" if any(_by_lmi(each) for each in factors) else "product"
        evidence: dict[str, Any] = {
            "factors": {each.name: each.bound for each in telling},
            "multipliers": {each.name: used[each.name] for each in factors if _by_lmi(each)},
            "dtype": "float64",
        }
        certificate = Certificate(bound, "l2", "every size", method, evidence)
    return Proof(layers, telling, bound, reach(chain), certificate, used)


def cannot_contract(chain: Chain) -> bool:
    """Whether the product of bounds exceeds 1 for certain: a cheap test by lower bounds."""
    return _floor(chain) > 1


def verify(chain: Chain, claim: Certificate) -> Certificate | None:
    """The certificate, if it can be proven again from the pieces and its evidence; else None.

    Only certificates for every size are stored; those of balls are refused.
    """
    if claim.scope != "every size":
        return None
    again = prove(chain, claim.evidence.get("multipliers") or {}).certificate
    return claim if again is not None and again.K <= claim.K * (1 + 1e-9) else None


def _floor(chain: Chain) -> float:
    """At most the product of the bounds: reshaped norms in place of norms."""
    least = 1.0
    for piece in chain:
        if isinstance(piece, Residual):
            keep, take = (float(each.detach().abs().max()) for each in (piece.keep, piece.take))
            least *= keep + take * _floor(piece.body)
        elif isinstance(piece, Linear):
            least *= abs(piece.factor) * reshaped_norm(piece.kernel)
        else:
            least *= min(piece.bound(), 1.0) if isinstance(piece, KnownLipschitz) else 1.0
    return least


def _by_lmi(factor: Factor) -> bool:
    return factor.lmi is not None and factor.lmi < factor.product


def _factor(piece: Piece, multipliers: dict[str, Multipliers], tune: bool) -> Factor:
    product, lmi = piece.bound(), None
    block = Block.of(piece) if isinstance(piece, Residual) else None
    if block is not None:
        if tune and piece.name not in multipliers:
            multipliers[piece.name] = search(block)
        if piece.name in multipliers:
            lmi = proven_constant(block, multipliers[piece.name])
    return Factor(piece.name, product, lmi, product if lmi is None else min(product, lmi))


def _layers(chain: Chain, inside: str = "") -> list[Layer]:
    found = []
    for piece in chain:
        name = f"{inside}{piece.name}"
        if isinstance(piece, Residual):
            found += _layers(piece.body, f"{name}.")
        elif isinstance(piece, Linear):
            value, norm = abs(piece.factor) * reshaped_norm(piece.kernel), piece.norm()
            found.append(Layer(name, value, norm.low, norm.high, piece.budget))
        elif isinstance(piece, ConvexPotential):
            norm = piece.norm()
            found.append(Layer(name, reshaped_norm(piece.kernel), norm.low, norm.high, 1.0))
    return found
