"""What a file cannot hold is refused before it is written, with the formats that can."""

from pathlib import Path

import pytest

from thinkers import FileFormat, InvalidInstanceError
from thinkers.cli import formats
from thinkers.cli.formats import folder_suffix, require_fits, require_holds
from thinkers.errors import ConfigError, MissingPackageError


class Coins:
    """Only what the checks look at."""

    name = "coins"
    formats = (
        FileFormat(".bare", answers=False),
        FileFormat(".one", many=False),
        FileFormat(".old", writes=False),
        FileFormat(".answer", reads=False, instances=False),
        FileFormat(".all"),
    )

    def write(self, path, instances, solutions):
        assert solutions is None
        if 13 in instances:
            raise InvalidInstanceError(f"{path}: no coin is worth 13", "leave it out")
        if 16 in instances and path.suffix == ".one":
            raise InvalidInstanceError("16 is too large")
        if 14 in instances:
            raise MissingPackageError("14 needs the package coins")
        if 15 in instances:
            raise ConfigError(f"cannot write {path}: No space left on device")
        path.write_text(str(instances))


@pytest.mark.parametrize(
    ("name", "count", "answers", "said", "hint"),
    [
        ("a", 1, True, "writes no files of that name ending", ".bare or .one or .answer or .all"),
        ("a.old", 1, True, "writes no files of that name ending '.old'", ".bare or .one or"),
        ("a.bare", 1, True, "a .bare file of coins holds no answers", ".one or .answer or .all"),
        ("a.one", 2, True, "a .one file of coins holds one instance, got 2", ".answer or .all, or"),
        ("a.one", 2, False, "a .one file of coins holds one instance", ".all, or ask for one"),
        ("a.answer", 1, False, "holds answers only, no instances", ".bare or .one or .all"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(tmp_path, name, count, answers, said, hint):
    with pytest.raises(ConfigError) as raised:
        require_holds(Coins(), tmp_path / name, count, answers=answers)
    assert said in str(raised.value)
    assert hint in raised.value.hint


@pytest.mark.parametrize(
    ("name", "count", "answers"),
    [("a.bare", 2, False), ("A.ONE", 1, True), ("a.answer", 2, True), ("a.all", 2, True)],
)
def test_what_fits_gives_its_format(tmp_path, name, count, answers):
    found = require_holds(Coins(), tmp_path / name, count, answers=answers)
    assert name.lower().endswith(found.suffix)


def test_instances_are_tried_elsewhere_and_the_message_names_the_file(tmp_path):
    path, form = tmp_path / "a.all", FileFormat(".all")
    require_fits(Coins(), path, [1, 2], form)
    with pytest.raises(InvalidInstanceError) as raised:
        require_fits(Coins(), path, [1, 13], form)
    assert str(raised.value) == f"{path}: no coin is worth 13"
    assert list(tmp_path.iterdir()) == []
    require_fits(Coins(), path, [1, 13], FileFormat(".answer", instances=False))


def test_a_package_that_is_not_installed_is_said_before_solving(tmp_path):
    with pytest.raises(MissingPackageError, match="14 needs the package coins"):
        require_fits(Coins(), tmp_path / "a.all", [14], FileFormat(".all"))


def test_no_room_for_a_trial_is_no_reason_to_refuse(tmp_path):
    require_fits(Coins(), tmp_path / "a.all", [15], FileFormat(".all"))


def test_without_room_for_a_trial_there_is_none(tmp_path, monkeypatch):
    def none(*_, **__):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(formats, "TemporaryDirectory", none)
    require_fits(Coins(), tmp_path / "a.all", [13], FileFormat(".all"))


def test_a_folder_gets_the_first_format_that_holds_each_instance_and_its_answer():
    assert folder_suffix(Coins(), [1], "") == ".one"
    assert folder_suffix(Coins(), [1, 2], "ALL") == ".all"
    assert folder_suffix(Coins(), [1], ".answer") == ".answer"
    assert folder_suffix(Coins(), [1, 16], "") == ".all"
    assert folder_suffix(Coins(), [13], "") == ".answer"
    for form in ("bare", "old", "none"):
        with pytest.raises(ConfigError, match=f"coins writes no format '{form}' that holds"):
            folder_suffix(Coins(), [1], form)


def test_a_folder_whose_instances_no_format_holds_is_refused_as_the_first_does():
    class NoAnswers(Coins):
        formats = (FileFormat(".one"), FileFormat(".all"), FileFormat(".bare", answers=False))

    with pytest.raises(InvalidInstanceError, match=r"one\.one: no coin is worth 13"):
        folder_suffix(NoAnswers(), [1, 13], "")
    NoAnswers.formats = ()
    with pytest.raises(ConfigError, match="coins writes no files that hold answers"):
        folder_suffix(NoAnswers(), [1], "")


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_nothing_is_written_to_standard_output(name):
    for answers, hint in ((True, "--json prints them"), (False, "give the name of a file")):
        with pytest.raises(ConfigError, match="are not written to standard output") as raised:
            require_holds(Coins(), Path(name), 1, answers=answers)
        assert raised.value.hint == hint


def test_a_name_without_an_ending_may_be_meant_for_a_folder():
    with pytest.raises(ConfigError) as raised:
        require_holds(Coins(), Path("out"), 1, answers=True)
    assert raised.value.hint.endswith(", or out/ for a folder")
