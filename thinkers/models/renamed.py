"""Settings of recipes that have a new name: files of earlier versions are read under it."""

import warnings
from collections.abc import Mapping
from typing import Any

RENAMED = {
    "loss.pace": "loss.rounds_per_iteration",
    "loss.lead": "loss.max_rounds_per_iteration",
    "loss.most_free": "loss.max_no_grad_steps",
    "loss.least_graded": "loss.min_grad_steps",
    "loss.most_graded": "loss.max_grad_steps",
    "loss.least_iterations": "loss.min_iterations",
    "optimizer.average": "optimizer.ema_decay",
}
"""The old dotted name of a setting, and its present one; the section stays."""

RENAMED_ARRAYS = {"rounds": "decidable_from", "before": "interim_targets"}
"""The old name of an array of a `Batch`, and its present one: resume files hold such."""


class RenamedKeysWarning(UserWarning):
    """A recipe or a model card says settings by names of an earlier version."""


def with_present_names(recipe: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The values of a recipe under the present names of its settings.

    Args:
        recipe: Plain values, by section; what is no section is left as it is.
        where: What they came from, for the warning: one line that says what each became.
    """
    values, told = dict(recipe), []
    for old, new in RENAMED.items():
        (section, before), after = old.split("."), new.rpartition(".")[2]
        settings = values.get(section)
        if not isinstance(settings, Mapping) or before not in settings:
            continue
        told.append(f"{old} is now {new}")
        rest = {name: value for name, value in settings.items() if name != before}
        values[section] = rest if rest.get(after) is not None else {**rest, after: settings[before]}
    if told:
        warnings.warn(f"{where}: {', '.join(told)}", RenamedKeysWarning, stacklevel=2)
    return values


def present_name(setting: str) -> str:
    """The present name of a setting that is given by its dotted name; warns of an old one."""
    if setting in RENAMED:
        said = f"{setting} is now {RENAMED[setting]}"
        warnings.warn(said, RenamedKeysWarning, stacklevel=2)
    return RENAMED.get(setting, setting)
