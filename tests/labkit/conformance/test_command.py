"""fieldbook conformance: exit 0 when all pass, 1 when some fail, 2 when a file cannot be run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labkit.cli import main
from labkit.conformance.transcript import transcript_hashes

COMPARE = {"op": "compare", "a": 1, "b": 2}
RIGHT = {**COMPARE, "expect": {"ok": -1}}
WRONG = {**COMPARE, "expect": {"ok": 1}}
UNKNOWN = {**WRONG, "oracle": False}


def write(path: Path, *steps: object, **more: object) -> Path:
    scenarios = [{"id": f"s-{number}", "steps": [step]} for number, step in enumerate(steps)]
    path.parent.mkdir(parents=True, exist_ok=True)
    file = {"format": 1, "area": "a", "scenarios": scenarios, **more}
    path.write_text(json.dumps(file), encoding="utf-8")
    return path


def test_all_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = write(tmp_path / "one.json", RIGHT, UNKNOWN)
    write(tmp_path / "deep" / "two.json", RIGHT)
    assert main(["conformance", str(tmp_path), str(one)]) == 0
    assert capsys.readouterr().out == "1 not judged\n2 passed, 0 failed\n"


def test_a_failure_is_told_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "one.json", WRONG, {"op": "insert", "expect": {"error": True}}, RIGHT)
    assert main(["conformance", str(file)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[:4] == [
        f"{file} s-0 step 0 (compare)",
        "  expected  {'ok': 1}",
        "  got       answered -1.0",
        "  why       at the top: -1.0 is not 1.0",
    ]
    assert out[4] == f"{file} s-1 step 0 (insert)"
    assert out[-1] == "1 passed, 2 failed"


def test_json_is_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "one.json", WRONG, RIGHT, UNKNOWN)
    assert main(["conformance", "--json", str(file)]) == 1
    counts = {"passed": 1, "failed": 1, "notJudged": 1}
    assert json.loads(capsys.readouterr().out) == {
        **counts,
        "files": [{"file": str(file), "area": "a", **counts}],
        "failures": [
            {
                "file": str(file),
                "scenario": "s-0",
                "step": 0,
                "op": "compare",
                "expected": "{'ok': 1}",
                "got": "answered -1.0",
                "why": "at the top: -1.0 is not 1.0",
            }
        ],
    }


def test_a_lone_surrogate_can_be_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = {"op": "function_name", "name": "\ud800", "expect": {"ok": "x"}}
    assert main(["conformance", str(write(tmp_path / "one.json", step))]) == 1
    assert "\\ud800" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "it is not JSON"),
        ("[NaN]", "it is not JSON: NaN is no JSON"),
        pytest.param(
            "[" * 100_000,
            "it is not JSON: it is nested too deep",
            marks=pytest.mark.cpython,  # WebAssembly's stack ends before CPython counts to its limit
            id="deep",
        ),
        ("1" * 5_000, "it is not JSON"),
        ("[]", '"format" is missing'),
        ('{"format": 2}', "its format is 2, and only 1 can be run"),
        ('{"format": true}', "its format is True"),
        ('{"format": 1}', '"scenarios" is no list'),
        ('{"format": 1, "scenarios": [5]}', "scenario 0: it is no object"),
        ('{"format": 1, "scenarios": [{"id": "x"}]}', "scenario x: steps is no list"),
    ],
)
def test_a_file_that_cannot_be_run_is_named_with_the_reason(
    tmp_path: Path, text: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "odd.json"
    file.write_text(text, encoding="utf-8")
    write(tmp_path / "right.json", RIGHT)
    assert main(["conformance", str(tmp_path)]) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.startswith(f"fieldbook: {file}: ")
    assert reason in caught.err


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        ({"steps": [5]}, "step 0 of steps is no object"),
        ({"steps": [{}]}, 'step 0 of steps has no "op"'),
        ({"steps": [COMPARE]}, 'step 0 of steps has no "expect"'),
        ({"steps": [{**COMPARE, "expect": 5}]}, '"expect" of step 0 of steps is no object'),
        ({"steps": [{"op": "leap", "expect": {}}]}, "unknown op 'leap'"),
        ({"steps": [{"op": ["x"], "expect": {}}]}, "unknown op ['x']"),
        ({"steps": [{**RIGHT, "do": [5]}]}, "step 0 of do of step 0 of steps is no object"),
        ({"steps": [], "functions": []}, ""),
        ({"steps": [], "functions": [5]}, '"functions" is no object'),
        ({"steps": [], "functions": {"m:f": 5}}, "function m:f is no object"),
        ({"steps": [], "functions": {"m:f": {"do": [{"op": "leap"}]}}}, "unknown op 'leap'"),
    ],
)
def test_a_scenario_that_is_none_is_named_with_the_reason(
    tmp_path: Path, scenario: dict[str, Any], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "odd.json", scenarios=[{"id": "x", **scenario}])
    assert main(["conformance", str(file)]) == (2 if reason else 0)
    assert capsys.readouterr().err == (
        f"fieldbook: {file}: scenario x: {reason}\n" if reason else ""
    )


@pytest.mark.cpython  # the same
def test_a_scenario_that_is_nested_too_deep_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    step: dict[str, Any] = {**RIGHT}
    for _ in range(2_000):
        step = {**RIGHT, "do": [step]}
    deep = {"format": 1, "scenarios": [{"id": "x", "steps": [step]}]}
    monkeypatch.setattr("labkit.conformance.files.json.loads", lambda *_, **__: deep)
    file = write(tmp_path / "deep.json")
    assert main(["conformance", str(file)]) == 2
    assert capsys.readouterr().err.endswith("scenario x: it is nested too deep\n")


def test_a_path_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conformance", str(tmp_path / "gone")]) == 2
    assert "gone: there is no such file or folder" in capsys.readouterr().err
    assert main(["conformance", str(tmp_path)]) == 2
    assert "there is no .json file in this folder" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        main(["conformance"])
    assert stopped.value.code == 2


def test_the_same_answers_give_the_same_hash(tmp_path: Path) -> None:
    insert = {"op": "insert", "table": "t", "value": {}, "expect": {"ok": {"$id": "auto1"}}}
    one = write(tmp_path / "one.json", insert)
    first = transcript_hashes([tmp_path])
    assert first == transcript_hashes([one])
    write(one, insert, insert)
    assert transcript_hashes([one]) != first
