"""The pluggy markers of hook specifications and implementations."""

import pluggy

NAMESPACE = "thinkers"
"""The entry-point group, and pluggy's project name."""

hookspec = pluggy.HookspecMarker(NAMESPACE)
hookimpl = pluggy.HookimplMarker(NAMESPACE)
