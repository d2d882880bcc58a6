"""The trials of a search, kept by Optuna in one file of its folder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Literal

from thinkers.errors import ConfigError, ModelError
from thinkers.extras import extra
from thinkers.models.renamed import present_name, with_present_names
from thinkers.training.recipe import Recipe
from thinkers.training.resume import differences
from thinkers.training.tuning.space import Axis, Scalar, Space

FILE = "study.db"

NAME = re.compile(r"trial-\d{1,9}")
"""What a trial and its folder are called."""

FREE_TRIALS = 5
"""So many trials end before the first can be pruned."""

FREE_SHARE = 0.2
"""Share of a trial's steps before which it is not pruned."""


@dataclass(frozen=True)
class Trial:
    """A trial that has ended.

    Attributes:
        name: Of its folder.
        values: Of the settings that are searched.
        loss: The lowest validation loss; None unless it is complete.
        result: How it ended.
    """

    name: str
    values: dict[str, Scalar]
    loss: float | None
    result: Literal["complete", "pruned", "diverged"]


class Study:
    """What a search has tried, and what it tries next: TPE, pruned at the median of the others.

    Args:
        folder: Of the search; its file is read when it is there.
        recipe: What is varied; its seed is the seed of the search.
        space: How.

    Raises:
        ConfigError: optuna is not installed, or the folder cannot be written.
        ModelError: The file is damaged, or of another search.
    """

    def __init__(self, folder: Path, recipe: Recipe, space: Space) -> None:
        self._optuna = optuna = extra("tune", "optuna")
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._seed = recipe.seed
        self._axes = {name: self._distribution(axis) for name, axis in space.axes.items()}
        self._running: dict[str, Any] = {}
        free = int(FREE_SHARE * recipe.optimizer.steps)
        path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._study = optuna.create_study(
                storage=f"sqlite:///{path}", study_name="search", load_if_exists=True,
                pruner=optuna.pruners.MedianPruner(FREE_TRIALS, free),
            )  # fmt: skip
            self._require_same(
                {"recipe": recipe.chosen(), "space": space.model_dump()["axes"]},
                folder,
            )
            self._require_own_trials(path)
            self._take_up()
        except OSError as error:
            raise ConfigError(
                f"cannot write to {folder}: {error.strerror}", "choose another --out"
            ) from error
        except extra("tune", "sqlalchemy.exc").SQLAlchemyError as error:
            reason = str(error).splitlines()[0]
            raise ModelError(f"cannot use {path}: {reason}", "choose another --out") from error

    @property
    def ended(self) -> list[Trial]:
        """The trials that have ended, the best first."""
        state = self._optuna.trial.TrialState
        trials = [
            Trial(each.user_attrs["name"], dict(each.params), each.value, "complete")
            if each.state == state.COMPLETE
            else Trial(each.user_attrs["name"], dict(each.params), None, each.user_attrs["result"])
            for each in self._study.get_trials(states=(state.COMPLETE, state.PRUNED))
        ]
        return sorted(trials, key=lambda trial: inf if trial.loss is None else trial.loss)

    def ask(self) -> tuple[str, dict[str, Scalar]]:
        """Begin a trial, or go on with one that was stopped; gives its name and values."""
        trials = self._study.get_trials(deepcopy=False)
        number = len({each.user_attrs["name"] for each in trials})
        sampler = self._optuna.samplers.TPESampler
        self._study.sampler = sampler(seed=self._seed + number)  # also after a resumption
        trial = self._study.ask(self._axes)
        if "name" not in trial.user_attrs:
            trial.set_user_attr("name", f"trial-{number}")
        for step, loss in trial.user_attrs.get("reported", []):
            trial.report(loss, step)
        name = trial.user_attrs["name"]
        self._running[name] = trial
        return name, dict(trial.params)

    def report(self, name: str, step: int, loss: float) -> bool:
        """Take in what a validation found; gives whether the trial is worth going on."""
        trial = self._running[name]
        if step not in self._frozen(trial).intermediate_values:
            trial.report(loss, step)
        return not trial.should_prune()

    def tell(self, name: str, loss: float | None, result: str) -> None:
        """End a trial; one that did not complete counts as worse than those that did."""
        trial, state = self._running.pop(name), self._optuna.trial.TrialState
        trial.set_user_attr("result", result)
        if result == "complete":
            self._study.tell(trial, loss)
        else:
            self._study.tell(trial, state=state.PRUNED)

    def _frozen(self, trial: Any) -> Any:
        return self._study.get_trials(deepcopy=False)[trial.number]

    def _distribution(self, axis: Axis) -> Any:
        kinds = self._optuna.distributions
        if axis.choices is not None:
            return kinds.CategoricalDistribution(axis.choices)
        if axis.whole:
            return kinds.IntDistribution(axis.low, axis.high, axis.log, axis.step or 1)
        return kinds.FloatDistribution(axis.low, axis.high, axis.log, axis.step)

    def _require_same(self, now: dict[str, Any], folder: Path) -> None:
        """Refuse the search of another recipe or space."""
        before = self._study.user_attrs
        if not before:
            for name, value in now.items():
                self._study.set_user_attr(name, value)
        elif changed := differences(_present(before), now):
            raise ModelError(
                f"{folder} holds another search: {'; '.join(changed)}",
                "go on with the same recipe, --set and --space, or choose another --out",
            )

    def _require_own_trials(self, path: Path) -> None:
        """Refuse trials that no search of ours begins: their names are those of folders."""
        for each in self._study.get_trials(deepcopy=False):
            name = each.user_attrs.get("name", "trial-0")
            ended = each.state.name in {"COMPLETE", "PRUNED"}
            known = {"name", "result"} <= set(each.user_attrs) if ended else True
            if not (known and isinstance(name, str) and NAME.fullmatch(name)):
                raise ModelError(
                    f"cannot use {path}: trial {each.number} is none of a search of ours",
                    "choose another --out",
                )

    def _take_up(self) -> None:
        """Queue the trials that an earlier process began and did not end."""
        state = self._optuna.trial.TrialState
        for each in self._study.get_trials(states=(state.RUNNING,)):
            self._study.tell(each.number, state=state.FAIL)
            if "name" in each.user_attrs:
                reported = sorted(each.intermediate_values.items())
                own = {"name": each.user_attrs["name"], "reported": reported}
                self._study.enqueue_trial(each.params, user_attrs=own)


def _present(search: Mapping[str, Any]) -> dict[str, Any]:
    """What a search was begun with, under the present names of settings."""
    recipe, space = with_present_names(search["recipe"], FILE), search["space"]
    return {**search, "recipe": recipe, "space": {present_name(key): space[key] for key in space}}
