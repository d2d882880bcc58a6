"""A recipe is read whole or refused with one sentence that names the key."""

import os
import tomllib

import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError
from thinkers.models.renamed import RenamedKeysWarning
from thinkers.training.recipe import Bar, Data, Group, Loss, Recipe, Scores, shipped_recipes

TEXT = """
name = "prefix_sums/tiny"
problem = "prefix_sums"
thinker = "dt-l"
[config]
width = 8
[budget]
minimum = 8
[data]
batch = 8
[[data.train]]
count = 40
params = { bits = [6, 8] }
[[data.validation]]
count = 20
params = { bits = 8 }
[loss]
iterations = 6
alpha = 0.5
[optimizer]
steps = 20
learning_rate = 0.01
[scores]
sizes = [8]
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "tiny.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def refusal(path, *changes):
    with pytest.raises(ConfigError) as raised:
        Recipe.read(path, changes)
    message = str(raised.value)
    assert "\n" not in message
    return message


def test_a_file_gives_its_values_and_the_documented_defaults(path):
    recipe = Recipe.read(path)
    assert recipe.config == {"width": 8}
    assert (recipe.seed, recipe.encoding, recipe.validate_every) == (0, None, 250)
    assert (recipe.loss.max_no_grad_steps, recipe.loss.max_grad_steps) == (None, None)
    assert recipe.loss.min_grad_steps == 1
    assert (recipe.optimizer.name, recipe.optimizer.schedule) == ("adam", "cosine")
    assert recipe.optimizer.milestones == [8 / 15, 12 / 15, 14 / 15]
    assert recipe.data.train[0].weight == 1


def test_recipes_survive_a_round_trip_through_plain_types(path):
    recipe = Recipe.read(path)
    assert Recipe.of(recipe.model_dump(mode="json")) == recipe


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("seeed=1", "tiny.toml: unknown key 'seeed', did you mean 'seed'?"),
        ("loss.alhpa=1", "tiny.toml: unknown key 'loss.alhpa', did you mean 'alpha'?"),
        ("optimiser.steps=1", "tiny.toml: unknown key 'optimiser', did you mean 'optimizer'?"),
        ("optimizer.step=1", "tiny.toml: unknown key 'optimizer.step', did you mean 'steps'?"),
        ("budget.per_sise=1", "tiny.toml: unknown key 'budget.per_sise', did you mean 'per_size'?"),
        ("data.zebra=1", "tiny.toml: unknown key 'data.zebra'"),
    ],
)
def test_unknown_keys_are_refused_with_what_is_near(path, change, sentence):
    assert refusal(path, change) == sentence


def test_unknown_keys_inside_a_list_of_groups_are_refused(path):
    path.write_text(TEXT.replace("count = 40", "cuont = 40"), encoding="utf-8")
    message = refusal(path)
    assert "data.train.0" in message
    path.write_text(TEXT.replace("count = 40", "count = 40\nwieght = 2.0"), encoding="utf-8")
    assert refusal(path) == "tiny.toml: unknown key 'data.train.0.wieght', did you mean 'weight'?"


@pytest.mark.parametrize(
    "change",
    [
        "loss.alpha=1.5", "loss.alpha=-0.1", "loss.iterations=0", "loss.max_no_grad_steps=-1",
        "loss.min_grad_steps=0", "loss.max_grad_steps=0", "optimizer.steps=0",
        "optimizer.steps=2.5",
        "optimizer.steps=many", "optimizer.learning_rate=0", "optimizer.weight_decay=-1",
        "optimizer.clip=0", "optimizer.warmup=-1", "optimizer.name=lion", "optimizer.decay=2",
        "optimizer.schedule=linear", "data.batch=0", "data.train=[]", "data.validation=[]",
        "scores.sizes=[]", "scores.instances=0", "budget.minimum=0", "budget.per_size=-1",
        "validate_every=0", "seed=-1", "name=tiny", "name=prefix_sums/../x", "name=a/b/c",
    ],
)  # fmt: skip
def test_values_out_of_range_are_refused_by_name(path, change):
    key = change.partition("=")[0]
    assert refusal(path, change).startswith(f"tiny.toml: {key}: ")


@pytest.mark.parametrize(
    "changes",
    [
        {"iterations": 3, "min_grad_steps": 4},
        {"iterations": 9, "min_grad_steps": 4, "max_grad_steps": 3},
    ],
)
def test_bounds_that_leave_no_number_of_iterations_are_refused(changes):
    with pytest.raises(ConfigError, match="min_grad_steps"):
        Loss.of({"alpha": 0.5, **changes})


@pytest.mark.parametrize(
    ("measure", "measured", "passes"),
    [
        ("exact", 0.5, True), ("exact", 0.49, False), ("feasible", 1.0, True),
        ("mean_gap", 0.5, True), ("mean_gap", 0.51, False), ("mean_gap", None, False),
        ("exact", None, False),
    ],
)  # fmt: skip
def test_a_bar_is_passed_by_what_reaches_it(measure, measured, passes):
    assert Bar(size=8, measure=measure, value=0.5).passed_by(measured) is passes


@pytest.mark.parametrize(("size", "words"), [(8, "exact at 8"), (None, "exact")])
def test_a_bar_names_its_size_if_it_has_one(size, words):
    assert Bar(size=size, value=0.5).measured == words


def test_a_bar_of_more_than_all_is_refused(path):
    assert "at most 1" in refusal(path, "bar={size = 8, value = 90}")
    assert Recipe.read(path, ['bar={size = 8, measure = "mean_gap", value = 2}']).bar.value == 2


@pytest.mark.parametrize("section", ["budget", "data", "loss", "optimizer", "scores"])
def test_a_missing_section_is_refused_by_name(path, section):
    values = tomllib.loads(TEXT)
    del values[section]
    with pytest.raises(ConfigError, match=rf"^r: {section}: field required"):
        Recipe.of(values, "r")


@pytest.mark.parametrize("section", ["budget", "data", "loss", "optimizer"])
def test_an_empty_section_is_refused_by_name(path, section):
    with pytest.raises(ConfigError, match=rf"^r: {section}\.\w+: field required"):
        Recipe.of({**tomllib.loads(TEXT), section: {}}, "r")


def test_scores_combine_sizes_if_there_are_any_with_the_other_options():
    options = {"params": {"far": [True, False]}}
    assert list(Scores.of(options).combinations()) == [
        (None, {"far": True}), (None, {"far": False}),
    ]  # fmt: skip
    sized = Scores.of({"sizes": [3, 5], **options}).combinations()
    assert [size for size, _ in sized] == [3, 3, 5, 5]


def test_an_empty_list_of_options_leaves_nothing_to_learn_from(path):
    path.write_text(TEXT.replace("[6, 8]", "[]"), encoding="utf-8")
    assert "data.train.0" in refusal(path)


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("optimizer.steps=7", 7),
        ("optimizer.learning_rate=1e-5", 1e-5),
        ("optimizer.name=sgd", "sgd"),
        ('optimizer.name="sgd"', "sgd"),
        ("optimizer.milestones=[0.5, 0.9]", [0.5, 0.9]),
    ],
)
def test_changes_replace_settings(path, change, value):
    name = change.split("=")[0].partition(".")[2]
    assert getattr(Recipe.read(path, [change]).optimizer, name) == value


def test_later_changes_win_and_make_sections(path):
    path.write_text(TEXT.replace("[config]\nwidth = 8\n", ""), encoding="utf-8")
    recipe = Recipe.read(path, ["config.width=4", "config.width=6", "seed=9"])
    assert (recipe.config, recipe.seed) == ({"width": 6}, 9)


def test_a_number_chooses_from_a_list(path):
    path.write_text(TEXT + "[[data.train]]\ncount = 9\nparams = { bits = 9 }\n", encoding="utf-8")
    recipe = Recipe.read(path, ["data.train.1.params.bits=12", "data.train.0.count=7"])
    groups = [(group.count, group.params["bits"]) for group in recipe.data.train]
    assert groups == [(7, [6, 8]), (9, 12)]


@pytest.mark.parametrize(
    "change",
    [
        "seed", "=1", "seed.x=1", "name.x.y=1", "data.train.count=3", "data.train.0=3",
        "data.train.1.count=3", "data.train.-1.count=3", "data.train.0.count.x=3",
    ],
)  # fmt: skip
def test_changes_that_mean_nothing_are_refused(path, change):
    refusal(path, change)


@pytest.mark.parametrize(
    "content",
    [
        b"name = ", b"\xff\xfe\x00", b"[a]\n[a]\n", b"a = " + b"[" * 5000, b"a = " + b"9" * 5000,
        b"a" + b".a" * 5000 + b" = 1", b"a = " + b"[" * 20 + b"]" * 20, b" " * (1 << 20) + b"\n",
    ],
)  # fmt: skip
def test_files_that_are_not_toml_are_refused(path, content):
    path.write_bytes(content)
    assert refusal(path).startswith(f"cannot read the recipe {path}: ")


def test_missing_files_and_folders_are_refused(tmp_path):
    assert refusal(tmp_path / "none.toml").startswith("cannot read the recipe ")
    assert refusal(tmp_path).startswith("cannot read the recipe ")
    os.mkfifo(tmp_path / "pipe.toml")
    assert refusal(tmp_path / "pipe.toml").endswith("is a named pipe, expected a file")


def test_a_problem_in_a_module_of_its_own_has_no_recipes():
    lonely = type("Lonely", (), {"__module__": "random"})
    assert shipped_recipes(lonely) == {}
    assert shipped_recipes(type("Lost", (), {"__module__": "no_such_module"})) == {}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"positions": 64}, "data: expected either batch or positions"),
        ({"batch": None}, "data: expected either batch or positions"),
        (
            {"train": [{"params": {}}]},
            "data.train.0: expected either a count, or fresh = true, or a file",
        ),
        (
            {"train": [{"params": {}, "count": 3, "fresh": True}]},
            "data.train.0: expected either a count, or fresh = true, or a file",
        ),
        (
            {"train": [{"file": "a.txt", "count": 3}]},
            "data.train.0: expected either a count, or fresh = true, or a file",
        ),
        (
            {"train": [{"file": "a.txt", "params": {"bits": 3}}]},
            "data.train.0: params mean nothing for a file",
        ),
        (
            {"validation": [{"file": "a.txt"}]},
            "data: expected validation groups with a count and without begin",
        ),
        (
            {"train": [{"params": {}, "count": 3, "begin": 0.5}]},
            "data: expected a group to train on with begin = 0",
        ),
        (
            {"validation": [{"params": {}, "fresh": True}]},
            "data: expected validation groups with a count and without begin",
        ),
        (
            {"validation": [{"params": {}, "count": 3, "begin": 0.5}]},
            "data: expected validation groups with a count and without begin",
        ),
    ],
)
def test_data_that_cannot_be_followed_is_refused(path, changes, words):
    values = tomllib.loads(TEXT)
    values["data"] |= changes
    with pytest.raises(ConfigError) as raised:
        Recipe.of(values, "r")
    assert str(raised.value) == f"r: {words}"


@pytest.mark.parametrize("begin", [1.0, -0.1])
def test_a_group_begins_within_the_training(begin):
    with pytest.raises(ConfigError, match="begin"):
        Group.of({"params": {}, "count": 1, "begin": begin})


def test_positions_keep_the_work_of_a_batch_constant():
    groups = {"train": [{"count": 1, "params": {}}], "validation": [{"count": 1, "params": {}}]}
    data = Data.of({"positions": 1000, **groups})
    assert [data.instances(shape) for shape in [(8,), (10, 10), (30, 30), (40, 40)]] == [
        125, 10, 1, 1,
    ]  # fmt: skip
    assert Data.of({"batch": 7, **groups}).instances((40, 40)) == 7


def test_lists_stand_for_every_combination():
    group = Group(count=1, params={"bits": [4, 8, 16], "kind": ["a", "b"], "fixed": 3})
    expected = [
        {"bits": bits, "kind": kind, "fixed": 3} for bits in (4, 8, 16) for kind in ("a", "b")
    ]
    assert list(group.combinations()) == expected
    assert list(Group(count=1, params={}).combinations()) == [{}]


def test_shipped_recipes_are_found_and_valid():
    shipped = shipped_recipes(PrefixSums)
    assert "dt-l" in shipped
    for path in shipped.values():
        recipe = Recipe.read(path)
        assert recipe.problem == "prefix_sums"
        assert recipe.name == f"prefix_sums/{path.stem}"


def test_a_recipe_of_an_earlier_version_reads_as_the_present_one_with_one_line(path):
    old = TEXT.replace("alpha = 0.5\n", "alpha = 0.5\nmost_free = 2\n")
    path.write_text(old, encoding="utf-8")
    said = "^tiny.toml: loss.most_free is now loss.max_no_grad_steps, optimizer.average is now"
    with pytest.warns(RenamedKeysWarning, match=said):
        recipe = Recipe.read(path, ["optimizer.average=0.5"])
    assert (recipe.loss.max_no_grad_steps, recipe.optimizer.ema_decay) == (2, 0.5)
