"""Classical solvers of the travelling-salesman problem, one family a file."""

from thinkers_tsp.baselines.base import TspBaseline as TspBaseline


def every_baseline() -> list[TspBaseline]:
    """All of them, with their default options."""
    from thinkers_tsp.baselines.commiv import Commiv
    from thinkers_tsp.baselines.concorde import Concorde
    from thinkers_tsp.baselines.cpsat import OrtoolsCpsat
    from thinkers_tsp.baselines.fast_tsp import FastTsp
    from thinkers_tsp.baselines.greedy_edge import GreedyEdge
    from thinkers_tsp.baselines.held_karp import HeldKarp
    from thinkers_tsp.baselines.insertion import FarthestInsertion, LocalSearch
    from thinkers_tsp.baselines.lin_kernighan import LinKernighan
    from thinkers_tsp.baselines.lkh import Lkh
    from thinkers_tsp.baselines.nearest import BestNearestNeighbour, NearestNeighbour
    from thinkers_tsp.baselines.pyvrp import Pyvrp
    from thinkers_tsp.baselines.random_tour import RandomTour
    from thinkers_tsp.baselines.routing import Ortools, OrtoolsGls

    return [
        BestNearestNeighbour(),
        Commiv(),
        Concorde(),
        FarthestInsertion(),
        FastTsp(),
        GreedyEdge(),
        HeldKarp(),
        LinKernighan(),
        Lkh(),
        LocalSearch(),
        NearestNeighbour(),
        Ortools(),
        OrtoolsCpsat(),
        OrtoolsGls(),
        Pyvrp(),
        RandomTour(),
    ]
