"""The verdict from the edges alone; it shares no code with encoding, decoding or labels."""

from thinkers import Verdict


def check(nodes: int, edges: list[list[int]], chosen: list[int]) -> Verdict:
    """Whether no two of the chosen nodes are joined; what it is worth is how many they are."""
    inside = set(chosen)
    if len(inside) != len(chosen):
        return Verdict(False, reason="a node is chosen twice")
    for node in sorted(inside):
        if not 0 <= node < nodes:
            return Verdict(False, reason=f"there is no node {node}")
    for first, second in edges:
        if first in inside and second in inside:
            return Verdict(False, reason=f"the nodes {first} and {second} are joined")
    return Verdict(True, value=len(inside))
