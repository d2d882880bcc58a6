"""Provides a problem through an entry point that another distribution claims too."""

from thinkers import Problem, Settings, Signature, hookimpl


class Side(Problem):
    name = "right"
    summary = "one side of a coin"
    Params = Settings
    size_option = "coins"
    encodings = {"row": Signature("sequence", channels=1, classes=2)}
    reference = "none"
    generate = shape = encode = decode = check = label = draw = toy = None
    describe = describe_solution = None


@hookimpl
def thinkers_problems():
    return [Side]
