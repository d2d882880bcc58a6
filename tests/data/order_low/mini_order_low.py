"""Returns two problems, the later name first."""

from thinkers import Problem, Settings, Signature, hookimpl


class Second(Problem):
    name = "low-b"
    summary = "second by name"
    Params = Settings
    size_option = "coins"
    encodings = {"row": Signature("sequence", channels=1, classes=2)}
    reference = "none"
    generate = shape = encode = decode = check = label = draw = toy = None
    describe = describe_solution = None


class First(Second):
    name = "low-a"


@hookimpl
def thinkers_problems():
    return [Second, First]
