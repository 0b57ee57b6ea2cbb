"""Whether an answer is the expected one; if not, the first difference in words."""

from __future__ import annotations

from typing import Any

from minivex.errors import ConvexError, MinivexError
from minivex.values.value import UNDEFINED, show, values_equal
from tests.conformance.notation import Placeholder, evaluate
from tests.conformance.registry import Step, World

TIME_TOLERANCE_MS = 1.0


def difference(world: World, step: Step, expected: Any, answer: object, *, is_plain: bool) -> str:
    """What is wrong with a step that answered; empty if nothing is."""
    if "error" in expected:
        return f"answered {answer!r}, and should have failed with {expected['error']!r}"
    if is_plain:
        return _plain_difference(expected["ok"], answer, "")
    wanted = evaluate(expected["ok"], lambda place: place)
    for name in step.get("ignore", ()):
        for side in (wanted, answer):
            assert isinstance(side, dict)
            side.pop(name, None)
    if "approx" in step:
        return _scores_difference(world, step, wanted, answer)
    if step.get("unordered"):
        return _unordered_difference(world, wanted, answer)
    return _difference(world, wanted, answer, "")


def failure_difference(world: World, expected: Any, error: MinivexError | ConvexError) -> str:
    """What is wrong with a step that failed; empty if nothing is."""
    if "ok" in expected:
        return f"failed with {error!r}, and should have answered {expected['ok']!r}"
    wanted = expected["error"]
    match "any" if wanted is True else wanted["match"]:
        case "exact":
            text = str(error)
            for name, value in world.symbols.items():
                text = text.replace(str(value), f"<{name}>")
            return "" if text == wanted["message"] else f"said {text!r}, not {wanted['message']!r}"
        case "data":
            if not isinstance(error, ConvexError):
                return f"failed with {error!r}, which carries no data"
            data = evaluate(wanted["data"], lambda place: place)
            return _difference(world, data, error.data, ".data")
        case _:
            return ""


def _plain_difference(wanted: Any, answer: Any, path: str) -> str:
    """Two pieces of JSON; numbers are equal as numbers, and a boolean is none."""
    if isinstance(wanted, dict) and isinstance(answer, dict) and wanted.keys() == answer.keys():
        found = [_plain_difference(wanted[name], answer[name], f"{path}.{name}") for name in wanted]
        return next(filter(None, found), "")
    if isinstance(wanted, list) and isinstance(answer, list) and len(wanted) == len(answer):
        pairs = enumerate(zip(wanted, answer, strict=True))
        found = [_plain_difference(one, other, f"{path}[{at}]") for at, (one, other) in pairs]
        return next(filter(None, found), "")
    is_equal = wanted == answer and isinstance(wanted, bool) == isinstance(answer, bool)
    return "" if is_equal else f"at {path or 'the top'}: {answer!r} is not {wanted!r}"


def _difference(world: World, wanted: Any, answer: Any, path: str) -> str:
    if isinstance(wanted, Placeholder):
        return _bind(world, wanted, answer, path)
    if isinstance(wanted, dict) and isinstance(answer, dict):
        required = {name for name, member in wanted.items() if member is not UNDEFINED}
        if not required <= answer.keys() <= wanted.keys():
            return f"at {path or 'the top'}: fields {sorted(answer)} are not {sorted(wanted)}"
        found = [_difference(world, wanted[n], answer[n], f"{path}.{n}") for n in answer]
        return next(filter(None, found), "")
    if isinstance(wanted, list) and isinstance(answer, list) and len(wanted) == len(answer):
        pairs = enumerate(zip(wanted, answer, strict=True))
        found = [_difference(world, one, other, f"{path}[{at}]") for at, (one, other) in pairs]
        return next(filter(None, found), "")
    if isinstance(wanted, dict | list) or isinstance(answer, dict | list):
        return f"at {path or 'the top'}: {answer!r} is not {wanted!r}"
    if values_equal(wanted, answer):
        return ""
    return f"at {path or 'the top'}: {show(answer)} is not {show(wanted)}"


def _scores_difference(world: World, step: Step, wanted: Any, answer: Any) -> str:
    """Search results: scores within a distance; equally good results may change places."""
    if not isinstance(answer, list) or len(wanted) != len(answer):
        return f"{answer!r} is not {wanted!r}"
    for one, other in zip(wanted, answer, strict=True):
        if abs(one["_score"] - other["_score"]) > step["approx"]:
            return f"the score of {other!r} is not that of {one!r}"
    if not step.get("unordered_ties"):
        return _difference(world, _ids(wanted), _ids(answer), "")
    found, start = [], 0
    for score in dict.fromkeys(result["_score"] for result in wanted):
        group = _ids([result for result in wanted if result["_score"] == score])
        end = start + len(group)
        found.append(_unordered_difference(world, group, _ids(answer[start:end])))
        start = end
    return next(filter(None, found), "")


def _ids(results: Any) -> list[Any]:
    return [result["_id"] for result in results]


def _unordered_difference(world: World, wanted: Any, answer: Any) -> str:
    """Lists as multisets: every expected element takes the first answer that equals it."""
    if not isinstance(answer, list) or len(wanted) != len(answer):
        return f"{answer!r} is not {wanted!r} in any order"
    left = list(answer)
    for one in wanted:
        at = next((i for i, other in enumerate(left) if not _difference(world, one, other, "")), -1)
        if at < 0:
            return f"{one!r} is missing in {answer!r}"
        del left[at]
    return ""


def _bind(world: World, place: Placeholder, answer: Any, path: str) -> str:
    """A bound name must stand for the answer; an unbound one is bound to it, if it is free."""
    where = f"at {path or 'the top'}: "
    if place.form == "$time":
        is_near = abs(world.t0_ms + place.content - answer) <= TIME_TOLERANCE_MS
        return "" if is_near else f"{where}{answer!r} is not {place.content} ms after the start"
    names = {"$id": world.symbols, "$ct": world.creation_times}[place.form]
    if place.content in names:
        is_bound = values_equal(names[place.content], answer)
        return "" if is_bound else f"{where}{answer!r} is not {names[place.content]!r}"
    if any(values_equal(value, answer) for value in names.values()):
        return f"{where}{answer!r} already has another name than {place.content}"
    names[place.content] = answer
    return ""
