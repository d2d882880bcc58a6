"""The verdict from the costs alone; it shares no code with encoding, decoding or labels."""

from thinkers import Verdict


def check(costs: list[list[float]], jobs: list[int]) -> Verdict:
    """Whether each worker has a job of its own; what it costs is the sum of their costs."""
    if len(jobs) != len(costs):
        return Verdict(False, reason=f"expected {len(costs)} jobs, got {len(jobs)}")
    total, taken = 0.0, set[int]()
    for worker, job in enumerate(jobs):
        if not 0 <= job < len(costs[worker]):
            return Verdict(False, reason=f"worker {worker} has no job {job}")
        if job in taken:
            return Verdict(False, reason=f"the job {job} is given twice")
        taken.add(job)
        total += costs[worker][job]
    return Verdict(True, total)
