"""What is captured, and when, and what becomes of it when that fails; the graphs are stand-ins."""

import pytest
import torch

from thinkers.nets import cuda_graphs as module
from thinkers.nets.cuda_graphs import Graph, Graphs


class Doubling:
    """Work that counts how often it is done; what is captured of it triples instead."""

    def __init__(self):
        self.done = 0

    def __call__(self, given):
        self.done += 1
        return {"found": 2 * given["x"]}

    def replay(self, given):
        return {"found": 3 * given["x"]}


@pytest.fixture
def graphs(monkeypatch):
    monkeypatch.setattr(torch.cuda, "graph_pool_handle", lambda: None)
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: None)
    monkeypatch.setattr(Graph, "of", lambda work, given, pool: work)
    return Graphs()


def found(graphs, key, work, x=1.0, size=1):
    return graphs(key, work, {"x": torch.full((size,), x)})["found"][0].item()


def test_work_is_captured_when_it_comes_again(graphs):
    work = Doubling()
    assert [found(graphs, "a", work, x) for x in (1, 2, 3)] == [2, 6, 9]
    assert (work.done, len(graphs)) == (1, 1)


def test_another_key_shape_or_type_is_other_work(graphs):
    work = Doubling()
    assert found(graphs, "a", work) == found(graphs, "b", work) == 2
    assert found(graphs, "a", work, size=2) == 2
    assert graphs("a", work, {"x": torch.ones(1, dtype=torch.double)})["found"].item() == 2
    assert len(graphs) == 0
    assert found(graphs, "a", work) == 3
    assert len(graphs) == 1


def test_beyond_the_most_nothing_is_captured_and_what_was_stays(graphs, monkeypatch):
    monkeypatch.setattr(graphs, "_room", 2)
    for key in "abc" * 2:
        found(graphs, key, Doubling())
    assert [found(graphs, key, Doubling()) for key in "abc"] == [3, 3, 2]


def test_what_cannot_be_captured_is_done_and_nothing_is_tried_again(graphs, monkeypatch):
    tried = []

    def refuse(work, given, pool):
        tried.append(work)
        raise RuntimeError("operation not permitted when stream is capturing")

    monkeypatch.setattr(module.Graph, "of", refuse)
    work = Doubling()
    assert [found(graphs, "a", work) for _ in range(4)] == [2] * 4
    assert len(tried) == 1


def test_where_memory_runs_out_graphs_go_and_the_work_is_done(graphs):
    for _ in range(2):
        found(graphs, "a", Doubling())
    plain = Doubling()

    def greedy(given):
        if len(graphs):
            raise torch.OutOfMemoryError("CUDA out of memory")
        return plain(given)

    assert found(graphs, "b", greedy) == 2
    assert len(graphs) == 0
    assert [found(graphs, "a", Doubling()) for _ in range(3)] == [2] * 3


def test_memory_that_runs_out_without_graphs_is_an_error(graphs):
    def greedy(given):
        raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(torch.OutOfMemoryError):
        found(graphs, "a", greedy)
