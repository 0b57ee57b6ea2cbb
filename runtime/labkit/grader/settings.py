"""The controls of a scene, as its folder declares them: a choice, a range or a switch."""

from dataclasses import dataclass
from typing import Any, Literal

from labkit.grader.facts import ExerciseError, Facts

__all__ = ["Setting", "UnfitSettingError", "read_setting", "settings_of"]

Json = dict[str, Any]
Value = str | int | bool


class UnfitSettingError(Exception):
    """A setting has a value that it cannot have."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One control: ``choices`` of a choice with the words for each, ``low`` and ``high`` of a range."""

    id: str
    label: str
    kind: Literal["choice", "range", "switch"]
    default: Value
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0

    def to_json(self) -> Json:
        """What the page builds the control from."""
        found: Json = {
            "id": self.id,
            "label": self.label,
            "kind": self.kind,
            "default": self.default,
        }
        if self.kind == "choice":
            found["choices"] = [{"value": value, "text": text} for value, text in self.choices]
        if self.kind == "range":
            found |= {"min": self.low, "max": self.high}
        return found

    def fits(self, value: object) -> bool:
        """Whether the control can be set to ``value``."""
        match self.kind:
            case "choice":
                return any(value == known for known, _ in self.choices)
            case "range":
                return type(value) is int and self.low <= value <= self.high
            case "switch":
                return type(value) is bool

    @property
    def allowed(self) -> str:
        """What it can be set to, in words."""
        match self.kind:
            case "choice":
                return ", ".join(repr(value) for value, _ in self.choices)
            case "range":
                return f"a whole number from {self.low} to {self.high}"
            case "switch":
                return "true or false"


def read_setting(facts: Facts, where: str) -> Setting:
    """Read one ``[[scenes.settings]]`` table; ``where`` names it in errors.

    A choice has ``values``, each "value" or "value: words for it"; a range has ``min`` and ``max``.

    Raises: ExerciseError.
    """
    kind = facts.need("kind", str)
    id, label = facts.identifier(), facts.need("label", str)
    match kind:
        case "choice":
            pairs = [value.partition(": ") for value in facts.need("values", list)]
            choices = tuple((value, text or value) for value, _, text in pairs)
            found = Setting(id, label, "choice", facts.need("default", str), choices=choices)
        case "range":
            low, high = facts.need("min", int), facts.need("max", int)
            found = Setting(id, label, "range", facts.need("default", int), low=low, high=high)
        case "switch":
            found = Setting(id, label, "switch", facts.need("default", bool))
        case _:
            raise ExerciseError(
                "lab.toml", "kind is choice, range or switch", f"{where} has the kind {kind!r}"
            )
    facts.no_others()
    if not found.fits(found.default):
        raise ExerciseError(
            "lab.toml",
            "a default is one of the values",
            f"{where} has the default {found.default!r}; it can be {found.allowed}",
        )
    return found


def settings_of(known: tuple[Setting, ...], given: object) -> dict[str, Value]:
    """The value of every setting: what is ``given``, else its default.

    Raises: UnfitSettingError, for a setting that is not there or a value that it cannot have.
    """
    values: dict[str, Value] = {each.id: each.default for each in known}
    if not isinstance(given, dict):
        raise UnfitSettingError("settings are an object, from the id of a setting to its value")
    for name, value in given.items():
        setting = next((each for each in known if each.id == name), None)
        if setting is None:
            raise UnfitSettingError(
                f"the scene has no setting {name!r}; it has {', '.join(values) or 'none'}"
            )
        if not setting.fits(value):
            raise UnfitSettingError(f"{name} cannot be {value!r}; it can be {setting.allowed}")
        values[name] = value
    return values
