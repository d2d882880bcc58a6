"""`solve` answers every instance in one run: text for people, one JSON object each for programs."""

import pytest

KEYS = [
    "problem", "model", "instance", "solution", "verdict", "raw_cost", "iterations", "read_at",
    "seconds", "stopped_by", "residuals", "device", "seed", "versions", "promise", "interrupted",
    "breadth",
]  # fmt: skip


@pytest.fixture
def solve(works, tiny):
    words = ("solve", "prefix_sums", "--no-strict", "--model", tiny)
    return lambda *more: works(*words, *more)


def test_json_has_one_object_an_instance_with_exactly_these_keys(solve):
    outcome = solve("--bits", 6, "--instances", 3, "--seed", 5, "--json")
    assert len(outcome.objects) == 3
    for found in outcome.objects:
        assert list(found) == KEYS
        assert list(found["verdict"]) == ["feasible", "known", "cost", "reason"]
        assert (found["problem"], found["model"]) == ("prefix_sums", "prefix_sums/tiny")
        assert (found["seed"], found["device"]) == (5, "cpu")
        assert set(found["versions"]) == {"thinkers", "torch", "numpy"}
        assert len(found["instance"]["bits"]) == len(found["solution"]["parities"]) == 6
        assert len(found["residuals"]) == found["iterations"] == 3
        assert found["stopped_by"] == "max_iterations"
    assert outcome.err == ""


def test_a_wrong_answer_is_a_result_like_any_other(solve):
    [found] = solve("--bits", 40, "--json").objects
    assert found["verdict"]["feasible"] is False
    assert found["verdict"]["cost"] is None
    assert found["raw_cost"] is None
    assert "bits are wrong" in found["verdict"]["reason"]


def test_the_seed_draws_the_instances(solve):
    def bits(seed):
        found = solve("--bits", 20, "--instances", 2, "--seed", seed, "--json").objects
        return [each["instance"]["bits"] for each in found]

    assert bits(1) == bits(1)
    assert bits(1) != bits(2)


def test_people_get_the_picture_the_verdict_and_the_reference(solve):
    out = solve("--bits", 30).out
    lines = out.splitlines()
    assert lines[0].startswith("bits ")
    assert lines[1].startswith("parities ")
    assert "prefix_sums/tiny thought 3 iterations in " in out
    assert "stopped by max_iterations" in out
    assert "cumulative-xor, for comparison: right in " in out


def test_files_are_solved_in_their_order_and_have_no_seed(solve, tmp_path):
    for name, text in (("a", "101\n0110\n"), ("b", "1\n")):
        (tmp_path / f"{name}.txt").write_text(text)
    found = solve("--input", tmp_path / "a.txt", "--input", tmp_path / "b.txt", "--json").objects
    assert [each["instance"]["bits"] for each in found] == ["101", "0110", "1"]
    assert {each["seed"] for each in found} == {None}


@pytest.mark.parametrize(
    ("options", "iterations", "reason"),
    [
        (["--iterations", 9], 9, "max_iterations"),
        (["--tolerance", 0.9999], 1, "converged"),
        (["--seconds", 1e-9], 1, "deadline"),
        (["--tolerance", 1e-300], 3, "max_iterations"),
        (["--iterations", 9, "--seconds", 1e-9], 1, "deadline"),
    ],
)
def test_stop_options(solve, options, iterations, reason):
    [found] = solve("--bits", 8, "--json", *options).objects
    assert found["iterations"] == iterations
    assert found["stopped_by"] == reason


def test_answers_are_written_and_read_back(solve, tmp_path):
    path = tmp_path / "answers.txt"
    found = solve("--bits", 6, "--instances", 2, "--output", path, "--json").objects
    expected = [f"{each['instance']['bits']} : {each['solution']['parities']}" for each in found]
    assert path.read_text().splitlines() == expected
    again = solve("--input", path, "--json").objects
    assert [each["solution"] for each in again] == [each["solution"] for each in found]


@pytest.mark.parametrize(("suffix", "begins"), [(".svg", b"<svg"), (".png", b"\x89PNG")])
def test_pictures_are_saved(solve, tmp_path, suffix, begins):
    solve("--bits", 6, "--draw", tmp_path / f"one{suffix}")
    solve("--bits", 6, "--instances", 2, "--draw", tmp_path / f"many{suffix}")
    names = [f"many-0{suffix}", f"many-1{suffix}", f"one{suffix}"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert all((tmp_path / name).read_bytes().startswith(begins) for name in names)


def test_names_of_problems_and_models_may_have_capitals(works):
    [found] = works("solve", "PREFIX_SUMS", "--model", "DT-L", "--bits", 4, "--json").objects
    assert found["model"] == "prefix_sums/dt-l"


def test_the_default_model_of_the_problem_solves(works):
    [found] = works("solve", "prefix_sums", "--bits", 16, "--json").objects
    assert found["model"] == "prefix_sums/proven"
    assert found["verdict"]["feasible"]


@pytest.mark.parametrize(
    ("bits", "options", "code"),
    [
        ("0", [], 0),
        ("0110" * 10, [], 1),
        ("0110" * 10, ["--json"], 1),
        ("0110" * 10, ["--no-strict"], 0),
    ],
)
def test_files_must_be_answered_right_unless_told_otherwise(
    thinkers, tiny, tmp_path, bits, options, code
):
    path = tmp_path / "bits.txt"
    path.write_text(bits + "\n")
    words = ["solve", "prefix_sums", "--iterations", 50, "--input", path]
    model = "prefix_sums/dt-l" if code == 0 and bits == "0" else tiny
    outcome = thinkers(*words, "--model", model, *options)
    assert outcome.code == code
    assert outcome.out
    assert outcome.err.startswith("error: the answer is wrong: ") == bool(code)


def test_generated_instances_may_be_answered_wrong_unless_told_otherwise(thinkers, tiny):
    words = ["solve", "prefix_sums", "--model", tiny, "--bits", 40]
    assert thinkers(*words).code == 0
    assert thinkers(*words, "--strict").code == 1


def test_many_answers_are_summed_up_and_quiet_draws_nothing(solve):
    assert solve("--bits", 6, "--instances", 3).out.count("parities ") == 3
    assert "prefix_sums, 4 instances" in solve("--bits", 6, "--instances", 4).out
    assert "parities " not in solve("--bits", 6, "--quiet").out


def test_breadth_is_told_beside_the_raw_answer(works, refused):
    words = ("solve", "prefix_sums", "--model", "dt-l", "--family", "constant", "--bits", 64)
    rows = works(*words, "--instances", 4, "--seed", 1, "--breadth", 4, "--json").objects
    assert all(row["verdict"]["feasible"] for row in rows)
    assert {row["breadth"]["answers"] for row in rows} == {4}
    assert {row["seed"] for row in rows} == {1}
    assert (
        "verified by the instances' own last answers"
        in works(*words, "--instances", 4, "--breadth", 2).out
    )
    assert "answers verified, the raw one is " in works(*words, "--breadth", 2).out
    tsp = ("solve", "tsp", "--cities", 5, "--breadth", 2)
    assert "answers verified, the raw one is length" in works(*tsp).out
    assert refused(*tsp, "--refine").startswith("--breadth keeps the best raw answer")


def test_pictures_show_heat_and_another_answer_where_asked(works, tiny, tmp_path):
    words = ("solve", "prefix_sums", "--bits", 6, "--model", tiny, "--draw", tmp_path / "a.svg")
    assert "margin in logits" not in works(*words).out
    assert "margin in logits" not in (tmp_path / "a.svg").read_text("utf-8")
    shown = works(*words, "--heat", "--under", "cumulative-xor").out
    for text in (shown, (tmp_path / "a.svg").read_text("utf-8")):
        assert "margin in logits, 0 to " in text
        assert "cumulative-xor" in text


def test_heat_is_of_one_thought(refused):
    said = refused("solve", "prefix_sums", "--bits", 6, "--heat", "--breadth", 3)
    assert said.startswith("--heat shades the scores of one thought")
