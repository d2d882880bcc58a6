"""Sentences for the events of a training."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thinkers.training.events import Event


def sentence(event: "Event") -> str:
    """One line for people."""
    from thinkers.training.events import Cached, Labelling, Measuring, Sent, Uncached, Unwritten

    match event:
        case Labelling(count, total, options):
            rest = "" if count == total else f" of {total}"
            drawn = f" drawn with {options}" if options else ""
            return f"labelling {count}{rest} instances{drawn}"
        case Cached(count, total):
            return f"labels of {count} of {total} instances are from the cache (--relabel for new)"
        case Uncached(reason, hint):
            return f"warning: {reason}; labels are not cached ({hint})"
        case Unwritten(reason, hint):
            return f"{reason}; going on" + (f", {hint}" if hint else "")
        case Measuring(size, params):
            return f"measuring {'' if size is None else f'size {size} '}{params or ''}"
        case Sent():
            return "sent to the cluster, heard of when it has ended"
