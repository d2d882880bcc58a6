"""Training from the command line: a recipe in, a model out that solves."""

RECIPE = """
name = "prefix_sums/tiny"
problem = "prefix_sums"
thinker = "dt-l"
validate_every = 5
config = { width = 8 }
budget = { minimum = 6 }
loss = { iterations = 4, alpha = 0.5 }
optimizer = { steps = 6, learning_rate = 0.01 }
scores = { sizes = [4], instances = 5 }
[data]
batch = 4
train = [{ count = 20, params = { bits = 4 } }]
validation = [{ count = 10, params = { bits = 4 } }]
"""


def test_a_recipe_gives_a_model_that_solves(thinkers, tmp_path):
    recipe, out = tmp_path / "tiny.toml", tmp_path / "run"
    recipe.write_text(RECIPE)
    printed = thinkers("train", "prefix_sums", "--recipe", recipe, "--out", out)
    assert printed.code == 0, printed.err
    assert f"wrote {out / 'tiny.safetensors'}" in printed.out
    assert (out / "metrics.csv").read_text().count("\n") == 3
    model = ("--model", out / "tiny.safetensors")
    [found] = thinkers("solve", "prefix_sums", "--bits", 6, "--json", *model).objects
    assert found["model"] == "prefix_sums/tiny"


def test_a_run_is_not_overwritten_but_resumed(thinkers, tmp_path):
    recipe, out = tmp_path / "tiny.toml", tmp_path / "run"
    recipe.write_text(RECIPE)
    again = ("train", "prefix_sums", "--recipe", recipe, "--out", out)
    thinkers(*again)
    refused = thinkers(*again)
    assert refused.code == 2
    assert "already holds a run" in refused.err
    assert thinkers(*again, "--resume").code == 0


def test_set_changes_a_setting_and_a_shipped_recipe_goes_by_its_name(thinkers, tmp_path):
    printed = thinkers(
        "train", "prefix_sums", "--recipe", "dt-l", "--out", tmp_path / "run",
        "--set", "optimizer.steps=2", "--set", "config.width=8", "--set", "data.batch=2",
        "--set", "data.train=[{count = 5, params = {bits = 3}}]",
        "--set", "data.validation=[{count = 5, params = {bits = 3}}]",
        "--set", "scores={sizes = [3], instances = 2}",
    )  # fmt: skip
    assert printed.code == 0, printed.err
    assert (tmp_path / "run" / "dt-l.safetensors").exists()
