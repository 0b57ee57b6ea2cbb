"""Scenario files: finding them, reading them, and saying what is wrong with one that is none.

::

    {"format": 1, "area": "…", "scenarios": [{"id", "title"?, "schema"?, "functions"?, "http"?,
                                              "steps": [{"op", "expect", …}]}]}

What is refused here is refused before anything runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from labkit.conformance.running import unknown_ops

__all__ = ["ScenarioFile", "ScenarioFileError", "find_scenario_files", "read_scenario_file"]

FORMAT: Final = 1


class ScenarioFileError(Exception):
    """A file or folder that cannot be run as scenarios."""


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """The scenarios of one area, as they are in its file."""

    path: Path
    area: str
    scenarios: list[dict[str, Any]]


def find_scenario_files(paths: Iterable[Path]) -> list[Path]:
    """The files that ``paths`` mean: a folder means all of its ``.json`` files, at any depth.

    Raises: ScenarioFileError, if there is no such path, or a folder holds no such file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("*.json"))
            if not inside:
                raise ScenarioFileError(f"{path}: there is no .json file in this folder")
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found[path] = None
        else:
            raise ScenarioFileError(f"{path}: there is no such file or folder")
    return list(found)


def read_scenario_file(path: Path) -> ScenarioFile:
    """The scenarios of a file.

    Raises: ScenarioFileError, if it is not JSON, of another format, has an op that nothing
        answers, or is otherwise no file of scenarios.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except OSError as error:
        raise ScenarioFileError(f"{path}: it cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ScenarioFileError(f"{path}: it is not JSON: {_reason(error)}") from error
    if not isinstance(data, dict) or "format" not in data:
        raise ScenarioFileError(f'{path}: it is no file of scenarios: "format" is missing')
    if data["format"] != FORMAT or isinstance(data["format"], bool):
        raise ScenarioFileError(
            f"{path}: its format is {data['format']!r:.40}, and only {FORMAT} can be run"
        )
    scenarios = data.get("scenarios")
    if not isinstance(scenarios, list):
        raise ScenarioFileError(f'{path}: "scenarios" is no list')
    for number, scenario in enumerate(scenarios):
        try:
            _check(scenario)
        except (ScenarioFileError, RecursionError) as error:
            name = scenario.get("id") if isinstance(scenario, dict) else None
            raise ScenarioFileError(
                f"{path}: scenario {name or number}: {_reason(error)}"
            ) from error
        scenario["id"] = str(scenario.get("id", number))
    return ScenarioFile(path, str(data.get("area", path.stem)), scenarios)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _reason(error: Exception) -> str:
    return "it is nested too deep" if isinstance(error, RecursionError) else str(error)


def _check(scenario: object) -> None:
    if not isinstance(scenario, dict):
        raise ScenarioFileError("it is no object")
    functions = scenario.get("functions") or {}
    if not isinstance(functions, dict):
        raise ScenarioFileError('"functions" is no object')
    _check_steps(scenario.get("steps"), "steps", are_checks=True)
    for name, function in functions.items():
        if not isinstance(function, dict):
            raise ScenarioFileError(f"function {name} is no object")
        _check_steps(function.get("do", []), f"do of {name}", are_checks=False)
    if unknown := unknown_ops(scenario):
        raise ScenarioFileError(f"unknown op {', '.join(unknown)}")


def _check_steps(steps: object, where: str, *, are_checks: bool) -> None:
    if not isinstance(steps, list):
        raise ScenarioFileError(f"{where} is no list")
    for number, step in enumerate(steps):
        here = f"step {number} of {where}"
        if not isinstance(step, dict):
            raise ScenarioFileError(f"{here} is no object")
        if "op" not in step:
            raise ScenarioFileError(f'{here} has no "op"')
        if are_checks:
            for name in ("expect", "backend"):
                if not isinstance(step.get(name, {}), dict):
                    raise ScenarioFileError(f'"{name}" of {here} is no object')
            if step.get("oracle", True) and "expect" not in step:
                raise ScenarioFileError(f'{here} has no "expect"')
        _check_steps(step.get("do", []), f"do of {here}", are_checks=False)
