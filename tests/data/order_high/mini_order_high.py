"""Returns two problems, the later name first."""

from thinkers import Problem, Settings, Signature, hookimpl


class Fourth(Problem):
    name = "high-b"
    summary = "sorted by name, not by plugin"
    Params = Settings
    size_option = "coins"
    encodings = {"row": Signature("sequence", channels=1, classes=2)}
    reference = "none"
    generate = shape = encode = decode = check = label = draw = toy = None
    describe = describe_solution = None


class Last(Fourth):
    name = "zero"


@hookimpl
def thinkers_problems():
    return [Last, Fourth]
