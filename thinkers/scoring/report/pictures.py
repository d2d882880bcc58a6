"""Pictures of the best, the median and the worst answer of each solver."""

import base64
from collections.abc import Iterator
from functools import partial
from html import escape
from typing import Any

import numpy as np

from thinkers.problems.marks import Marks
from thinkers.registry.strangers import attempt
from thinkers.scoring.report.sheet import Sheet
from thinkers.scoring.report.svg import number_of
from thinkers.scoring.runs import Answer

LARGEST = 300_000
"""Characters of a picture beyond which it is left out (our choice)."""

SOLVERS = 8
"""Solvers that have pictures; of more, the first ones (our choice)."""


def pictures(sheet: Sheet) -> Iterator[str]:
    """Three pictures for each solver; none of instances that are not known any more."""
    for place, name in list(enumerate(sheet.names))[:SOLVERS]:
        answers = sheet.solvers[place][1].answers
        keys = [(gap, answer.seconds) for gap, answer in
                zip(sheet.gaps[place], answers, strict=True)]  # fmt: skip
        order = sorted(range(len(answers)), key=lambda index: keys[index])
        if not order:
            continue
        chosen = dict(zip(["worst", "median", "best"], [order[-1], order[len(order) // 2],
                          order[0]], strict=True))  # fmt: skip
        shown = [
            _figure(sheet, index, answers[index], name, word, float(keys[index][0]))
            for word, index in reversed(chosen.items())
        ]
        if any(shown):
            yield f'<h4>{escape(name)}</h4><div class="pictures">{"".join(shown)}</div>'


def _figure(sheet: Sheet, index: int, answer: Answer, name: str, word: str, gap: float) -> str:
    instance = sheet.instances[index] if index < len(sheet.instances) else None
    objective = sheet.found.problem.objective
    if np.isinf(gap):
        said = f"failed: {answer.failure or answer.verdict.reason or 'no answer'}"
    elif objective:
        said = f"{objective.words(answer.verdict.cost)}, gap {number_of(round(gap, 3))} %"
    else:
        said = f"right, {answer.seconds:.2g} s"
    caption = f"<figcaption>{word}: instance {index}, {escape(said)}</figcaption>"
    if instance is None:
        return ""
    marks = Marks[Any](name, answer.verdict)
    figure = partial(sheet.found.problem.draw, instance, answer.solution, marks)
    drawn = attempt(lambda: figure().svg(), lambda fault: None)
    if not isinstance(drawn, str) or len(drawn) > LARGEST:
        return f'<figure>{caption}<p class="note">no picture</p></figure>'
    source = base64.b64encode(drawn.encode()).decode()
    told = escape(f"{word} answer of {name} to instance {index}: {said}")
    return f'<figure>{caption}<img alt="{told}" src="data:image/svg+xml;base64,{source}"></figure>'
