"""A stranger's graph problem keeps the contracts; small sets are found by brute force."""

from itertools import combinations

import numpy as np
import pytest

from thinkers import InvalidInstanceError
from thinkers.testing import BaselineContract, ProblemContract

problem = pytest.importorskip(
    "thinkers_independent_set.problem", reason="pip install this example first"
)
pytest.importorskip("ortools")
baselines = pytest.importorskip("thinkers_independent_set.baselines")
generator = pytest.importorskip("thinkers_independent_set.generator")
instance = pytest.importorskip("thinkers_independent_set.instance")

PROBLEM = problem.IndependentSet()


class TestIndependentSet(ProblemContract):
    problem = PROBLEM


class TestCpSat(BaselineContract):
    baseline, problem = baselines.CpSat(), PROBLEM


class TestGreedy(BaselineContract):
    baseline, problem = baselines.Greedy(), PROBLEM


def brute_force(graph):
    """The size of the largest set, by trying all."""
    edges = {tuple(edge) for edge in graph.edges.tolist()}
    return max(
        size
        for size in range(graph.nodes + 1)
        for chosen in combinations(range(graph.nodes), size)
        if not edges.intersection(combinations(chosen, 2))
    )


@pytest.mark.parametrize("kind", generator.KINDS)
def test_labels_are_the_largest_sets(kind):
    params = PROBLEM.Params(nodes=9, kind=kind)
    graphs = PROBLEM.generate(np.random.default_rng(0), 5, params)
    for graph, label in zip(graphs, PROBLEM.label(graphs), strict=True):
        assert PROBLEM.check(graph, label).value == brute_force(graph)


@pytest.mark.parametrize("kind", generator.KINDS)
def test_graphs_of_a_size_share_a_batch(kind):
    params = PROBLEM.Params(nodes=30, degree=5, kind=kind)
    graphs = PROBLEM.generate(np.random.default_rng(0), 5, params)
    encoding = PROBLEM.encodings["relaxed"]
    assert {encoding.shape(graph) for graph in graphs} == {(30, 8)}
    encoding.encode(graphs)


def test_a_set_with_an_edge_is_infeasible_and_says_which():
    graph, _ = PROBLEM.toy()
    verdict = PROBLEM.check(graph, np.array([0, 3, 4]))
    assert (verdict.feasible, verdict.reason) == (False, "the nodes 3 and 4 are joined")


@pytest.mark.parametrize("edges", [[[0, 3]], [[-1, 0]], [[1, 1]]])
def test_what_is_no_graph_is_refused(edges):
    with pytest.raises(InvalidInstanceError, match="expected"):
        instance.Graph(3, np.array(edges))


def test_a_file_of_the_challenges_is_read(tmp_path):
    path = tmp_path / "path.col"
    path.write_text("c a path\np edge 3 2\ne 1 2\n\ne 3 2\n")
    [graph] = PROBLEM.read(path)
    assert (graph.nodes, graph.edges.tolist()) == (3, [[0, 1], [1, 2]])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no line `p edge`"),
        ("e 1 2\np edge 3 2\n", "line 1 says nothing"),
        ("p edge 3 2\np edge 3 2\n", "line 2 says nothing"),
        ("p edge 3 1\ne 1 4\n", "line 2: no such nodes"),
        ("p edge 3 1\ne 1 ²\n", "line 2: no such nodes"),
        ("p edge 3 1\ne 1 1\n", "no edge from a node to itself"),
        ("p edge 1000000000 1\n", "has no line `p edge`"),
    ],
)
def test_a_file_of_no_graph_is_refused_with_its_line(tmp_path, text, said):
    path = tmp_path / "none.col"
    path.write_text(text)
    with pytest.raises(InvalidInstanceError, match=said):
        PROBLEM.read(path)


def test_the_loss_is_the_expected_size_less_the_expected_clashes():
    torch = pytest.importorskip("torch")
    graphs = PROBLEM.generate(np.random.default_rng(1), 2, PROBLEM.Params(nodes=6))
    encoding = PROBLEM.encodings["relaxed"]
    logits = torch.randn(2, 2, 6, generator=torch.Generator().manual_seed(0), requires_grad=True)
    batch = encoding.encode(graphs)
    given = {"neighbours": torch.from_numpy(batch.neighbours)}
    given["inputs"] = torch.from_numpy(batch.seen(encoding.signature))
    chances = logits.softmax(1)[:, 1].detach().numpy()
    expected = [
        (sum(p[first] * p[second] for first, second in graph.edges) - p.sum()) / 6
        for graph, p in zip(graphs, chances, strict=True)
    ]
    assert encoding.loss(logits, given).item() == pytest.approx(np.mean(expected), rel=1e-5)
