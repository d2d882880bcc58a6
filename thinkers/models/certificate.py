"""Certificates in model files: proven when the file is written, proven again before they count."""

from thinkers.certify.contraction import Contraction
from thinkers.certify.proof import prove, recheck
from thinkers.models.card import Claim
from thinkers.models.store import Model, digest

WORTH_A_SEARCH = 2.0
"""Products up to this are worth a search for multipliers, which took a third off at most."""


def certify_model(model: Model) -> Claim | None:
    """What can be proven of a model's step, for its card; None where nothing is."""
    thinker = model.thinker.eval()
    chain = thinker.pieces()
    if chain is None:
        return None
    proof = prove(chain, thinker.multipliers)
    if 1 <= proof.bound <= WORTH_A_SEARCH:
        proof = prove(chain, proof.multipliers, tune=True)
    if proof.contraction is None:
        return None
    return Claim.of({**proof.contraction.to_json(), "weights": digest(thinker)})


def kept(model: Model) -> Contraction | None:
    """The claim of a model's card, proven once more; None where it is not of these weights."""
    claim, chain = model.card.certificate, model.thinker.pieces()
    if claim is None or chain is None or claim.weights != digest(model.thinker):
        return None
    values = claim.model_dump()
    del values["weights"]
    return recheck(chain, Contraction.of(values))
