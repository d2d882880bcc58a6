"""`thinkers certify`: what is proven about a model's step, what is only measured."""

from typing import Annotated

import typer

from thinkers.cli import options, rendering
from thinkers.cli.info import Name
from thinkers.registry.registry import installed

Instances = Annotated[
    int, typer.Option("--instances", min=1, max=1000, help="How many to measure on.")
]
MOST = 10_000
"""Iterations after which it is measured where a card asks for more; it may ask for a billion."""

Quick = Annotated[bool, typer.Option("--quick", help="Norms only: search for nothing tighter.")]


def certify(
    model: Name,
    instances: Instances = 4,
    seed: options.Seed = 0,
    quick: Quick = False,
    threads: options.Threads = 1,
    json: options.Json = False,
) -> None:
    """Prove what can be proven about a model's step, and say what is not."""
    from thinkers.cli import choosing
    from thinkers.engine.devices import use_threads
    from thinkers.scoring.certifying import report

    use_threads(threads)
    problem, chosen = choosing.find_model(installed(), model)
    inputs = choosing.some_inputs(problem, chosen, instances, seed)
    iterations = min(chosen.card.budget.iterations(tuple(inputs.shape[2:])), MOST)
    rendering.report(f"proving {chosen.card.name} ...")
    encoding = chosen.card.pick_encoding(problem.encodings)
    found = report(chosen, inputs, iterations, tune=not quick, encoding=encoding)
    if json:
        rendering.print_json([found.to_json()])
    else:
        rendering.certificate(found)
