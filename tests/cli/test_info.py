"""`info` says what is on a model's card and in its file's header, for people and for programs."""

import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.models.card import Budget, Evidence, ModelCard, StoredCertificate

SCORES = [
    {"size": size, "params": {}, "instances": 50, "feasible": 0.96, "exact": 0.96,
     "cell_accuracy": 0.99, "mean_gap": None, "iterations": 3.0, "seconds": 0.125, "shape": (size,)}
    for size in (8, 16)
]  # fmt: skip
CLAIM = StoredCertificate(
    K=0.98, norm="l2", scope="every size", method="product", evidence=Evidence(), weights="0"
)


def told(outcome):
    """The facts, by name."""
    lines = outcome.out.splitlines()
    return {line[:10].rstrip(): line[12:] for line in lines[1:10]}


def test_people_are_told_what_the_card_says(works, save_tiny):
    recipe = {"data": {"train": [{"count": 4000, "params": {"bits": [8, 9]}}]}}
    path = save_tiny("known", scores=SCORES, recipe=recipe, steps=1200, seed=3)
    facts = told(works("info", path))
    assert facts["problem"] == f"prefix_sums, {PrefixSums.summary}"
    assert facts["thinker"] == "dt-r, encoding centred, width 4"
    assert facts["file"] == str(path)
    assert facts["trained on"] == "4,000 of each bits 8/9"
    assert facts["training"].startswith("the best weights, by validation loss, of up to 1,200 s")
    assert facts["thinks for"] == "3 iterations"
    assert facts["proven"].startswith("no K;")
    assert facts["limits"].startswith(
        "measured on instances of up to 16 bits, drawn with the usual options"
    )
    rows = [line.split() for line in works("info", path).out.splitlines()[-2:]]
    assert rows == [[size, "50", "96.0", "96.0", "-", "3", "0.12"] for size in ("8", "16")]


@pytest.mark.parametrize(("every", "often"), [(1, "each"), (4, "every 4")])
def test_it_says_how_often_an_answer_is_read_along_the_way(works, save_tiny, every, often):
    budget = Budget(minimum=3, per_size=2, read_every=every)
    out = " ".join(works("info", save_tiny("reader", budget=budget)).out.split())
    expected = "3 iterations, or 2 for each position along a side if that is more; of the answers"
    assert f"{expected} after {often} the best counts" in out


def test_the_options_that_it_was_measured_with_are_told(works, save_tiny):
    measured = [{"family": "runs"}, {"family": "sparse"}, {"family": "runs"}, {}]
    scores = [SCORES[0] | {"params": params} for params in measured]
    out = works("info", save_tiny("families", scores=scores)).out
    assert "drawn with the usual options and family runs/sparse" in " ".join(out.split())


def test_a_file_whose_weights_are_not_those_of_the_card_is_refused(refused, tiny, tmp_path):
    content = bytearray(tiny.read_bytes())
    content[-1] ^= 1
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(content)
    for more in ([], ["--json"]):
        assert "the weights are damaged: their SHA-256" in refused("info", damaged, *more)


def test_what_the_card_does_not_say_is_said_to_be_unknown(works, tiny):
    facts = told(works("info", tiny))
    assert facts["trained on"] == "not on its card"
    assert facts["limits"] == "it was never measured"


def test_a_proof_is_told_with_how_to_see_it(works, save_tiny):
    facts = told(works("info", save_tiny("proven", certificate=CLAIM)))
    assert facts["proven"].startswith("every step is a contraction, K = 0.980000 at every size")


def test_programs_get_the_card_and_the_file(works, tiny):
    [found] = works("info", tiny, "--json").objects
    card = ModelCard.read(tiny)
    assert found.items() >= card.card.model_dump(mode="json").items()
    assert (found["path"], found["bytes"]) == (str(tiny), tiny.stat().st_size)
    assert found["shipped_recipe"] is None


def test_weights_are_counted_as_torch_counts_them(works):
    from thinkers.registry.registry import installed

    registry = installed()
    [found] = works("info", "prefix_sums/dt-l", "--json").objects
    thinker = registry.load(registry.models()["prefix_sums/dt-l"]).thinker
    assert found["weights"] == sum(value.numel() for value in thinker.state_dict().values())
    assert found["shipped_recipe"] == "dt-l"


@pytest.mark.parametrize("columns", ["20", "40", "80"])
def test_numbers_survive_narrow_terminals(works, save_tiny, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    out = works("info", save_tiny("narrow", scores=SCORES)).out.split()
    assert out.count("96.0") == 4


def test_the_worst_row_comes_first(works, save_tiny):
    good, bad = SCORES[0], SCORES[1] | {"exact": 0.5, "params": {"family": "runs"}}
    out = works("info", save_tiny("uneven", scores=[good, bad])).out
    rows = [line.split() for line in out.splitlines()[-2:]]
    assert [row[0] for row in rows] == ["16", "8"]
    assert rows[0][1] == "runs"


@pytest.mark.parametrize(
    "data", [5, {"train": 5}, {"train": [5]}, {"train": [{"count": "x"}]}, {"train": [{}]}]
)
def test_a_recipe_on_the_card_that_means_nothing_is_told_as_such(works, save_tiny, data):
    path = save_tiny("odd", recipe={"data": data})
    assert told(works("info", path))["trained on"] == "nothing that can be read on its card"


def test_a_model_that_goes_on_from_another_says_from_which(works, save_tiny):
    start = {"model": "prefix_sums/dt-l", "sha256": "ab" * 32}
    out = works("info", save_tiny(recipe={"start": start})).out
    assert "from the weights abababababab… of prefix_sums/dt-l" in " ".join(out.split())
