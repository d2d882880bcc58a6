"""Results on stdout, everything else on stderr, no markup read into what others wrote."""

import json

import pytest

from thinkers import minimise
from thinkers.cli import rendering
from thinkers.scoring.evaluating import Evaluation

EVALUATION = Evaluation("tsp", "dt-m", 30, 4, 1.0, 0.5, 0.875, 0.1234, 24.4, {}, 0.5)


def lines_of(text):
    return [" ".join(line.split()) for line in text.splitlines()]


def test_complaints_are_one_line_and_a_hint_on_stderr(capsys):
    rendering.complain("what [bold]is[/bold] wrong " + "x" * 200, "do [this]")
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"error: what [bold]is[/bold] wrong {'x' * 200}\n  do [this]\n"


def test_a_line_is_told_once():
    told, once = [], rendering.Once()
    for line in ("a", "b", "a"):
        once(told.append, line)
    assert told == ["a", "b"]


def test_what_others_wrote_never_becomes_a_picture(capsys):
    """`root:x:0` is no cross."""
    for show in (rendering.complain, rendering.warn, rendering.report, rendering.print_text):
        show("root:x:0 :smile:")
    rendering.print_json([{"name": ":x:"}])
    rendering.facts(":x:", [(":x:", ":x:")])
    rendering.table(":x:", [":x:"], [[":x:"]])
    out, err = capsys.readouterr()
    assert (out + err).isascii()
    assert err.count("root:x:0 :smile:") == 3
    assert json.loads(out.splitlines()[1]) == {"name": ":x:"}


@pytest.mark.parametrize("columns", [40, 100])
def test_words_are_wrapped_between_words(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    words = [f"bad-ems-{number}" for number in range(30)]
    rendering.print_words(" ".join(words))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns
    assert " ".join(lines).split() == words


def test_no_words_are_no_line(capsys):
    rendering.print_words("")
    assert capsys.readouterr().out == ""


def test_what_plugins_warn_of_through_python_is_one_line_of_plain_text(capsys):
    rendering.show_warning(UserWarning("\x1b[31mred\nand more"), UserWarning, "f.py", 3)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["warning: UserWarning: \\x1b[31mred\\nand more"]


def test_warnings_and_progress_go_to_stderr(capsys):
    rendering.warn("plugin [a] skipped")
    rendering.report("size [8]")
    assert capsys.readouterr() == ("", "warning: plugin [a] skipped\nsize [8]\n")


HOSTILE = "a\x1b[31mb\u202ec\nd"
WRITTEN_OUT = r"a\x1b[31mb\u202ec\nd"


def test_what_others_wrote_never_acts_on_a_terminal_nor_breaks_its_line(capsys):
    rendering.complain(HOSTILE, HOSTILE)
    rendering.warn(HOSTILE)
    rendering.report(HOSTILE)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"error: {WRITTEN_OUT}\n  {WRITTEN_OUT}\nwarning: {WRITTEN_OUT}\n{WRITTEN_OUT}\n"
    )
    rendering.listing(HOSTILE, ["name"], [[HOSTILE]])
    rendering.table(HOSTILE, ["name", "n"], [[HOSTILE, "1"]])
    rendering.facts(HOSTILE, [("name", HOSTILE)])
    out, _ = capsys.readouterr()
    assert out.count(WRITTEN_OUT) == 6
    assert set(out).isdisjoint("\x1b\u202e")


def test_a_picture_keeps_its_lines(capsys):
    rendering.print_text("##\n#\t#\r\n\x9b")
    assert capsys.readouterr().out == "##\n" + r"#\t#\r" + "\n" + r"\x9b" + "\n"


def test_json_is_one_object_a_line_and_refuses_what_json_cannot_say(capsys):
    rendering.print_json([{"a": "[b]"}, {"c": None}])
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"a": "[b]"}, {"c": None},
    ]  # fmt: skip
    with pytest.raises(ValueError, match="JSON"):
        rendering.print_json([{"gap": float("inf")}])


def test_text_is_printed_as_it_is(capsys):
    rendering.print_text("[red]1[/red] " + "y" * 300)
    assert capsys.readouterr().out == f"[red]1[/red] {'y' * 300}\n"


def test_an_evaluation_with_and_without_costs(capsys):
    rendering.evaluation("title", minimise("length"), [EVALUATION])
    rendering.evaluation("title", None, [EVALUATION])
    _, head, row, _, plain, _ = lines_of(capsys.readouterr().out)
    assert head == "size instances ok % exact % cells % gap % iterations s each"
    assert row == "30 4 100.0 50.0 87.5 12.34 24 0.5"
    assert plain == "size instances ok % exact % cells % iterations s each"


def test_listings_keep_their_words(capsys):
    rendering.listing("kinds", ["name", "what"], [["tsp", "a [short] tour"], ["maze", "a way"]])
    out = capsys.readouterr().out
    for words in ("kinds", "tsp", "a [short] tour", "maze"):
        assert words in out
