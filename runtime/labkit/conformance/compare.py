"""Whether an answer is the expected one; if not, the first difference in words.

Expected and answer are walked together. A name that stands for nothing yet is bound to what it
meets, if nothing else has that name; a name that is bound must meet the same thing again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from labkit.conformance.notation import Placeholder, ScenarioError, evaluate
from labkit.conformance.registry import Step, World
from minivex.errors import ConvexError, MinivexError
from minivex.values.value import UNDEFINED, values_equal

__all__ = ["Parts", "difference", "expectations", "failure_difference"]

TIME_TOLERANCE_MS: Final = 1.0
MODIFIERS: Final = ("unordered", "ignore", "approx", "unordered_ties")
MATCHES: Final = ("exact", "data", "loose", "any")


class Parts(list[tuple[Step, dict[str, Any]]]):
    """What the steps of a transaction came to: each with ``{"ok": answer}`` or ``{"error": error}``."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """How two values are compared, from here on down."""

    world: World
    is_plain: bool = False
    is_unordered: bool = False
    approx: float | None = None
    has_loose_ties: bool = False

    def inside_a_list(self) -> _Rules:
        """The order of a list is its own matter; inside its elements lists are lists again."""
        return replace(self, is_unordered=False) if self.is_unordered else self


def expectations(step: Step) -> list[dict[str, Any]]:
    """The answers of which one must be given: none if nobody knows the backend's.

    Usually that is the recorded answer. If that is known to be the mock's alone, it is what the
    backend's source says. Where the two read a NUL after the bound of a range differently
    (``nul_corner``), either will do.
    """
    is_recorded = step.get("oracle", True)
    if step.get("nul_corner") and "backend" in step:
        return [step["expect"], step["backend"]]
    if is_recorded:
        return [step["expect"]]
    return [step["backend"]] if "backend" in step else []


def difference(
    world: World, step: Step, expected: dict[str, Any], answer: object, *, is_plain: bool = False
) -> str:
    """What is wrong with a step that answered; empty if nothing is.

    Raises: ScenarioError, if the expectation makes no sense.
    """
    if "error" in expected:
        return f"it should have failed with {expected['error']!r}"
    if "ok" not in expected:
        raise ScenarioError('what is expected has neither "ok" nor "error"')
    if isinstance(answer, Parts):
        return _parts_difference(world, step, expected["ok"], answer)
    wanted = expected["ok"] if is_plain else evaluate(expected["ok"], lambda place: place)
    ignored = set(step.get("ignore", ()))
    if step.get("status") and isinstance(wanted, dict) and "pageStatus" not in wanted:
        ignored.add("pageStatus")
    rules = _Rules(
        world,
        is_plain=is_plain,
        is_unordered=bool(step.get("unordered")),
        approx=step.get("approx"),
        has_loose_ties=bool(step.get("unordered_ties")),
    )
    return _difference(rules, _without(wanted, ignored), _without(answer, ignored), "")


def failure_difference(
    world: World, expected: dict[str, Any], error: MinivexError | ConvexError
) -> str:
    """What is wrong with a step that failed; empty if nothing is.

    Raises: ScenarioError, if the expectation makes no sense.
    """
    if "ok" in expected:
        return f"it should have answered {expected['ok']!r}"
    wanted = expected.get("error")
    if wanted is True:
        return ""
    match = wanted.get("match") if isinstance(wanted, dict) else None
    if not isinstance(wanted, dict) or match not in MATCHES:
        raise ScenarioError(f"no way to compare an error with {wanted!r}")
    if match == "exact":
        return _message_difference(world, wanted["message"], str(error))
    if match == "data":
        if not isinstance(error, ConvexError):
            return f"{type(error).__name__} carries no data"
        data = evaluate(wanted.get("data", {"$undefined": None}), lambda place: place)
        return _difference(_Rules(world), data, error.data, ".data")
    return ""


def _message_difference(world: World, wanted: str, text: str) -> str:
    """Ids stand in messages as ``<name>``; a name that is free is bound to the id it meets."""
    bound = {name: value for name, value in world.symbols.items() if value}
    free: list[str] = []
    pattern = ""
    for piece in re.split(r"(<[^<>]*>)", wanted):
        name = piece[1:-1]
        if not piece.startswith("<"):
            pattern += re.escape(piece)
        elif name in bound:
            pattern += f"(?:{re.escape(str(bound[name]))}|{re.escape(piece)})"
        else:
            pattern += f"({re.escape(piece)}|[0-9a-z]{{31,37}})"
            free.append(name)
    found = re.fullmatch(pattern, text)
    if found is None:
        return f"it said {text!r}, not {wanted!r}"
    complaints = [
        _bind(_Rules(world), Placeholder("$id", name), id, f"<{name}>")
        for name, id in zip(free, found.groups(), strict=True)
        if id != f"<{name}>"
    ]
    return next(filter(None, complaints), "")


def _parts_difference(world: World, step: Step, wanted: Any, parts: Parts) -> str:
    """A transaction: each of its steps is compared as that step asks."""
    if not isinstance(wanted, list) or len(wanted) != len(parts):
        return f"{len(parts)} steps answered, and {wanted!r} is expected of them"
    inherited: Step = {name: step[name] for name in MODIFIERS if name in step}
    for at, (expected, (inner, part)) in enumerate(zip(wanted, parts, strict=True)):
        if "error" in part:
            complaint = failure_difference(world, expected, part["error"])
        else:
            complaint = difference(world, {**inherited, **inner}, expected, part["ok"])
        if complaint:
            return f"step {at} of the transaction: {complaint}"
    return ""


def _without(value: Any, names: set[str]) -> Any:
    """An object, or each object of a list, without some members."""
    if not names:
        return value
    if isinstance(value, dict):
        return {name: member for name, member in value.items() if name not in names}
    if isinstance(value, list):
        return [_without(item, names) if isinstance(item, dict) else item for item in value]
    return value


def _difference(rules: _Rules, wanted: Any, answer: Any, path: str) -> str:
    where = f"at {path or 'the top'}: "
    if isinstance(wanted, Placeholder):
        return _bind(rules, wanted, answer, path)
    if isinstance(wanted, dict) and isinstance(answer, dict):
        needed = {name for name, member in wanted.items() if member is not UNDEFINED}
        given = {name for name, member in answer.items() if member is not UNDEFINED}
        if not needed <= given <= wanted.keys():
            return f"{where}the fields {sorted(given)} are not {sorted(wanted)}"
        # The order of the expectation, so that the same names are bound whatever the answer's is.
        found = (_member(rules, n, wanted[n], answer[n], path) for n in wanted if n in given)
        return next(filter(None, found), "")
    if isinstance(wanted, list) and isinstance(answer, list):
        if len(wanted) != len(answer):
            return f"{where}{len(answer)} elements are not {len(wanted)}"
        return _list_difference(rules, wanted, answer, path)
    if isinstance(wanted, dict | list) or isinstance(answer, dict | list):
        return f"{where}{answer!r} is not {wanted!r}"
    return "" if _is_same(rules, wanted, answer) else f"{where}{answer!r} is not {wanted!r}"


def _member(rules: _Rules, name: str, wanted: Any, answer: Any, path: str) -> str:
    if name == "_score" and rules.approx is not None:
        is_near = isinstance(answer, float) and abs(wanted - answer) <= rules.approx
        return "" if is_near else f"at {path}._score: {answer!r} is not about {wanted!r}"
    return _difference(rules, wanted, answer, f"{path}.{name}")


def _is_same(rules: _Rules, wanted: Any, answer: Any) -> bool:
    """Whether two values without parts are one; in JSON, numbers are equal as numbers."""
    if rules.is_plain:
        return bool(wanted == answer) and isinstance(wanted, bool) == isinstance(answer, bool)
    if isinstance(wanted, float) and isinstance(answer, float) and wanted != wanted:  # noqa: PLR0124 - NaN
        return answer != answer  # noqa: PLR0124 - NaN
    return values_equal(wanted, answer)


def _list_difference(rules: _Rules, wanted: list[Any], answer: list[Any], path: str) -> str:
    inside = rules.inside_a_list()
    if rules.is_unordered:
        return _unordered_difference(inside, wanted, answer, path)
    if rules.has_loose_ties and all(isinstance(one, dict) and "_score" in one for one in wanted):
        start = 0
        for score in dict.fromkeys(one["_score"] for one in wanted):
            tied = [one for one in wanted if one["_score"] == score]
            end = start + len(tied)
            if complaint := _unordered_difference(inside, tied, answer[start:end], path):
                return complaint
            start = end
        return ""
    pairs = enumerate(zip(wanted, answer, strict=True))
    found = (_difference(inside, one, other, f"{path}[{at}]") for at, (one, other) in pairs)
    return next(filter(None, found), "")


def _unordered_difference(rules: _Rules, wanted: list[Any], answer: list[Any], path: str) -> str:
    """Lists as multisets: every expected element takes the first answer that equals it.

    Elements with free names come last: what the others are is certain, and theirs may be any.
    """
    left = list(answer)
    for one in sorted(wanted, key=lambda item: _has_free_name(rules.world, item)):
        for at, other in enumerate(left):
            before = _bindings(rules.world)
            if not _difference(rules, one, other, path):
                del left[at]
                break
            _restore(rules.world, before)
        else:
            return f"at {path or 'the top'}: {one!r} is missing in {answer!r}"
    return ""


def _has_free_name(world: World, wanted: Any) -> bool:
    if isinstance(wanted, Placeholder):
        return wanted.form != "$time" and wanted.content not in world.names(wanted.form)
    if isinstance(wanted, dict):
        return any(_has_free_name(world, member) for member in wanted.values())
    return isinstance(wanted, list) and any(_has_free_name(world, item) for item in wanted)


def _bindings(world: World) -> tuple[dict[str, Any], ...]:
    return dict(world.symbols), dict(world.creation_times), dict(world.cursors)


def _restore(world: World, bindings: tuple[dict[str, Any], ...]) -> None:
    """Forget what a comparison that failed has bound. The dicts stay the same objects."""
    live: tuple[dict[str, Any], ...] = (world.symbols, world.creation_times, world.cursors)
    for names, before in zip(live, bindings, strict=True):
        if len(names) != len(before):
            names.clear()
            names.update(before)


def _bind(rules: _Rules, place: Placeholder, answer: Any, path: str) -> str:
    """A bound name must stand for the answer; a free one is bound to it, if it has no other."""
    where = f"at {path or 'the top'}: "
    if place.form == "$time":
        start_ms = rules.world.t0_ms
        is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
        is_near = is_number and abs(start_ms + place.content - answer) <= TIME_TOLERANCE_MS
        return "" if is_near else f"{where}{answer!r} is not {place.content} ms after the start"
    names = rules.world.names(place.form)
    if place.content in names:
        is_bound = values_equal(names[place.content], answer)
        return "" if is_bound else f"{where}{answer!r} is not {names[place.content]!r}"
    kind = float if place.form == "$ct" else str
    if not isinstance(answer, kind):
        return f"{where}{answer!r} is nothing that {place.form} stands for"
    if any(values_equal(value, answer) for value in names.values()):
        return f"{where}{answer!r} already has another name than {place.content}"
    names[place.content] = answer
    return ""
