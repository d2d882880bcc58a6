"""Claims the problem `toss`, as mini_twin_heads does."""

from thinkers import Problem, Settings, Signature, hookimpl


class Toss(Problem):
    name = "toss"
    summary = "another coin is tossed"
    Params = Settings
    size_option = "coins"
    encodings = {"row": Signature("sequence", channels=1, classes=2)}
    reference = "none"
    generate = shape = encode = decode = check = label = draw = toy = None
    describe = describe_solution = None


@hookimpl
def thinkers_problems():
    return [Toss]
