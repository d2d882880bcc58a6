"""Help names every option whole at every width, and a problem's own under its name."""

import re

import pytest

from thinkers.cli.app import OTHER_COMMANDS, PROBLEM_COMMANDS

COMMANDS = [*PROBLEM_COMMANDS, *OTHER_COMMANDS]


def said(outcome):
    """The words of a help text, without its line ends."""
    return " ".join(outcome.out.split())


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_nothing_is_cut_at_any_width(works, monkeypatch, command):
    texts = set()
    for columns in ("40", "80", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        texts.add("".join(works(*[command] * bool(command), "--help").out.split()))
    assert len(texts) == 1


def test_every_command_is_summed_up_by_the_first_sentence_of_its_help(works):
    summed_up = said(works("--help"))
    for name in COMMANDS:
        [sentence] = re.findall(r"^Usage.*\n\n  (.*(?:\n  .*)*?)\n\n", works(name, "-h").out)
        assert f"{name} {' '.join(sentence.split())}" in summed_up


def test_a_problems_options_stand_under_its_name(works):
    text = works("solve", "prefix_sums", "--help").out
    own = text[text.index("prefix_sums options:") :]
    assert "--bits <int>" in own
    assert "--json" not in own
    assert "solve tsp --help" in said(works("solve", "--help"))
    assert "solve tsp --help" not in said(works("solve", "prefix_sums", "--help"))
