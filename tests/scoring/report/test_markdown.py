"""Markdown holds each table, and what others wrote is text in it."""

from thinkers.scoring.report.markdown import markdown


def test_a_table_has_as_many_cells_in_each_line(sheet):
    text = markdown([sheet(6), sheet(8)])
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert len(tables) == 2 * (2 + 5)
    assert len({line.count("|") for line in tables}) <= 2
    assert text.count("## tsp, ") == 2
    assert "seed: 0" in text
    assert text.count("failed on 3 of 12: no mood") == 2


def test_what_others_wrote_is_text(sheet):
    text = markdown([sheet(6, hostile="<b>|*x*\n# y")])
    assert r"first\<b\>\|\*x\*\\n\# y" in text
    assert "<b>" not in text.replace(r"\<b\>", "")
