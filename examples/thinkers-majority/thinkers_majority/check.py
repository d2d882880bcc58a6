"""The verdict from the votes alone; it shares no code with encoding, decoding or labels."""

from thinkers import Verdict


def check(votes: list[int], beliefs: list[int]) -> Verdict:
    """Whether every voter believes what more than half voted."""
    if len(beliefs) != len(votes):
        return Verdict(False, reason=f"expected {len(votes)} beliefs, got {len(beliefs)}")
    carried = votes.count(1) > votes.count(0)
    wrong = sum(belief != carried for belief in beliefs)
    reason = f"{wrong} of {len(votes)} voters are wrong" if wrong else ""
    return Verdict(not wrong, reason=reason, accuracy=1 - wrong / len(votes))
