"""The page on the architecture names the rooms that there are, and files that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_its_rooms_are_the_packages_of_the_core():
    _, _, rest = PAGE.partition("\n## The ten rooms\n")
    section, _, _ = rest.partition("\n## ")
    rooms = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert sorted(rooms) == sorted(path.parent.name for path in ROOT.glob("thinkers/*/__init__.py"))
    assert len(rooms) == 10
    beside = set(re.findall(r"`(\w+\.py)`", section.rpartition("|\n")[2]))
    assert beside == {path.name for path in ROOT.glob("thinkers/[!_]*.py")}


def test_every_file_that_it_names_is_there():
    named = set(re.findall(r"`(thinkers/[\w/.]+)`", PAGE))
    assert len(named) > 30
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_it_says_truly_which_rooms_never_import_torch():
    rooms = re.findall(r"^\| `(\w+)` \|.*\| never \|$", PAGE, re.MULTILINE)
    assert rooms == ["problems"]
    for room in rooms:
        for path in (ROOT / "thinkers" / room).glob("**/*.py"):
            assert not re.search(r"^\s*(import|from) torch", path.read_text("utf-8"), re.MULTILINE)
