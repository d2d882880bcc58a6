"""Files that are only read, or only written, are checked like those that are both."""

import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import FileFormat, InvalidInstanceError, Sketch
from thinkers.testing import problem_checks

SMALL = PrefixSums.Params.of({"bits": 8})

READ, WRITTEN = FileFormat(".log", writes=False), FileFormat(".sum", reads=False)
MARKS = FileFormat(".ans", instances=False)


def with_format(form, **members):
    """Prefix sums with one further format."""
    return type("More", (PrefixSums,), {"formats": (*PrefixSums.formats, form), **members})()


def reads(path):
    """Only what it can make sense of."""
    if path.suffix == ".log" and not path.read_bytes().isascii():
        raise InvalidInstanceError(f"{path}: this is no text")
    return []


def trips(path):
    """Over what is not text."""
    return path.read_bytes().decode("ascii") and []


def reader(read):
    def reads(self, path, options=None):
        return read(path) if path.suffix == ".log" else PrefixSums.read(self, path)

    return {"read": reads}


def writer(write):
    def writes(self, path, instances, solutions):
        if path.suffix in {".sum", ".ans"}:
            write(path, instances, solutions)
        else:
            PrefixSums.write(self, path, instances, solutions)

    return {"write": writes}


def plainly(path, instances, solutions):
    path.write_text(f"{instances} {solutions}")


def refuses(path, instances, solutions):
    raise InvalidInstanceError("no such thing")


def at_its_place(path, instances, solutions):
    path.write_text(f"{path} {instances}")


ONLY_READ, ONLY_WRITTEN = "what is only read is told", "what is only written holds the toy"


@pytest.mark.parametrize(
    ("form", "members", "rule", "said"),
    [
        (READ, reader(reads), ONLY_READ, None),
        (READ, reader(trips), ONLY_READ, "raised UnicodeDecodeError"),
        (READ, reader(lambda path: [5]), ONLY_READ, "expected"),
        (WRITTEN, writer(plainly), ONLY_WRITTEN, None),
        (MARKS, writer(plainly), ONLY_WRITTEN, None),
        (WRITTEN, writer(refuses), ONLY_WRITTEN, ".sum holds the toy: no such thing"),
        (MARKS, writer(refuses), ONLY_WRITTEN, ".ans holds the toy: no such thing"),
        (WRITTEN, writer(lambda *given: None), ONLY_WRITTEN, "makes the .sum file"),
        (WRITTEN, writer(at_its_place), ONLY_WRITTEN, "written to .sum alike each time"),
    ],
)
def test_a_fault_of_a_format_of_one_way_is_found_and_no_other(failures, form, members, rule, said):
    found = failures(problem_checks(with_format(form, **members), SMALL))
    assert list(found) == ([] if said is None else [rule])
    assert said is None or said in found[rule]


@pytest.mark.parametrize(
    ("marks", "found"),
    [({"0": "off", "1": "on"}, []), ({"0": "off", "#": "on"}, ["files can be drawn on"])],
)
def test_a_sketch_of_other_letters_than_those_of_files_is_found(failures, marks, found):
    problem = type("Drawn", (PrefixSums,), {"sketch": Sketch(".txt", marks)})()
    assert list(failures(problem_checks(problem, SMALL))) == found
