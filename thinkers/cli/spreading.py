"""Where work is done: in this process, in several, or on a cluster."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from thinkers.cli.groups import Running

if TYPE_CHECKING:
    from thinkers.scoring.crew import Crew

MAX_JOBS = 256
"""More than any machine has cores for; a typing error asks for more."""

SHARING = "Processes that share the work"

Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", min=1, max=MAX_JOBS, help=f"{SHARING}; answers are the same, times apart."
    ),
]
TrainingJobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        max=MAX_JOBS,
        help=f"{SHARING}: the seeds, by default one a core; without seeds, the labels.",
    ),
]
TrialJobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", min=1, max=MAX_JOBS, help=f"{SHARING}: the trials, by default one a core."
    ),
]
Backend = Annotated[
    Literal["loky", "dask"],
    typer.Option("--backend", help="loky: processes here; dask: the workers of --scheduler."),
]
Scheduler = Annotated[
    str,
    typer.Option("--scheduler", help="Of a Dask cluster, such as tcp://10.0.0.1:8786."),
]


@dataclass(frozen=True)
class Sharing:
    """Who trains several seeds, or labels what one training learns from."""

    jobs: TrainingJobs = None
    backend: Backend = "loky"
    scheduler: Scheduler = ""

    def crew(self, usual: int) -> "Crew":
        """Who does it.

        Args:
            usual: Processes on this machine, where no number was asked for.

        Raises:
            ConfigError: The options do not go together.
        """
        from thinkers.scoring.crew import Crew

        jobs = self.jobs or (1 if self.scheduler else usual)
        return Crew(jobs, self.backend, self.scheduler)


@dataclass(frozen=True)
class Workplace(Running):
    """Where a thinker computes, by what, and who does the work."""

    jobs: Jobs = 1
    backend: Backend = "loky"
    scheduler: Scheduler = ""

    @property
    def crew(self) -> "Crew":
        """Who does it.

        Raises:
            ConfigError: The options do not go together.
        """
        from thinkers.scoring.crew import Crew

        return Crew(self.jobs, self.backend, self.scheduler)
