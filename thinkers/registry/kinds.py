"""What plugins may give through each hook, and what is wrong with what they gave."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, cast, get_args

from thinkers.models.card import ModelCard
from thinkers.problems.baseline import Baseline
from thinkers.problems.encoded import ENCODING_FAULTS
from thinkers.problems.encoding import Encoding
from thinkers.problems.files import FileFormat
from thinkers.problems.objective import Objective
from thinkers.problems.problem import Problem
from thinkers.problems.returns import FAULTS
from thinkers.problems.signature import Layout, Signature
from thinkers.problems.sketch import Sketch
from thinkers.problems.wording import shown
from thinkers.settings import Settings

if TYPE_CHECKING:
    from thinkers.nets import Thinker


@dataclass(frozen=True)
class Kind:
    """One kind of thing that plugins give.

    Attributes:
        hook: The hook that gives it.
        fault_of: What is wrong with a thing, if anything.
        name_of: The thing's name.
        of_problem: Whether the name begins with that of a problem.
    """

    hook: str
    fault_of: Callable[[object], str]
    name_of: Callable[[Any], str]
    of_problem: bool = False


def name_or_fault(kind: Kind, found: object) -> tuple[str, str]:
    """The name of a thing, or what is wrong with it."""
    fault = kind.fault_of(found)
    return ("" if fault else kind.name_of(found)), fault


def _class_fault(found: object, interface: type, needs: Mapping[str, type]) -> str:
    if not (isinstance(found, type) and issubclass(found, interface)):
        return f"expected a class derived from {interface.__name__}"
    missing = sorted(getattr(found, "__abstractmethods__", ()))
    if missing:
        return f"it does not implement {', '.join(missing)}"
    return _attribute_fault(found, needs)


def _attribute_fault(found: object, needs: Mapping[str, type]) -> str:
    missing = [need for need in needs if not hasattr(found, need)]
    if missing:
        return f"it does not say its {', '.join(missing)}"
    name = getattr(found, "name", None)
    if not (isinstance(name, str) and name.isprintable() and name) or name != name.strip().lower():
        return f"expected a lower-case name, got {shown(name)}"
    for need, kind in needs.items():
        value = getattr(found, need)
        if not isinstance(value, kind):
            return f"expected {need} of type {kind.__name__}, got {shown(value)}"
    return ""


def _problem_fault(found: object) -> str:
    needs = {
        "name": str, "summary": str, "Params": type, "encodings": Mapping, "reference": str,
    }  # fmt: skip
    fault = _class_fault(found, Problem, needs)
    if fault:
        return fault
    problem = cast("type[Problem[Any, Any]]", found)
    if not issubclass(problem.Params, Settings):
        return "expected Params to be derived from Settings"
    for name, encoding in problem.encodings.items():
        if not (isinstance(name, str) and isinstance(encoding, Encoding)):
            return f"expected encodings from names to Encodings, got {shown(problem.encodings)}"
        if fault := _encoding_fault(encoding):
            return f"encoding {name}: {fault}"
    return _declared_fault(problem)


def _encoding_fault(encoding: Encoding[Any, Any]) -> str:
    signature = getattr(encoding, "signature", None)
    if not isinstance(signature, Signature):
        return f"expected a Signature, got {shown(signature)}"
    if rule := signature.broken_rule():
        return rule
    return _uncallable(encoding, ENCODING_FAULTS)


def _uncallable(found: object, methods: Iterable[str]) -> str:
    names = [name for name in methods if not callable(getattr(found, name))]
    return f"expected a method {names[0]}" if names else ""


def _declared_fault(problem: type[Problem[Any, Any]]) -> str:
    """What is wrong with what a problem says of itself beside its name."""
    options = problem.Params.model_fields
    families = problem.families
    holds = {
        "Reading": isinstance(problem.Reading, type) and issubclass(problem.Reading, Settings),
        "size_option": problem.size_option is None or problem.size_option in list(options),
        "objective": isinstance(problem.objective, Objective | None),
        "default_model": isinstance(problem.default_model, str | None),
        "refinable": isinstance(problem.refinable, bool),
        "refined_by": isinstance(problem.refined_by, str | None),
        "formats": isinstance(problem.formats, tuple)
        and all(isinstance(each, FileFormat) for each in problem.formats),
        "sketch": problem.sketch is None
        or (isinstance(problem.sketch, Sketch) and _reads(problem, problem.sketch.suffix)),
        "families": isinstance(families, Mapping)
        and all(isinstance(name, str) and isinstance(families[name], Mapping) for name in families),
    }
    wrong = [name for name, right in holds.items() if not right]
    if wrong:
        return f"{wrong[0]} cannot be {shown(getattr(problem, wrong[0]))}"
    return _uncallable(problem, FAULTS)


def _reads(problem: type[Problem[Any, Any]], suffix: str) -> bool:
    return any(each.reads and each.suffix == suffix for each in problem.formats)


def _thinker_fault(found: object) -> str:
    from thinkers.nets import Thinker

    needs = {"name": str, "summary": str, "Config": type, "layouts": Set}
    if fault := _class_fault(found, Thinker, needs):
        return fault
    thinker = cast("type[Thinker]", found)
    unknown = sorted(map(str, thinker.layouts - set(get_args(Layout))))
    if unknown or not thinker.layouts:
        known = ", ".join(get_args(Layout))
        return f"expected layouts among {known}, got {', '.join(unknown) or 'none'}"
    return _config_fault(thinker.Config)


def _config_fault(kind: type) -> str:
    """What is wrong with the settings of a thinker."""
    if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return f"expected Config to be a frozen dataclass, got {shown(kind)}"
    bare = [each.name for each in fields(kind) if MISSING is each.default is each.default_factory]
    return f"expected a default for {bare[0]} of Config" if bare else ""


def _baseline_fault(found: object) -> str:
    if not isinstance(found, Baseline):
        return "expected an instance of Baseline"
    unit = found.appraisal_unit
    if not isinstance(unit, str | None):
        return f"expected appraisal_unit in words or None, got {shown(unit)}"
    needs = {"name": str, "problem": str, "summary": str, "takes_start": bool}
    return _attribute_fault(found, needs)


def _model_fault(found: object) -> str:
    return "" if isinstance(found, ModelCard) else "expected a ModelCard"


KINDS: Mapping[str, Kind] = {
    kind.hook: kind
    for kind in (
        Kind("thinkers_problems", _problem_fault, lambda found: str(found.name)),
        Kind("thinkers_thinkers", _thinker_fault, lambda found: str(found.name)),
        Kind("thinkers_baselines", _baseline_fault, lambda it: f"{it.problem}/{it.name}", True),
        Kind("thinkers_models", _model_fault, lambda found: str(found.card.name), True),
    )
}
"""For each hook, what it gives."""
