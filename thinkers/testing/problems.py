"""Contract tests of problems."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers.problems.batch import Batch
from thinkers.problems.effort import Effort
from thinkers.problems.encoding import Encoding
from thinkers.problems.marks import Marks, Under
from thinkers.problems.problem import Problem
from thinkers.problems.signature import Signature
from thinkers.scoring.statistics import TIE
from thinkers.settings import Settings
from thinkers.testing.contract import ContractError, about, require, skip_unless
from thinkers.testing.samples import COUNT, draw, labelled, rng

AnyProblem = Problem[Any, Any]


def described(problem: AnyProblem, params: Settings) -> None:
    """Names, options and encodings are there and agree."""
    require(problem.name == problem.name.strip().lower() != "", "name is lower case, not empty")
    require(bool(problem.summary), "summary says what the problem is")
    require(bool(problem.encodings), "there is at least one encoding")
    known = {None, *type(params).model_fields}
    require(problem.size_option in known, "size_option names a field of Params, or is None")
    problem.Params()


@about("generate")
def families_draw(problem: AnyProblem, params: Settings) -> None:
    """Every family draws instances of the problem, alike for the same seed, with right labels."""
    skip_unless(bool(problem.families), "it has no families")
    size = None if problem.size_option is None else getattr(params, problem.size_option)
    for family in problem.families:
        own = problem.sized(size, {"family": family}, family)
        first, again = draw(problem, own), draw(problem, own)
        problem.require(*first)
        require(
            [problem.describe(one) for one in first] == [problem.describe(one) for one in again],
            f"the same seed gives the same instances of {family}",
        )
        for instance, solution in labelled(problem, first):
            verdict = problem.check(instance, solution)
            require(verdict.feasible, f"labels of {family} are feasible: {verdict.reason}")


@about("mutate")
def changes_are_instances(problem: AnyProblem, params: Settings) -> None:
    """Where `mutate` makes instances, they are such, alike for the same seed, with right labels."""
    skip_unless(_overrides(problem, "mutate"), "it has no mutate")
    for instance in draw(problem, params):
        before = problem.describe(instance)
        changed = problem.mutate(instance, rng())
        require(problem.describe(instance) == before, "mutate leaves its instance as it was")
        if changed is not None:
            problem.require(changed)
            again = problem.describe(problem.mutate(instance, rng()))
            require(problem.describe(changed) == again, "the same seed changes alike")
            [(_, solution)] = labelled(problem, [changed])
            verdict = problem.check(changed, solution)
            require(
                verdict.feasible or not verdict.possible,
                f"labels of changed instances are feasible: {verdict.reason}",
            )


@about("symmetric")
def copies_are_symmetric(problem: AnyProblem, params: Settings) -> None:
    """Where `symmetric` makes copies, their labels come back as answers of the same cost."""
    skip_unless(_overrides(problem, "symmetric"), "it has no symmetric")
    for instance, solution in labelled(problem, draw(problem, params)):
        before, cost = problem.describe(instance), problem.check(instance, solution).cost
        for seed in range(COUNT):
            found = problem.symmetric(instance, np.random.default_rng(seed))
            if found is None:
                return
            copy, back = found
            require(problem.describe(instance) == before, "symmetric leaves its instance alone")
            problem.require(copy)
            verdict = problem.check(instance, back(problem.label([copy])[0]))
            require(verdict.feasible, f"answers of copies come back right: {verdict.reason}")
            require(
                bool(np.isclose(verdict.cost, cost)), "answers of copies come back at their costs"
            )


@about("unlabelled")
def labels_are_taken_off(problem: AnyProblem, params: Settings) -> None:
    """Without its label an instance is one still, of which the label is a possible answer."""
    skip_unless(_overrides(problem, "unlabelled"), "its instances hold no labels")
    for instance, solution in labelled(problem, draw(problem, params)):
        before, bare = problem.describe(instance), problem.unlabelled(instance)
        require(problem.describe(instance) == before, "unlabelled leaves its instance alone")
        problem.require(bare)
        verdict = problem.check(bare, solution)
        require(verdict.feasible, f"labels stay possible without them: {verdict.reason}")


@about("generate")
def seeded(problem: AnyProblem, params: Settings) -> None:
    """The same seed gives the same instances, and the first do not depend on the count."""
    first, again, more = draw(problem, params), draw(problem, params), draw(problem, params, 2)
    require(len(first) == COUNT, "generate gives as many instances as asked for")
    described = [problem.describe(instance) for instance in first]
    require(
        described == [problem.describe(instance) for instance in again],
        "the same seed gives the same instances",
    )
    require(
        described[:2] == [problem.describe(instance) for instance in more],
        "the first instances do not depend on the count",
    )


@about("generate")
def stateless(problem: AnyProblem, params: Settings) -> None:
    """Generating reads no global random state, and leaves it alone."""
    before = global_state()
    first = draw(problem, params)
    require(before == global_state(), "global random state is left alone")
    other = draw(type(problem)(), params)
    require(
        [problem.describe(i) for i in first] == [problem.describe(i) for i in other],
        "a new object of the problem gives the same instances",
    )


def global_state() -> tuple[list[int], int]:
    """The numbers of the legacy random generator, and the position among them."""
    state: dict[str, Any] = np.random.get_state(legacy=False)  # noqa: NPY002
    return state["state"]["key"].tolist(), state["state"]["pos"]


@about("encode")
def shaped(problem: AnyProblem, params: Settings) -> None:
    """Batches have the types that `Batch` says; each call of `encode` checks their shapes."""
    for encoding in problem.encodings.values():
        signature = encoding.signature
        for instance in draw(problem, params):
            batch = encoding.encode([instance], problem.label([instance]))
            require(batch.inputs.dtype == np.float32, "inputs are float32")
            require(bool(np.isfinite(batch.inputs).all()), "inputs are finite")
            require_targets(batch, signature)
            require_curriculum(batch, signature)
            bare = encoding.encode([instance])
            labels = {"targets", "decidable_from", "interim_targets"}
            require(not labels & set(bare.arrays()), "no labels, no targets")


def require_targets(batch: Batch, signature: Signature) -> None:
    """Raise ContractError unless a batch of one instance has targets as its signature says."""
    targets, mask = batch.targets, batch.mask
    if targets is None:
        raise ContractError("targets are there when solutions are given")
    if signature.target == "row":
        sums = targets.sum(-1)[mask.any(-1)]
        require(bool(np.allclose(sums, 1, atol=1e-5)), "rows of targets sum to 1")
        require(not targets[~mask].any(), "targets are 0 where the mask forbids the choice")
    else:
        require(targets.dtype == np.int64, "class targets are int64")
        require(targets.min() >= 0 and targets.max() < signature.classes, "targets are classes")


def require_curriculum(batch: Batch, signature: Signature) -> None:
    """Raise ContractError unless `decidable_from` and `interim_targets` are valid or None."""
    decidable, interim = batch.decidable_from, batch.interim_targets
    if decidable is not None:
        require(signature.target != "row", "decidable_from needs targets that are classes")
        require(decidable.dtype == np.int32, "decidable_from is int32")
        require(bool((decidable >= 0).all()), "decidable_from is not negative")
    if interim is not None:
        require(decidable is not None, "interim_targets need decidable_from")
        require(interim.dtype == np.int64, "interim_targets are int64")
        least, most = interim.min(), interim.max()
        require(0 <= least <= most < signature.classes, "interim_targets are classes")


@about("label", "toy")
def labels_are_right(problem: AnyProblem, params: Settings) -> None:
    """`check` accepts the labels, and the toy's answer by hand."""
    instances = draw(problem, params)
    for instance, solution in [*labelled(problem, instances), problem.toy()]:
        verdict = problem.check(instance, solution)
        require(verdict.feasible, f"labels are feasible: {verdict.reason}")


@about("lower_bound", "label", "toy")
def bounds_hold(problem: AnyProblem, params: Settings) -> None:
    """No label, nor the toy's answer by hand, is better than `lower_bound`."""
    for instance, solution in [*labelled(problem, draw(problem, params)), problem.toy()]:
        bound, cost = problem.lower_bound(instance), problem.check(instance, solution).cost
        if bound is not None:
            require(problem.objective is not None, "only an objective has a lower_bound")
            least = problem.objective.turned(bound) if problem.objective else bound
            require(least <= cost + TIE * abs(cost), "no answer is better than lower_bound")


@about("decode", "encode")
def labels_survive_decoding(problem: AnyProblem, params: Settings) -> None:
    """Decoding the targets of a label costs what the label costs."""
    for encoding in problem.encodings.values():
        for instance, solution in labelled(problem, draw(problem, params)):
            targets = encoding.encode([instance], [solution]).targets
            scores = sure(np.asarray(targets)[0], encoding.signature)
            decoded = encoding.decode(scores, instance)
            cost, expected = problem.check(instance, decoded), problem.check(instance, solution)
            require(
                bool(np.isclose(cost.cost, expected.cost)),
                f"decode(encode(label)) is as good as the label: {cost.reason or cost.cost}",
            )


@about("check")
def wrong_answers_are_found(problem: AnyProblem, params: Settings) -> None:
    """Scores that mean nothing do not pass as the best answers."""
    rng = np.random.default_rng(0)
    for encoding in problem.encodings.values():
        worse = False
        for instance, solution in labelled(problem, draw(problem, params, 20)):
            best = problem.check(instance, solution).cost
            noise = random_scores(encoding, instance, rng)
            worse |= problem.check(instance, encoding.decode(noise, instance)).cost > best
        require(worse, "answers decoded from noise are worse than labels, and check says so")


def scored(encoding: Encoding[Any, Any], instance: Any) -> tuple[int, ...]:
    """The shape of an instance's scores: classes, then where choices are made."""
    own = encoding.signature
    return own.classes, *own.chosen(encoding.shape(instance))


def random_scores(
    encoding: Encoding[Any, Any], instance: Any, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Scores of an instance that mean nothing."""
    return rng.standard_normal(scored(encoding, instance)).astype(np.float32)


@about("decode")
def any_scores_decode(problem: AnyProblem, params: Settings) -> None:
    """Ties and extreme scores decode to some answer, and `check` judges it."""
    for encoding in problem.encodings.values():
        instance = draw(problem, params)[0]
        shape = scored(encoding, instance)
        for value in (0.0, 1e30, -1e30):
            scores = np.full(shape, value, np.float32)
            problem.check(instance, encoding.decode(scores, instance))


@about("refine")
def refining_never_worsens(problem: AnyProblem, params: Settings) -> None:
    """A refined answer costs no more than it did, by any scores, and the same each time."""
    skip_unless(problem.refinable, "it does not refine")
    rng, effort = np.random.default_rng(0), Effort()
    for encoding in problem.encodings.values():
        instance = draw(problem, params)[0]
        noise = random_scores(encoding, instance, rng)
        answer = encoding.decode(noise, instance)
        cost = problem.check(instance, answer).cost
        for scores in (None, noise, np.full_like(noise, np.nan)):
            refined = [problem.refine(instance, answer, effort, scores) for _ in range(2)]
            again = [problem.describe_solution(one) for one in refined]
            require(problem.check(instance, refined[0]).cost <= cost, "refining never worsens")
            require(again[0] == again[1], "the same effort refines alike")


@about("describe", "describe_solution")
def described_in_json(problem: AnyProblem, params: Settings) -> None:
    """Instances and answers describe themselves in plain JSON types."""
    for instance, solution in labelled(problem, draw(problem, params)):
        json.dumps(problem.describe(instance), allow_nan=False)
        json.dumps(problem.describe_solution(solution), allow_nan=False)


@about("draw", "words")
def drawn(problem: AnyProblem, params: Settings) -> None:
    """Pictures can be made with and without an answer, and all beside it, in all three forms."""
    instance, solution = labelled(problem, draw(problem, params))[0]
    plain = ((None, Marks[Any]()), (solution, Marks[Any]()))
    for answer, marks in (*plain, *everything(problem, instance, solution)):
        figure = problem.draw(instance, answer, marks)
        require(bool(figure.text.strip()), "the picture has text")
        require(figure.svg().lstrip().startswith("<"), "the picture has SVG")
        require(figure.png().startswith(b"\x89PNG"), "the picture has PNG")
    require("\n" not in problem.words(instance, solution), "an answer in words is one line")


def everything(problem: AnyProblem, instance: Any, label: Any) -> Iterator[tuple[Any, Marks[Any]]]:
    """For each encoding an answer of noise, with all that may be drawn beside it."""
    under = Under(label, "a baseline", problem.check(instance, label))
    for encoding in problem.encodings.values():
        scores = random_scores(encoding, instance, np.random.default_rng(0))
        answer, heat = encoding.decode(scores, instance), encoding.heat(scores, instance)
        verdict = problem.check(instance, answer)
        yield answer, Marks("a model", verdict, under, before=label, heat=heat)


def _overrides(problem: AnyProblem, method: str) -> bool:
    return getattr(type(problem), method) is not getattr(Problem, method)


def sure(targets: NDArray[Any], signature: Signature) -> NDArray[np.float32]:
    """Logits of a thinker that is sure of the targets."""
    if signature.target == "row":
        return np.asarray(targets, np.float32)[None]
    classes = np.arange(signature.classes).reshape(-1, *[1] * targets.ndim)
    return np.asarray(10 * (classes == targets), np.float32)


RULES = (
    described,
    families_draw,
    changes_are_instances,
    copies_are_symmetric,
    labels_are_taken_off,
    seeded,
    stateless,
    shaped,
    labels_are_right,
    bounds_hold,
    labels_survive_decoding,
    wrong_answers_are_found,
    any_scores_decode,
    refining_never_worsens,
    described_in_json,
    drawn,
)
