"""What a training has to say is told in one sentence each."""

import pytest

from thinkers.cli.telling import sentence
from thinkers.training.events import Cached, Labelling, Measuring, Sent, Uncached, Unwritten


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Labelling(12, 12, {"bits": 10}), "labelling 12 instances drawn with {'bits': 10}"),
        (Labelling(5, 45, {"bits": 10}), "labelling 5 of 45 instances drawn with {'bits': 10}"),
        (
            Cached(40, 45),
            "labels of 40 of 45 instances are from the cache (--relabel for new)",
        ),
        (Uncached("full", "set X"), "warning: full; labels are not cached (set X)"),
        (Unwritten("cannot write a"), "cannot write a; going on"),
        (Unwritten("cannot write a", "free some"), "cannot write a; going on, free some"),
        (Measuring(4, {"mark": "a"}), "measuring size 4 {'mark': 'a'}"),
        (Measuring(None, {"bits": 4}), "measuring {'bits': 4}"),
        (Measuring(8, {}), "measuring size 8 "),
        (Sent(), "sent to the cluster, heard of when it has ended"),
    ],
)
def test_each_event_has_its_sentence(event, said):
    assert sentence(event) == said
