"""Bad input gets one clear line, one hint at most, exit 2, no traceback, and nothing on stdout."""

import json

import pytest
import torch

from thinkers.models.card import ModelCard

OPTIONS = [
    ("solve prefix_sum", "unknown problem 'prefix_sum', did you mean 'prefix_sums'?"),
    ("frobnicate", "no such command 'frobnicate'"),
    ("slove", "no such command 'slove', did you mean 'solve'?"),
    ("solve", "missing argument 'PROBLEM'"),
    ("solve prefix_sums --bits -5", "bits: input should be greater than or equal to 1, got -5"),
    ("solve prefix_sums --bits 0", "bits: input should be greater than or equal to 1, got 0"),
    ("solve prefix_sums --bits abc", "invalid value for '--bits'"),
    ("solve prefix_sums --bits 1_0", "invalid value for '--bits': '1_0' is not a valid number"),
    ("solve prefix_sums --seed \u0661", "invalid value for '--seed'"),
    ("solve prefix_sums --seconds 1_0", "invalid value for '--seconds'"),
    ("solve prefix_sums --count 1_0", "invalid value for '--instances'"),
    ("solve prefix_sums --breadth 1_0", "invalid value for '--breadth': '1_0' is not a valid num"),
    ("stress prefix_sums --search 1_0", "invalid value for '--search': '1_0' is not a valid numb"),
    ("solve prefix_sums --count 2147483648", "Input should be less than or equal to"),
    ("solve prefix_sums --bits 1" + "0" * 22, "'--bits': expected at most 18 digits, got 23"),
    ("solve prefix_sums --seed " + "9" * 5000, "'--seed': expected at most 18 digits, got 5000"),
    ("solve prefix_sums --iterations 1" + "0" * 22, "expected at most 18 digits, got 23"),
    ("generate prefix_sums -o a.txt --bits 1" + "0" * 17, "would take about "),
    ("generate prefix_sums -o a.txt --bits 99 --count 99999999", "99,999,999 instances of prefix"),
    ("compare tsp --baseline ortools:seconds=1_0", "ortools: seconds: '1_0' is no number"),
    ("compare tsp --baseline ortools:seconds=inf", "ortools: seconds: input should be a finit"),
    ("compare tsp --baseline ortools:seconds=\u0661", "ortools: seconds: "),
    ("train prefix_sums --recipe dt-l --seeds \u0661", "expected seeds such as 0-9 or 0,3,7"),
    ("train prefix_sums --recipe dt-l --set seed=1" + "0" * 30, "seed: expected a number of at m"),
    ("train prefix_sums --recipe dt-l --set optimizer.learning_rate=inf", "finite number, got inf"),
    ("train prefix_sums --recipe dt-l --set config.width=1e30", "width: unable to parse"),
    ("evaluate prefix_sums --sizes 1_0", "expected sizes such as 32,64,512, got '1_0'"),
    ("evaluate prefix_sums --sizes \u0661", "expected sizes such as 32,64,512"),
    ("solve prefix_sums --bits 3.5", "invalid value for '--bits'"),
    ("solve prefix_sums --bits", "option '--bits' requires an argument"),
    ("solve prefix_sums --bts 5", "no such option: --bts, did you mean '--bits'?"),
    ("solve prefix_sums --jason", "no such option: --jason, did you mean '--json'?"),
    ("info prefix_sums/dt-x", "unknown model 'prefix_sums/dt-x', did you mean 'prefix_sums/dt-l'?"),
    ("solve prefix_sums --instances 0", "invalid value for '--instances'"),
    ("solve prefix_sums --seed -1", "invalid value for '--seed'"),
    ("solve prefix_sums --threads 0", "invalid value for '--threads'"),
    ("solve prefix_sums --iterations 0", "invalid value for '--iterations'"),
    ("solve prefix_sums --tolerance 0", "expected 0 < tolerance < 1, got 0.0"),
    ("solve prefix_sums --tolerance 2", "expected 0 < tolerance < 1, got 2.0"),
    ("solve prefix_sums --tolerance nan", "expected 0 < tolerance < 1, got nan"),
    ("solve prefix_sums --seconds 0", "expected seconds > 0, got 0.0"),
    ("solve prefix_sums --seconds -1", "expected seconds > 0, got -1.0"),
    ("solve prefix_sums --device tpu", "unknown device 'tpu'"),
    ("solve prefix_sums --device cpu:x", "unknown device 'cpu:x'"),
    ("solve prefix_sums --model dt-x", "unknown model 'prefix_sums/dt-x', did you mean"),
    ("solve prefix_sums --model other.safetensors", "cannot read the model other.safetensors"),
    ("solve prefix_sums --input none.txt", "there is no file none.txt"),
    ("solve prefix_sums --input .", ". is a folder, expected a file"),
    ("solve prefix_sums --input three.txt --instances 2", "--instances generates instances, --i"),
    ("solve prefix_sums --input three.txt --count 1", "--instances generates instances, --input"),
    ("solve prefix_sums --input three.txt --bits 4 --count 2", "--bits, --instances generate"),
    ("solve prefix_sums --input - --input /dev/stdin", "standard input can be read only once"),
    ("solve prefix_sums --input three.txt --bits 4", "--bits generates instances, --input reads"),
    ("solve prefix_sums --bits 3 --draw a.jpg", "cannot draw to 'a.jpg'"),
    ("solve prefix_sums --draw none/a.svg", "there is no folder none to write a.svg to"),
    ("solve prefix_sums --draw three.txt/a.svg", "there is no folder three.txt to write a.svg to"),
    ("solve prefix_sums --bits 3 --output a.csv", "cannot write a.csv"),
    ("solve prefix_sums --output three.txt/a.txt", "there is no folder three.txt"),
    ("solve prefix_sums --output three.txt/", "three.txt is a file, expected a folder"),
    ("solve prefix_sums --output none/new/", "there is no folder none to make new in"),
    ("solve prefix_sums --output . --format pth", "prefix_sums writes no format 'pth' that holds"),
    ("solve prefix_sums --output a.pth", "a .pth file of prefix_sums holds no answers"),
    ("solve prefix_sums --format txt", "--format txt says what no name ending says"),
    ("solve prefix_sums --input three.txt --output three.txt", "three.txt is an input, which w"),
    ("solve prefix_sums --input three.txt --output ./three.txt", "three.txt is an input, which"),
    ("solve prefix_sums --output a", "cannot write a: prefix_sums writes no files of that name e"),
    ("compare prefix_sums --input three.txt --csv three.txt", "three.txt is an input, which wou"),
    ("compare prefix_sum", "unknown problem 'prefix_sum', did you mean 'prefix_sums'?"),
    ("compare prefix_sums --baseline cumulativ-xor", "did you mean 'cumulative-xor'?"),
    ("compare --baseline cumulativ-xor", "did you mean 'cumulative-xor'?"),
    ("compare prefix_sums --baseline cumulative-xor:speed=2", "unknown key 'speed'"),
    ("compare prefix_sums --instances 2 --csv none/a.csv", "none"),
    ("compare prefix_sums --instances 2 --csv three.txt/a.csv", "three.txt"),
    ("evaluate prefix_sums", "missing option '--sizes'"),
    ("evaluate prefix_sums --sizes a,b", "expected sizes such as 32,64,512, got 'a,b'"),
    ("evaluate prefix_sums --sizes", "option '--sizes' requires an argument"),
    ("evaluate prefix_sums --sizes 8,", "expected sizes such as 32,64,512, got '8,'"),
    ("generate prefix_sums -o none/a.txt", "there is no folder none to write a.txt to"),
    ("generate prefix_sums -o a.txt --count 0", "invalid value for '--instances' / '--count'"),
    ("generate prefix_sums -o a.txt --bits 0", "bits: input should be greater than or equal to 1"),
    ("train prefix_sums", "missing option '--recipe'"),
    ("train prefix_sums --recipe dt-ll", "unknown recipe 'dt-ll', did you mean 'dt-l'?"),
    ("train PREFIX_SUMS --recipe dt-ll", "unknown recipe 'dt-ll', did you mean 'dt-l'?"),
    ("train prefix_sums --recipe three.txt", "cannot read the recipe three.txt"),
    ("train prefix_sums --recipe dt-l --bits 4", "no such option: --bits"),
    ("train prefix_sums --recipe dt-l --set optimizer.stepps=1", "did you mean 'steps'?"),
    ("train prefix_sums --recipe dt-l --set loss.alpha=2", "loss.alpha: input should be less"),
    ("train prefix_sums --recipe dt-l --set problem=tsp", "is a recipe for tsp, not prefix_sums"),
    ("train prefix_sums --recipe dt-l --set thinker=dt-1", "unknown thinker 'dt-1', did you"),
    ("list problem", "'problem' is not one of"),
    ("list problem", "did you mean 'problems'?"),
    ("check-plugin prefix", "unknown plugin 'prefix', did you mean 'prefix_sums'?"),
]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder to work in, with a file of instances."""
    (tmp_path / "three.txt").write_text("101\n0110\n1\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("words", "said"), OPTIONS, ids=[words for words, _ in OPTIONS])
def test_options_that_cannot_be(refused, here, words, said):
    assert said in refused(*words.split())


def test_nothing_is_evaluated_before_every_size_is_known_to_be_right(refused, here):
    words = ("evaluate", "prefix_sums", "--sizes", "8,0", "--instances", 2, "--json")
    assert "got 0" in refused(*words)


@pytest.mark.parametrize(
    ("words", "said"),
    [("--out three.txt", "cannot write to three.txt"), ("--out three.txt/run", "cannot write to")],
)
def test_a_training_folder_that_cannot_be_written(refused, here, words, said):
    assert said in refused("train", "prefix_sums", "--recipe", "dt-l", *words.split())


@pytest.mark.parametrize(
    "words",
    [
        "solve prefix_sums",
        "evaluate prefix_sums --sizes 4",
        "compare prefix_sums",
        "train prefix_sums --recipe dt-l",
    ],
)
def test_a_gpu_that_is_not_there(refused, here, monkeypatch, words):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert "no CUDA device" in refused(*words.split(), "--device", "cuda")


BITS = {
    "empty.txt": b"",
    "blank.txt": b"\n \n",
    "binary.txt": bytes(range(256)),
    "words.txt": b"101\nhello\n",
    "empty.pth": b"",
    "binary.pth": bytes(range(256)),
}


@pytest.mark.parametrize("name", BITS)
def test_files_that_hold_no_bits(refused, here, name):
    (here / name).write_bytes(BITS[name])
    assert name in refused("solve", "prefix_sums", "--input", name)


@pytest.mark.parametrize("keep", [0, 4, 100, -1], ids=lambda keep: f"keep {keep}")
def test_a_truncated_model(refused, here, tiny, keep):
    (here / "m.safetensors").write_bytes(tiny.read_bytes()[:keep])
    assert "cannot read the model m.safetensors" in refused(
        "solve", "prefix_sums", "--model", "m.safetensors"
    )


def test_a_model_overwritten_by_noise(refused, here):
    (here / "m.safetensors").write_bytes(bytes(range(256)) * 4)
    assert "m.safetensors" in refused("solve", "prefix_sums", "--model", "m.safetensors")


def safetensors(metadata):
    """The bytes of a file without weights."""
    header = json.dumps({"__metadata__": metadata}).encode()
    return len(header).to_bytes(8, "little") + header


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"format": "pt"}, "is a safetensors file, but not a thinkers model"),
        ({"thinkers": "{"}, "the card of m.safetensors is damaged"),
        ({"thinkers": "[1]"}, "the card of m.safetensors is damaged"),
        ({"thinkers": "{}"}, "the card of m.safetensors is damaged"),
    ],
)
def test_a_foreign_or_damaged_card(refused, here, metadata, said):
    (here / "m.safetensors").write_bytes(safetensors(metadata))
    assert said in refused("solve", "prefix_sums", "--model", "m.safetensors")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"thinker": "dt-l"}, "the weights do not fit dt-l"),
        ({"config": {"width": 8}}, "the card asks for projection.weight of shape (8, 1, 3)"),
        ({"config": {"wdith": 4}}, "the weights do not fit dt-r"),
        ({"thinker": "dt-z"}, "unknown thinker 'dt-z'"),
        ({"encoding": "square"}, "has no encoding square"),
        ({"problem": "chess"}, "prefix_sums/tiny, is a model of chess, not prefix_sums"),
    ],
)
def test_a_checkpoint_of_another_architecture_or_problem(refused, save_tiny, changes, said):
    path = save_tiny(**changes)
    assert ModelCard.read(path).card.name == "prefix_sums/tiny"
    assert said in refused("solve", "prefix_sums", "--model", path)


def test_what_cannot_be_saved_on_a_full_disk_is_printed(thinkers, here, tiny):
    (here / "full.txt").symlink_to("/dev/full")
    outcome = thinkers("solve", "prefix_sums", "--model", tiny, "--output", "full.txt")
    assert outcome.code in {1, 2}
    assert "parities" in outcome.out
    assert "full.txt" in outcome.err
    assert "internal error" not in outcome.err
