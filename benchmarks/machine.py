"""The finite-state machine that a model of prefix sums is, state by state.

python benchmarks/machine.py prefix_sums/proven
"""

import argparse

from thinkers_prefix_sums.proof import machine

from thinkers import installed


def main() -> None:
    """Print where each state goes with 0 and with 1, and by what margin the answer is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    registry = installed()
    told = registry.load(registry.card(parser.parse_args().model)).thinker.least_steps()
    if told is None:
        parser.error("it does not say what it settles on: its gates are not binary")
    found = machine(told)
    number = {state: place for place, state in enumerate(found)}
    print("state  last bit  parity  potentials  with 0: state, margin  with 1: state, margin")
    for state, steps in found.items():
        last, parity, potentials = state
        told_steps = "  ".join(f"{number[after]}, {margin:.3g}" for after, margin in steps)
        values = " ".join(f"{value:g}" for value in potentials)
        print(f"{number[state]}  {'-' if last is None else last}  {parity}  {values}  {told_steps}")


if __name__ == "__main__":
    main()
