"""A plugin that works: it offers a problem, a baseline, and the models of a folder."""

from importlib.resources import files

from thinkers import ModelCard, hookimpl


@hookimpl
def thinkers_problems():
    from mini_coins.problem import Coins

    return [Coins]


@hookimpl
def thinkers_baselines():
    from mini_coins.problem import Turner

    return [Turner()]


@hookimpl
def thinkers_models():
    return ModelCard.folder(files("mini_coins") / "models")
