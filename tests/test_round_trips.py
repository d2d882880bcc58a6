"""What is written is read back, instances and answers alike, in every format of every problem."""

from contextlib import suppress
from functools import cache
from typing import Any, Literal, get_args, get_origin

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from thinkers.errors import ConfigError, InvalidInstanceError, MissingPackageError
from thinkers.registry.registry import installed

PROBLEMS = [installed().problem(name) for name in installed().problems()]

FORMATS = [
    pytest.param(problem, form, id=f"{problem.name}{form.suffix}")
    for problem in PROBLEMS
    for form in problem.formats
    if form.writes and form.reads and form.instances
]

LARGEST = 13
"""Instances of sizes up to this are drawn."""

POOL = 9
"""So many of each size and kind, of which some are drawn."""


@st.composite
def instances_of(draw: st.DrawFn, problem: Any, most: int) -> list[Any]:
    """Generated instances of some size and kind."""
    sizes = [None] if problem.size_option is None else list(range(1, LARGEST + 1))
    kinds = {
        name: draw(st.sampled_from(get_args(field.annotation)))
        for name, field in problem.Params.model_fields.items()
        if get_origin(field.annotation) is Literal
    }
    pool = drawn(problem, draw(st.sampled_from(sizes)), tuple(kinds.items()))
    assume(pool)
    return draw(st.lists(st.sampled_from(pool), min_size=1, max_size=most))


@cache
def drawn(problem: Any, size: int | None, kinds: tuple[tuple[str, Any], ...]) -> list[Any]:
    """Instances of one size and kind; none where there are none."""
    with suppress(ConfigError, InvalidInstanceError):
        return problem.generate(np.random.default_rng(0), POOL, problem.sized(size, dict(kinds)))
    return []


def noise(problem, instance, seed):
    """The answer of a thinker that knows nothing: most often a wrong one."""
    encoding = next(iter(problem.encodings.values()))
    shape = (encoding.signature.classes, *encoding.shape(instance))
    scores = np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
    return encoding.decode(scores, instance)


def told(problem, instances):
    """Instances in plain types, without the names that readers give them."""
    described = [problem.describe(each) for each in instances]
    return [{key: value for key, value in each.items() if key != "name"} for each in described]


def told_answers(problem, answers):
    return [None if each is None else problem.describe_solution(each) for each in answers]


@pytest.mark.parametrize(("problem", "form"), FORMATS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_back(tmp_path_factory, problem, form, data):
    instances = data.draw(instances_of(problem, 3 if form.many else 1))
    kind = data.draw(st.sampled_from(["none", "labels", "noise"]))
    answers = {
        "none": lambda: None,
        "labels": lambda: problem.label(instances),
        "noise": lambda: [noise(problem, each, n) for n, each in enumerate(instances)],
    }[kind]()
    path = tmp_path_factory.mktemp("trip") / f"file{form.suffix}"
    try:
        problem.write(path, instances, answers if form.answers else None)
    except MissingPackageError as error:
        pytest.skip(str(error))
    except InvalidInstanceError:  # another kind of instance, as an asymmetric one in a .tsp
        assert not path.exists()
        return
    assert told(problem, problem.read(path)) == told(problem, instances)
    found = told_answers(problem, problem.read_answers(path))
    if answers is None or not form.answers:
        assert found == [None] * len(instances)
    else:
        assert found == told_answers(problem, answers)


FILED = [problem for problem in PROBLEMS if problem.formats]
"""Those that have files at all: a stranger's example may have none."""


@pytest.mark.parametrize("problem", FILED, ids=lambda problem: problem.name)
def test_every_problem_with_files_can_be_given_and_give_files(problem):
    assert any(form.reads for form in problem.formats)
    assert any(form.writes and form.answers for form in problem.formats)
