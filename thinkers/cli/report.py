"""`thinkers report`: the tables, curves and pictures of comparisons that were kept."""

from pathlib import Path
from typing import Annotated

import typer

from thinkers.cli import options, outputs, rendering, standings
from thinkers.cli.export import EveryAnswer, write_rows
from thinkers.errors import ConfigError
from thinkers.problems.files import write_whole

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
    from thinkers.scoring.optima import read_optima
    from thinkers.scoring.report.gathering import sheet_of
    from thinkers.scoring.report.markdown import markdown as as_markdown
    from thinkers.scoring.report.page import page
    from thinkers.scoring.store.store import Store

    with Store.open(results) as store:
        found = [(each, read_optima(optima, each.contest.problem) if optima else {})
                 for each in store.comparisons()]  # fmt: skip
    sheets = [sheet for each, known in found if (sheet := sheet_of(each, known))]
    if not sheets:
        raise ConfigError(f"{results} holds no answers yet", "let compare go on for a while")
    for sheet in sheets:
        standings.comparison(sheet.found, sheet.setting)
    if html:
        write_whole(html, page(sheets, title).encode())
    if markdown:
        write_whole(markdown, as_markdown(sheets).encode())
    if csv_file:
        write_rows(csv_file, (row for sheet in sheets for row in sheet.records()))
    for path in wanted:
        rendering.report(f"wrote {path}")
