"""The marks of hooks and of those who implement them."""

import pluggy

NAMESPACE = "thinkers"
"""The entry-point group, and pluggy's project name."""

hookspec = pluggy.HookspecMarker(NAMESPACE)
hookimpl = pluggy.HookimplMarker(NAMESPACE)
