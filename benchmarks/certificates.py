"""What is proven about the steps of the installed models, and of nets that contract by design.

OMP_NUM_THREADS=1 python benchmarks/certificates.py [--tune]
"""

import argparse

import torch

from thinkers.certify import Proof, prove
from thinkers.nets import DTCP, DTL, DTOS, DTR, Thinker
from thinkers.problems.signature import Signature
from thinkers.registry.registry import installed

BUILT: list[tuple[str, type[Thinker], dict[str, object]]] = [
    ("dt-r", DTR, {}),
    ("dt-l", DTL, {}),
    ("dt-l certified, 0.99", DTL, {"constraint": "certified"}),
    ("dt-cp, 0.99", DTCP, {}),
    ("dt-os, 0.99", DTOS, {}),
]


def row(name: str, proof: Proof) -> str:
    """One line of the table."""
    highs = [layer.high for layer in proof.layers]
    proven = "-" if proof.certificate is None else f"{proof.certificate.K:.4f}"
    return f"{name:34}{min(highs):8.3f}{max(highs):8.3f}{proof.bound:10.3f}{proven:>10}"


def main() -> None:
    """Print the table: smallest and largest norm of a layer, bound of the step, K."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tune", action="store_true", help="search multipliers that are missing")
    tune = parser.parse_args().tune
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print(f"{'':34}{'least':>8}{'most':>8}{'bound':>10}{'K':>10}")
    registry = installed()
    for name, card in registry.models().items():
        loaded = registry.load(card).thinker
        chain = loaded.pieces()
        if chain is not None:
            print(row(name, prove(chain, loaded.multipliers, tune=tune)))
    for layout in ("sequence", "grid"):
        for name, thinker, config in BUILT:
            built = thinker.build(Signature(layout, channels=2, classes=2), config).eval()
            chain = built.pieces()
            assert chain is not None
            print(row(f"{name}, {layout}", prove(chain)))


if __name__ == "__main__":
    main()
