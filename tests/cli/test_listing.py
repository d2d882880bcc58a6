"""Listing: everything installed, as a table or as JSON, and each plugin that was left out."""

import os
from pathlib import Path

import pytest

from thinkers.cli import listing
from thinkers.models.card import Budget, Card

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("problems", "prefix_sums"),
        ("baselines", "cumulative-xor"),
        ("models", "prefix_sums/dt-l"),
        ("recipes", "dt-l-paced"),
        ("plugins", "nets"),
        ("thinkers", "dt-l"),
    ],
)
def test_each_kind_lists_by_name(works, what, name):
    found = works("list", what, "--json").objects
    assert name in {row["name"] for row in found}
    assert {row["kind"] for row in found} == {what}
    assert name in works("list", what).out


def test_without_a_kind_all_but_thinkers_and_recipes_are_listed(works):
    kinds = {row["kind"] for row in works("list", "--json").objects}
    assert kinds == {"problems", "baselines", "models", "plugins"}


def test_rows_are_sorted_by_name(works):
    for what in ("problems", "models", "thinkers", "plugins"):
        names = [row["name"] for row in works("list", what, "--json").objects]
        assert names == sorted(names)


@pytest.fixture
def only(door, monkeypatch):
    """Lists what these folders of `tests/data` provide, and nothing else."""

    def only(*folders):
        names = ",".join(folders).replace("good", "coins")
        monkeypatch.setenv("THINKERS_PLUGINS", names)
        registry = door(*folders)
        monkeypatch.setattr("thinkers.cli.listing.installed", lambda: registry)

    return only


def test_a_plugin_that_was_left_out_is_warned_of_on_stderr(only, works):
    only("good", "raises")
    outcome = works("list", "problems")
    assert "coins" in outcome.out
    assert outcome.err == (
        "warning: plugin raises (mini-raises 1.3) skipped: thinkers_problems raised RuntimeError:"
        " no coins left in the purse\n"
    )


def test_left_out_plugins_are_listed_with_their_reason(only, works):
    only("good", "import_error")
    [loaded] = works("list", "plugins", "--json").objects
    assert (loaded["name"], loaded["skipped"]) == ("coins", "")
    only("good", "import_error", "absent")
    loaded, skipped = works("list", "plugins", "--json").objects
    assert (skipped["name"], skipped["hooks"]) == ("absent", "")
    assert skipped["skipped"].startswith("ModuleNotFoundError")


def test_kinds_without_anything_say_so(only, works):
    only("good")
    assert works("list", "models").out == "no models\n"
    assert works("list", "models", "--json").out == ""


def test_models_are_listed_with_the_mean_and_the_worst_of_their_scores():
    rows = [("fair", 0.9, None), ("constant", 0.4, None), ("runs", 0.8, None)]
    assert listing.scores(card(rows)) == {"mean": "70.0%", "worst": "40.0% at 64 constant"}
    rows = [("line", 1.0, 0.02), ("grid", 1.0, 0.1)]
    assert listing.scores(card(rows)) == {"mean": "+6.0%", "worst": "+10.0% at 64 grid"}
    rows.append(("arcs", 0.0, None))
    assert listing.scores(card(rows)) == {"mean": "infeasible", "worst": "infeasible at 64 arcs"}
    assert listing.scores(card([])) == {"mean": "", "worst": ""}


def test_every_listed_model_has_them(works):
    rows = works("list", "models", "--json").objects
    assert rows
    for row in rows:
        assert row["mean"]
        assert row["worst"]


def card(rows):
    """A card with a score for each family, share right and gap."""
    scores = [
        {"size": 64, "params": {"family": family}, "instances": 2, "feasible": float(exact > 0),
         "exact": exact, "mean_gap": gap}
        for family, exact, gap in rows
    ]  # fmt: skip
    return Card(
        name="prefix_sums/tiny", problem="prefix_sums", thinker="dt-r", encoding="centred",
        config={}, budget=Budget(minimum=3), scores=scores,
    )  # fmt: skip


def test_recipes_are_listed_with_what_they_train_and_where_they_are(works):
    rows = works("list", "recipes", "--json").objects
    [row] = [row for row in rows if (row["problem"], row["name"]) == ("prefix_sums", "dt-os")]
    assert row["thinker"] == "dt-os"
    assert Path(row["file"]).read_text(encoding="utf-8").startswith("# DT-OS")


def test_with_every_plugin_broken_lists_and_help_still_work(in_shell):
    folders = [DATA / name for name in ("exits", "raises", "import_error", "misspelt", "both")]
    broken = {"PYTHONPATH": os.pathsep.join([*map(str, folders), os.environ.get("PYTHONPATH", "")])}
    broken["THINKERS_PLUGINS"] = "exits,raises,absent,misspelt,both"
    listed = in_shell("list", "plugins", "--json", **broken)
    assert listed.code == 0
    assert {row["name"] for row in listed.objects if row["skipped"]} == {
        "exits", "absent", "misspelt", "both",
    }  # fmt: skip
    helped = in_shell("--help", **broken)
    assert (helped.code, helped.err) == (0, "")
    assert "compare" in helped.out
