"""Each rule of a problem finds the one that breaks it, by name, and passes the others."""

from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest
from pydantic import Field
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import (
    Batch,
    Figure,
    InvalidInstanceError,
    MissingPackageError,
    Settings,
    Signature,
    Verdict,
    minimise,
)
from thinkers.errors import ThinkersError
from thinkers.testing import (
    problem_checks,
)

SMALL = PrefixSums.Params.of({"bits": 8})


def broken(base=PrefixSums, **members):
    """A class like `base` but for some members."""
    return type("Broken", (base,), members)


def encoded(**members):
    """A problem whose encoding is like that of prefix sums but for some members."""
    return broken(encodings={"centred": broken(CentredEncoding, **members)()})


def batches(change):
    """A problem whose batches are changed."""

    def encode(self, instances, solutions=None):
        batch = CentredEncoding.encode(self, instances, solutions)
        return replace(batch, **change(batch))

    return encoded(encode=encode)


def targets(change):
    """A problem whose targets are changed, where there are some."""
    return batches(lambda b: {} if b.targets is None else {"targets": change(b.targets)})


def decidable_from(change):
    """A problem whose `decidable_from` is changed, where there is one."""
    return batches(
        lambda b: {} if b.decidable_from is None else {"decidable_from": change(b.decidable_from)}
    )


def interim(change):
    """A problem whose interim targets are its targets, changed, where there are some."""
    return batches(lambda b: {} if b.targets is None else {"interim_targets": change(b.targets)})


def figures(**forms):
    """A problem whose pictures are changed."""
    form = {"text": "1", "svg": lambda: "<svg/>", "png": lambda: b"\x89PNG"} | forms
    return broken(draw=lambda self, instance, solution, marks: Figure(**form))


def generates(draw):
    return broken(generate=lambda self, rng, count, params: draw(self, rng, count, params))


def fair(self, rng, count, params):
    return PrefixSums.generate(self, rng, count, params)


def global_random(self, rng, count, params):
    np.random.random()  # noqa: NPY002  the fault to be found
    return fair(self, rng, count, params)


class Needy(Settings):
    """Options without a default."""

    bits: int


class Moved(PrefixSums):
    """What it generates depends on an attribute, which a new object does not have."""

    moved = False

    def generate(self, rng, count, params):
        return [bits ^ self.moved for bits in super().generate(rng, count, params)]


def moved():
    problem = Moved()
    problem.moved = True
    return problem


def mutates(change):
    """A problem whose changed instances are changed once more."""
    return broken(mutate=lambda self, instance, rng: change(instance))


def spoilt(bits):
    bits.setflags(write=True)
    bits[0] ^= 1
    return bits


def no_ties(self, scores, instance):
    if (scores[0] == scores[1]).any():
        raise ValueError("a tie")
    return CentredEncoding.decode(self, scores, instance)


def writes_to_scores(method):
    """A problem one of whose encoding's methods changes the scores that it is given."""

    def act(self, scores, instances):
        found = getattr(CentredEncoding, method)(self, scores, instances)
        scores[:] = -scores
        return found

    return encoded(**{method: act})


def refused(self, path, instances, solutions):
    """A writer that takes nothing."""
    raise InvalidInstanceError("this is no instance")


def packless(self, path, instances, solutions):
    """A writer that blames a package which it never tried to import."""
    raise MissingPackageError("a .txt file needs the package bits")


def bare(self, path, instances, solutions):
    """A writer that drops the answers."""
    PrefixSums.write(self, path, instances, None)


def odd_write(self, path, instances, solutions):
    raise NotImplementedError("no writer")


def matrix(total):
    """A problem on matrices, whose rows of targets have this sum."""

    def encode(self, instances, solutions=None):
        n = len(instances[0])
        rows = None if solutions is None else np.full((1, n, n), total / n, np.float32)
        return Batch(np.zeros((1, 1, n, n), np.float32), np.ones((1, n, n), bool), rows)

    return encoded(
        signature=Signature("matrix", 1, 1, "row"), encode=encode,
        shape=lambda self, instance: (len(instance),) * 2,
    )  # fmt: skip


class Stepped(Settings):
    """Sizes that are multiples of 4."""

    bits: int = Field(default=16, multiple_of=4)


@pytest.mark.parametrize(
    ("members", "size"),
    [({}, 7), ({"Params": Stepped}, 8), ({"size_option": None}, 32), ({"size_option": "x"}, 32)],
)
def test_by_default_checks_look_at_small_instances(failures, members, size):
    sizes = set()

    def generate(self, rng, count, params):
        sizes.add(params.bits)
        return PrefixSums.generate(self, rng, count, PrefixSums.Params(bits=params.bits))

    problem = broken(**members, generate=generate)()
    failures(problem_checks(problem))
    assert size in sizes
    assert max(sizes) == size


def fragile(self, path, options=None):
    """Reads what is whole, and falls over the rest."""
    try:
        return PrefixSums.read(self, path)
    except ThinkersError as error:
        raise ValueError from error


PROBLEMS = [
    (broken(name="LOUD"), "described", "name is lower case"),
    (broken(name=""), "described", "name is lower case, not empty"),
    (broken(summary=""), "described", "summary says what the problem is"),
    (broken(size_option="size"), "described", "size_option names a field of Params, or is None"),
    (broken(Params=Needy), "described", "bits"),
    (mutates(spoilt), "changes are instances", "mutate leaves its instance as it was"),
    (mutates(lambda bits: 1.5 * bits), "changes are instances", "expected only 0 and 1"),
    (
        mutates(lambda bits: bits ^ np.random.default_rng().integers(0, 2, len(bits))),
        "changes are instances", "the same seed changes alike",
    ),
    (
        broken(symmetric=lambda self, instance, rng: (1 - instance, lambda parities: parities)),
        "copies are symmetric", "answers of copies come back right",
    ),
    (generates(lambda s, rng, count, p: fair(s, rng, 3, p)), "seeded", "as many instances"),
    (generates(lambda s, rng, count, p: fair(s, rng, count + 1, p)), "seeded", "as many instances"),
    (
        generates(lambda s, rng, count, p: list(rng.integers(0, 2, (p.bits, count)).T)),
        "seeded", "do not depend on the count",
    ),
    (
        generates(lambda s, rng, count, p: fair(s, np.random.default_rng(), count, p)),
        "seeded", "the same seed gives the same instances",
    ),
    (generates(global_random), "stateless", "global random state is left alone"),
    (moved, "stateless", "a new object of the problem"),
    (batches(lambda b: {"inputs": b.inputs[..., 1:]}), "shaped", "expected inputs to be an array"),
    (batches(lambda b: {"inputs": b.inputs * np.float32("nan")}), "shaped", "inputs are finite"),
    (batches(lambda b: {"mask": b.mask.astype(int)}), "shaped", "expected mask to be"),
    (batches(lambda b: {"mask": b.mask[:, 1:]}), "shaped", "expected mask to be an array"),
    (targets(lambda t: None), "shaped", "expected targets to be an array"),
    (targets(lambda t: t[:, 1:]), "shaped", "expected targets to be an array"),
    (targets(lambda t: t + 1), "shaped", "targets from 0 to 1"),
    (targets(lambda t: t - 1), "shaped", "targets from 0 to 1"),
    (decidable_from(lambda r: r[:, 1:]), "shaped", "expected decidable_from to be an array"),
    (decidable_from(lambda r: r - 1), "shaped", "decidable_from is not negative"),
    (interim(lambda t: t + 1), "shaped", "interim_targets are classes"),
    (
        batches(lambda b: {"decidable_from": np.zeros(b.mask.shape, np.int32)}),
        "shaped",
        "no labels",
    ),
    (batches(lambda b: {"targets": b.mask.astype(int)}), "shaped", "no labels, no targets"),
    (encoded(shape=lambda self, one: (len(one), 1)), "shaped", "expected a tuple of 1"),
    (matrix(total=2), "shaped", "rows of targets that sum to 1"),
    (
        broken(label=lambda self, instances: [1 - a for a in PrefixSums.label(self, instances)]),
        "labels are right", "labels are feasible: ",
    ),
    (
        broken(toy=lambda self: (np.array([1, 0]), np.array([0, 0]))),
        "labels are right", "labels are feasible: 2 of 2 bits are wrong",
    ),
    (
        broken(objective=minimise("cost"), lower_bound=lambda self, instance: 0.5),
        "bounds hold", "no answer is better than lower_bound",
    ),
    (
        broken(lower_bound=lambda self, instance: 0.0),
        "bounds hold", "only an objective has a lower_bound",
    ),
    (
        encoded(decode=lambda self, scores, instance: scores.argmin(0)),
        "labels survive decoding", "is as good as the label",
    ),
    (
        broken(check=lambda self, instance, solution: Verdict(True)),
        "wrong answers are found", "worse than labels",
    ),
    (encoded(decode=no_ties), "any scores decode", "a tie"),
    (
        encoded(decode_each=lambda self, scores, instances: list(scores.argmin(1))),
        "several decode alike", "the answers of decode",
    ),
    *(
        (writes_to_scores(method), "scores are left alone", f"{method} leaves the scores as they")
        for method in ("decode", "decode_each", "accuracy", "confidence", "heat")
    ),
    (
        broken(refine=lambda self, instance, answer, effort, scores: scores.sort() or answer),
        "scores are left alone", "refine leaves the scores as they were",
    ),
    (broken(describe=lambda self, one: {"bits": list(one)}), "described in json", "plain JSON"),
    (
        broken(describe_solution=lambda self, one: {"cost": float("nan")}),
        "described in json", "JSON",
    ),
    (figures(text=" \n"), "drawn", "the picture has text"),
    (figures(svg=lambda: "svg"), "drawn", "the picture has SVG"),
    (figures(png=lambda: b""), "drawn", "the picture has PNG"),
    (broken(words=lambda self, instance, solution: "a\nb"), "drawn", "in words is one line"),
    (
        broken(read=lambda self, path, options=None: PrefixSums.read(self, path)[::-1]),
        "files invert", "reading gives back what was written to .txt",
    ),
    (broken(read=fragile), "damage is told", "txt raised ValueError("),
    (broken(write=odd_write), "files invert", "no writer"),
    (broken(write=packless), "files invert", "package of .txt is shown by its ImportError"),
    (broken(write=refused), "files invert", ".txt holds 3 instances, or the toy"),
    (broken(write=bare), "files invert", "gives back the answers that were written to .txt"),
    (
        broken(read_answers=lambda self, path, options=None: self.read(path)),
        "files invert", "gives back the answers that were written to .txt",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "rule", "said"), PROBLEMS)
def test_a_problem_that_breaks_a_rule_is_found(failures, problem, rule, said):
    assert said in failures(problem_checks(problem(), SMALL)).get(rule, "the rule passed")


def test_a_problem_without_encodings_is_found(failures):
    assert failures(problem_checks(broken(encodings={})(), SMALL)) == {
        "described": "there is at least one encoding"
    }


@pytest.mark.parametrize(
    ("problem", "rule"),
    [
        (broken(name="LOUD"), "described"),
        (generates(global_random), "stateless"),
        (moved, "stateless"),
        (decidable_from(lambda r: r - 1), "shaped"),
        (encoded(decode=no_ties), "any scores decode"),
        (figures(text=""), "drawn"),
        (broken(read=lambda self, path: []), "files invert"),
    ],
)
def test_one_fault_breaks_one_rule(failures, problem, rule):
    assert list(failures(problem_checks(problem(), SMALL))) == [rule]


def test_the_legacy_random_numbers_are_watched_wherever_they_stand(failures):
    np.random.seed(0)  # noqa: NPY002
    np.random.random()  # noqa: NPY002  the next number does not refill the generator
    assert "stateless" in failures(problem_checks(generates(global_random)(), SMALL))


class Mistakes(PrefixSums):
    """Any answer is feasible and costs 1 plus its wrong bits."""

    objective = minimise("cost")

    def check(self, instance, solution):
        return Verdict(True, 1.0 + (np.cumsum(instance) % 2 != solution).sum())


def unsteady():
    """Refines every other time."""
    turns = cycle([False, True])
    return lambda self, instance, solution, *rest: (
        np.cumsum(instance) % 2 if next(turns) else solution
    )


@pytest.mark.parametrize(
    ("refine", "said"),
    [
        (lambda self, instance, *rest: 1 - np.cumsum(instance) % 2, "refining never worsens"),
        (unsteady(), "the same effort refines alike"),
        (lambda self, instance, *rest: np.cumsum(instance) % 2, "the rule passed"),
    ],
)
def test_a_refinement_that_breaks_a_rule_is_found(failures, refine, said):
    found = failures(problem_checks(broken(Mistakes, refinable=True, refine=refine)(), SMALL))
    assert found.get("refining never worsens", "the rule passed") == said
