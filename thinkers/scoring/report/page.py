"""One page of HTML that needs nothing else: no request, no script; what others wrote is text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby

from thinkers.scoring.columns import columns_of, number, percent, solver_of
from thinkers.scoring.report import boxes, charts
from thinkers.scoring.report.pictures import pictures
from thinkers.scoring.report.sheet import Sheet
from thinkers.scoring.report.svg import Chart, mark, series
from thinkers.scoring.sentences import differences

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""What a browser may do with the page, whatever stands in it."""

HOW_TO_READ = (
    "Boxes: the middle half of the answers; thick lines: medians; dots: single answers. "
    "Gaps are drawn by their square roots, seconds by their logarithms."
)


def page(sheets: Sequence[Sheet], title: str = "Comparison of solvers") -> str:
    """The whole document.

    Args:
        sheets: At least one; those of one series are drawn against their sizes too.
        title: Stands above.
    """
    style = files("thinkers.scoring.report").joinpath("style.css").read_text(encoding="utf-8")
    named = [(f"part-{place}", sheet) for place, sheet in enumerate(sheets)]
    contents = "".join(
        f'<li><a href="#{name}">{escape(sheet.title)}</a></li>' for name, sheet in named
    )
    body = "".join([
        f"<h1>{escape(title)}</h1>",
        f'<nav aria-label="Contents"><ul>{contents}</ul></nav>' if len(sheets) > 1 else "",
        *_extrapolations(sheets),
        *(_section(*each, first=each == named[0]) for each in named),
    ])  # fmt: skip
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )


def _extrapolations(sheets: Sequence[Sheet]) -> Iterable[str]:
    """A chart for each series of several sizes."""
    ordered = sorted((each.series, place) for place, each in enumerate(sheets) if each.series)
    for (words, _), group in groupby(ordered, key=lambda pair: pair[0]):
        members = [sheets[place] for _, place in group]
        if chart := charts.extrapolation(members):
            largest = max(members, key=lambda each: each.size or 0)
            yield f"<h2>{escape(words)}: against size</h2>{_legend(largest.names)}"
            yield (
                f'{_figure(chart)}<p class="note">Means, with 95 % intervals. Shaded: the sizes '
                "that the model was trained on.</p>"
            )


def _section(name: str, sheet: Sheet, *, first: bool) -> str:
    parts = [f'<section id="{name}"><h2>{escape(sheet.title)}</h2>']
    if sheet.found.rows:
        parts += _scored(sheet, explained=first)
    if sheet.found.appraised:
        parts += [*_appraised(sheet), *([] if sheet.found.rows else [_notes(sheet)])]
    parts.append(_facts(sheet.facts, sheet.digests))
    return "".join(parts) + "</section>"


def _scored(sheet: Sheet, *, explained: bool) -> Iterable[str]:
    objective, rows = sheet.found.problem.objective, sheet.found.rows
    yield _items(differences(objective, rows))
    columns = columns_of(objective, rows)
    yield _table(
        f"{rows[0].instances} instances",
        [column.name for column in columns],
        [[column.cell(row) for column in columns] for row in rows],
    )
    meanings = {column.name: column.meaning for column in columns}
    yield _notes(sheet)
    shown = " open" if explained else ""
    yield f"<details{shown}><summary>What the columns say</summary>{_pairs(meanings)}</details>"
    yield _legend(sheet.names)
    lines = [charts.anytime(sheet), charts.profile(sheet)]
    figures = [boxes.gap_boxes(sheet), boxes.time_boxes(sheet), *map(_figure, filter(None, lines))]
    yield f'<div class="charts">{"".join(figures)}</div><p class="note">{HOW_TO_READ}</p>'
    if objective:
        yield f"<details><summary>Quartiles in numbers</summary>{_quartiles(sheet)}</details>"
    drawn = "".join(pictures(sheet))
    if drawn:
        yield f"<h3>Best, median and worst answers</h3>{drawn}"


def _quartiles(sheet: Sheet) -> str:
    rows = [
        [
            solver_of(row),
            *(percent(each, 2) for each in
              (row.gap_quarter, row.gap_median, row.gap_three_quarters, row.gap_worst)),
            str(sum(not answer.verdict.feasible for answer in run.answers)),
        ]
        for row, run in sheet.solvers
    ]  # fmt: skip
    head = ["solver", "quarter %", "median %", "three quarters %", "worst %", "failed"]
    return _table("Gaps to the best of what ran; a failure is worse than any answer", head, rows)


def _appraised(sheet: Sheet) -> Iterable[str]:
    """Of answers that nobody can score: what a reference thinks of them."""
    rows = sheet.found.appraised
    first = rows[0]
    head = ["solver", "allowed %", f"as {first.appraiser} %", f"{first.unit} lost", "s each"]
    cells = [
        [solver_of(row), number(100 * row.allowed), percent(row.agreement), number(row.loss),
         f"{row.seconds:.2g}"]
        for row in rows
    ]  # fmt: skip
    words = f"{first.instances} instances judged, not scored: no answer is known"
    if first.appraiser:
        yield _table(words, head, cells)
    else:
        yield _table(words, [*head[:2], head[4]], [[*row[:2], row[4]] for row in cells])


def _notes(sheet: Sheet) -> str:
    """What went wrong, and what was refuted."""
    told = _items(sheet.found.notes)
    return f'<div class="bad">{told}</div>' if told else ""


def _facts(facts: Mapping[str, str], digests: Sequence[str]) -> str:
    known = f"<h3>How it was run</h3>{_pairs(facts)}" if facts else ""
    if not digests:
        return known
    items = "".join(f"<li><code>{escape(each)}</code></li>" for each in digests)
    return (
        f"{known}<details><summary>SHA-256 of the instances</summary>"
        f'<ol start="0">{items}</ol></details>'
    )


def _legend(names: Sequence[str]) -> str:
    items = "".join(
        f'<li><svg aria-hidden="true" viewBox="0 0 34 12"><path class="line {series(look)}" '
        f'd="M0 6H34"/>{mark(17, 6, look)}</svg>{escape(name)}</li>'
        for look, name in enumerate(names)
    )
    return f'<ul class="legend">{items}</ul>'


def _figure(chart: Chart) -> str:
    return f"<figure><figcaption>{escape(chart.title)}</figcaption>{chart.to_svg()}</figure>"


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """With a scroll bar of its own, which the keyboard reaches."""
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in head)
    lines = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for first, *cells in rows
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{lines}</tbody></table></div>"
    )


def _items(sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(_whole(each))}</li>" for each in sentences)
    return f"<ul>{items}</ul>" if items else ""


def _whole(sentence: str) -> str:
    """The same with numbers that stay on the line of their units."""
    return re.sub(r" (?=%)|(?<=\bp) (?=[=<])|(?<=\bp [=<]) ", "\u00a0", sentence)


def _pairs(pairs: Mapping[str, str]) -> str:
    items = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in pairs.items()
    )
    return f'<dl class="facts">{items}</dl>'
