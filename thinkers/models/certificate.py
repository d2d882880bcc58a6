"""Certificates of contraction in model files: proven on writing, verified before they are used."""

from thinkers.certify.certificate import Certificate
from thinkers.certify.proof import prove, verify
from thinkers.models.card import StoredCertificate
from thinkers.models.store import Model, digest

WORTH_A_SEARCH = 2.0
"""Products up to this are worth a search for multipliers, which took a third off at most."""


def certify_model(model: Model) -> StoredCertificate | None:
    """The certificate of a model's step, for its card; None where no contraction is proven."""
    thinker = model.thinker.eval()
    chain = thinker.pieces()
    if chain is None:
        return None
    proof = prove(chain, thinker.multipliers)
    if 1 <= proof.bound <= WORTH_A_SEARCH:
        proof = prove(chain, proof.multipliers, tune=True)
    if proof.certificate is None:
        return None
    return StoredCertificate.of({**proof.certificate.to_json(), "weights": digest(thinker)})


def verify_certificate(model: Model) -> Certificate | None:
    """The certificate of a model's card, if it is of these weights and proven again; else None."""
    stored, chain = model.card.certificate, model.thinker.pieces()
    if stored is None or chain is None or stored.weights != digest(model.thinker):
        return None
    values = stored.model_dump()
    del values["weights"]
    return verify(chain, Certificate.of(values))
