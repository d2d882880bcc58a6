"""`thinkers report`: the tables, curves and pictures of comparisons that were kept."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thinkers.cli import options, outputs, rendering, standings
from thinkers.cli.export import EveryAnswer, write_rows
from thinkers.errors import ConfigError
from thinkers.problems.files import write_whole

if TYPE_CHECKING:
    from thinkers.scoring.contest import Contest
    from thinkers.scoring.optima import Optima

Results = Annotated[
    Path, typer.Argument(metavar="RESULTS", help="What `compare --out` wrote.", show_default=False)
]
Html = Annotated[
    Path | None,
    typer.Option("--html", help="Write one page with tables, curves and pictures to this file."),
]
Markdown = Annotated[
    Path | None, typer.Option("--markdown", help="Write the tables as Markdown to this file.")
]
Title = Annotated[str, typer.Option("--title", help="Stands above the page.")]


def report(
    results: Results,
    html: Html = None,
    csv_file: EveryAnswer = None,
    markdown: Markdown = None,
    optima: options.Optima = None,
    title: Title = "Comparison of solvers",
) -> None:
    """Show comparisons that were kept: tables, curves, box plots, profiles and pictures.

    Everything is computed anew from the answers, each of which is checked again. The page needs
    nothing else: no network, no script.
    """
    wanted = [path for path in (html, csv_file, markdown) if path is not None]
    outputs.require_writable(*wanted)
    outputs.require_free(wanted, [results, *([optima] if optima else [])])
    from thinkers.scoring.report.gathering import sheet_of
    from thinkers.scoring.report.markdown import markdown as as_markdown
    from thinkers.scoring.report.page import page
    from thinkers.scoring.store.store import Store

    with Store.open(results) as store:
        kept = list(store.comparisons())
    known = {} if optima is None else _known(optima, [each.contest for each in kept])
    found = (sheet_of(each, known.get(each.contest.problem.name)) for each in kept)
    sheets = [sheet for sheet in found if sheet]
    if not sheets:
        raise ConfigError(f"{results} holds no answers yet", "let compare go on for a while")
    warn = partial(rendering.Once(), rendering.warn)
    for sheet in sheets:
        standings.comparison(sheet.found, sheet.setting, warn)
    if html:
        write_whole(html, page(sheets, title).encode())
    if markdown:
        write_whole(markdown, as_markdown(sheets).encode())
    if csv_file:
        write_rows(csv_file, (row for sheet in sheets for row in sheet.records()))
    for path in wanted:
        rendering.report(f"wrote {path}")


def _known(path: Path, contests: "Sequence[Contest]") -> "dict[str, Optima]":
    """The optima in a file for the instances of each problem, by its name."""
    from thinkers.scoring.optima import read_optima

    problems = {each.problem.name: each.problem for each in contests}
    return {
        name: read_optima(path, problem, [
            instance for each in contests if each.problem.name == name
            for instance in each.instances
        ])
        for name, problem in problems.items()
    }  # fmt: skip
