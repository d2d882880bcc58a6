"""Where work is done: in this process, in several, or on a cluster."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from thinkers.cli.groups import Place

if TYPE_CHECKING:
    from thinkers.scoring.crew import Crew

Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", min=1, help="Processes that share the work; answers are the same, times apart."
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


Labellers = Annotated[
    Literal["loky", "dask"],
    typer.Option(
        "--backend",
        help="Who labels: loky, the --workers here; dask, the workers of --scheduler.",
    ),
]


@dataclass(frozen=True)
class Cluster:
    """A cluster that labels instances."""

    backend: Labellers = "loky"
    scheduler: Scheduler = ""

    @property
    def address(self) -> str:
        """Of its scheduler; empty where there is none.

        Raises:
            ConfigError: The options do not go together.
        """
        from thinkers.scoring.crew import Crew

        return Crew(1, self.backend, self.scheduler).scheduler


@dataclass(frozen=True)
class Workplace(Place):
    """Where a thinker computes, and who does the work."""

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
