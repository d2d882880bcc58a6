"""What was kept is shown again: tables on the terminal, a page, Markdown and CSV."""

import csv
import json

import numpy as np
import pytest
from thinkers_tsp.problem import Tsp

from thinkers.registry.registry import installed
from thinkers.scoring.comparing import contest_of
from thinkers.scoring.store.rows import About
from thinkers.scoring.store.store import Store


@pytest.fixture
def results(tmp_path):
    path = tmp_path / "results.sqlite"
    problem, own = Tsp(), installed().baselines("tsp")
    instances = problem.generate(np.random.default_rng(0), 6, problem.sized(6, {}))
    contest = contest_of(problem, instances, [], [own["greedy-edge"], own["held-karp"]])
    with Store.open(path, create=True) as store:
        recording = store.begin(contest, About("thinkers compare tsp", size=6))
        for cell in contest.answers():
            recording.add(cell)
        recording.finish()
    return path


def test_tables_a_page_markdown_and_csv(works, results, tmp_path):
    html, rows, text = (tmp_path / name for name in ("r.html", "r.csv", "r.md"))
    outcome = works("report", results, "--html", html, "--csv", rows, "--markdown", text,
                    "--title", "Mine & <yours>")  # fmt: skip
    assert outcome.out.startswith("tsp, 6 cities, 6 instances")
    assert "greedy-edge" in outcome.out
    assert "held-karp" in outcome.out
    assert [line.split()[0] for line in outcome.err.splitlines()] == ["wrote"] * 3
    page = html.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<h1>Mine &amp; &lt;yours&gt;</h1>" in page
    assert "## tsp, 6 cities, 6 instances" in text.read_text(encoding="utf-8")
    with rows.open(newline="") as file:
        found = list(csv.DictReader(file))
    assert {row["solver"] for row in found} >= {"greedy-edge", "held-karp"}
    assert {len(row["digest"]) for row in found} == {64}


def test_the_tables_are_those_of_the_comparison(works, results):
    again = works("report", results).out
    problem, own = Tsp(), installed().baselines("tsp")
    instances = problem.generate(np.random.default_rng(0), 6, problem.sized(6, {}))
    lengths = [own["held-karp"].solve(each, np.random.default_rng(0)) for each in instances]
    costs = [
        problem.check(i, each.solution).cost for i, each in zip(instances, lengths, strict=True)
    ]
    assert f"{np.mean(costs):.4f}" in again


def test_optima_are_given_afterwards(works, results, tmp_path):
    rows, optima = tmp_path / "r.csv", tmp_path / "o.json"
    works("report", results, "--csv", rows)
    with rows.open(newline="") as file:
        found = {row["digest"]: float(row["cost"]) for row in csv.DictReader(file) if row["cost"]}
    optima.write_text(json.dumps({digest: 0.5 * cost for digest, cost in found.items()}))
    assert "to optimum %" in works("report", results, "--optima", optima).out


def test_an_optimal_tour_belongs_to_one_of_all_instances_that_are_kept(works, tmp_path):
    results, tour = tmp_path / "r.sqlite", tmp_path / "b.opt.tour"
    for name, corners in (("a", "0,0\n0,1\n1,1\n1,0\n"), ("b", "0,0\n0,2\n3,1\n")):
        path = tmp_path / f"{name}.csv"
        path.write_text(corners)
        more = ("--baseline", "held-karp", "--input", path, "--out", results)
        works("compare", "tsp", "--model", "none", *more)
    tour.write_text("NAME : b.opt.tour\nTOUR_SECTION\n1 2 3 -1\n")
    out = works("report", results, "--optima", tour).out
    assert out.count("to optimum %") == 1


def test_what_is_no_store_is_refused(refused, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("no store")
    assert "notes.txt" in refused("report", path)
    assert "there is no file" in refused("report", tmp_path / "none.sqlite")


def test_the_store_is_never_replaced(refused, results):
    before = results.read_bytes()
    assert "is an input" in refused("report", results, "--html", results)
    assert results.read_bytes() == before


def test_a_store_without_answers_says_so(refused, tmp_path):
    path = tmp_path / "empty.sqlite"
    Store.open(path, create=True).close()
    assert "holds no answers yet" in refused("report", path)
