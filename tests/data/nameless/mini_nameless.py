"""The module of a distribution whose METADATA is gone, as after a broken uninstall."""
