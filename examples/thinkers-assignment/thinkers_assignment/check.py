"""The verdict from the costs alone; it shares no code with encoding, decoding or labels."""

from thinkers import Verdict


def check(costs: list[list[float]], jobs: list[int]) -> Verdict:
    """Whether each agent has a job of its own; what it costs is the sum of their costs."""
    if len(jobs) != len(costs):
        return Verdict(False, reason=f"expected {len(costs)} jobs, got {len(jobs)}")
    total, taken = 0.0, set[int]()
    for agent, job in enumerate(jobs):
        if not 0 <= job < len(costs[agent]):
            return Verdict(False, reason=f"agent {agent} has no job {job}")
        if job in taken:
            return Verdict(False, reason=f"the job {job} is given twice")
        taken.add(job)
        total += costs[agent][job]
    return Verdict(True, total)
