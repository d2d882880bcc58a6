"""Records: which numbers of a row are larger than all before them."""

import numpy as np
from mini_planted.encoding import RecordsEncoding
from pydantic import Field

from thinkers import FileFormat, Problem, Settings, Verdict, read_text, write_whole


class RecordsParams(Settings):
    numbers: int = Field(default=12, ge=2, description="Length of the row.")
    spread: float = Field(default=1.0, gt=0, description="How far apart they are.")


class Records(Problem[np.ndarray, np.ndarray]):
    """Instances are `(n,)` float64, answers `(n,)` int64, 1 for a record."""

    name = "records"
    summary = "mark every number that is larger than all before it"
    Params = RecordsParams
    size_option = "numbers"
    encodings = {"row": RecordsEncoding()}
    reference = "scan"
    families = {"even": {"spread": 1.0}, "wide": {"spread": 2.0}}
    formats = (FileFormat(".rec", answers=False),)

    def generate(self, rng, count, params):
        return [each.random(params.numbers) * params.spread for each in rng.spawn(count)]

    def check(self, instance, solution):
        best, wrong = float("-inf"), 0
        for number, marked in zip(instance.tolist(), solution.tolist(), strict=True):
            wrong += bool(marked) != (number > best)
            best = max(best, number)
        reason = f"{wrong} of {len(instance)} are wrong" if wrong else ""
        return Verdict(not wrong, reason=reason)

    def label(self, instances):
        return [_records(row) for row in instances]

    def toy(self):
        return np.array([0.5, 0.25, 0.75]), np.array([1, 0, 1])

    def traits(self, instance):
        return frozenset({"rising"} if (np.diff(instance) > 0).all() else ())

    def words(self, instance, solution):
        return f"{solution.sum()} records"

    def symmetric(self, instance, rng):
        return instance / 2, lambda solution: solution

    def mutate(self, instance, rng):
        return rng.permutation(instance)

    def read(self, path, options=None):
        rows = [line.split() for line in read_text(path).splitlines()]
        return [np.array([_number(word) for word in row]) for row in rows if row]

    def write(self, path, instances, solutions):
        lines = [" ".join(map(repr, row.tolist())) for row in instances]
        write_whole(path, "".join(f"{line}\n" for line in lines).encode())


def _records(row):
    before = np.maximum.accumulate(np.concatenate([[-np.inf], row[:-1]]))
    return (row > before).astype(np.int64)


def _number(word):
    from thinkers import InvalidInstanceError

    try:
        return float(word)
    except ValueError:
        raise InvalidInstanceError("expected numbers") from None
