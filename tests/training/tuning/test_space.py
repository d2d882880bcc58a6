"""A space holds what its file says, and fits a recipe or names the setting that does not."""

import pytest

from thinkers.errors import ConfigError
from thinkers.models.renamed import RenamedKeysWarning
from thinkers.training.tuning.space import Axis, Space, changed

TEXT = """
[optimizer.learning_rate]
low = 1e-4
high = 1e-2
log = true
[config.width]
choices = [16, 32]
[loss.alpha]
low = 0
high = 1
step = 0.25
"""


@pytest.fixture
def space(tmp_path):
    """Reads a space from its text."""

    def space(text):
        path = tmp_path / "space.toml"
        path.write_text(text)
        return Space.read(path)

    return space


def test_a_file_gives_its_axes_by_name(space):
    axes = space(TEXT).axes
    assert axes == {
        "optimizer.learning_rate": Axis(low=1e-4, high=1e-2, log=True),
        "config.width": Axis(choices=[16, 32]),
        "loss.alpha": Axis(low=0, high=1, step=0.25),
    }
    assert [axis.whole for axis in axes.values()] == [False, False, False]
    assert Axis(low=1, high=9, step=2).whole
    assert axes["config.width"].ends == [16, 32]
    assert axes["loss.alpha"].ends == [0, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no setting to search"),
        ("[loss]", "names no setting to search"),
        ("alpha = 1", "expected a table such as .*, got 'alpha'"),
        ("[loss.alpha]\nlow = 0\nhigh = 1\n[loss.alpha.more]\nlow = 2", "unknown key 'more'"),
        ("[loss.alpha]\nlow = 1", "loss.alpha: expected choices, or low < high"),
        ("[loss.alpha]\nlow = 1\nhigh = 1", "expected choices, or low < high"),
        ("[loss.alpha]\nlow = 0\nhigh = 1\nlog = true", "log needs low > 0"),
        ("[loss.alpha]\nlow = 1\nhigh = 2\nlog = true\nstep = 1", "and no step"),
        ("[loss.alpha]\nlow = 0\nhigh = 1\nstep = 0", "step: input should be greater than 0"),
        ("[loss.alpha]\nchoices = []", "choices: "),
        ("[loss.alpha]\nchoices = [1]\nlow = 0", "choices stand alone"),
        ("[loss.alpha]\nchoises = [1]", "unknown key 'choises', did you mean 'choices'?"),
        ("[loss", "cannot read the space"),
    ],
)
def test_what_makes_no_axis_is_refused(space, text, said):
    with pytest.raises(ConfigError, match=said):
        space(text)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="cannot read the space"):
        Space.read(tmp_path / "none.toml")


def test_a_space_that_fits_is_taken(space, recipe_with):
    space(TEXT).require_fits(recipe_with())


@pytest.mark.parametrize(
    ("name", "axis", "said"),
    [
        ("optimizer.learning_rte", {"low": 1, "high": 2}, "did you mean 'learning_rate'"),
        ("optimiser.clip", {"low": 1, "high": 2}, "did you mean 'optimizer'"),
        ("loss.alpha", {"low": 0, "high": 2}, "loss.alpha: input should be less than or equal"),
        ("optimizer.name", {"choices": ["adam", "lion"]}, "optimizer.name: "),
        ("name.x", {"choices": ["a"]}, "name.x cannot be searched"),
        ("seed", {"low": 0, "high": 9}, "seed cannot be searched: trials would not compare"),
        ("scores.instances", {"low": 1, "high": 9}, "cannot be searched"),
        ("problem", {"choices": ["a"]}, "cannot be searched"),
        ("thinker.x", {"choices": [1]}, "'thinker' is not a section"),
    ],
)
def test_a_space_that_does_not_fit_is_refused_by_name(recipe_with, name, axis, said):
    with pytest.raises(ConfigError, match=said):
        Space(axes={name: Axis(**axis)}).require_fits(recipe_with())


def test_only_the_settings_named_change(recipe_with):
    recipe = changed(recipe_with(), {"loss.alpha": 0.25, "config.width": 4}, "trial")
    assert recipe == recipe_with(loss={"alpha": 0.25}, config={"width": 4})


def test_a_setting_of_an_earlier_version_is_searched_by_its_present_name(space):
    with pytest.warns(RenamedKeysWarning, match="optimizer.average is now optimizer.ema_decay"):
        found = space("[optimizer.average]\nlow = 0.9\nhigh = 0.99\n")
    assert list(found.axes) == ["optimizer.ema_decay"]
