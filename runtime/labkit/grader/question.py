"""What a scene of a lab asks before it plays, and the answer that a run of it gives.

```
 lab.toml     [scenes.predict] question, options | most and unit, because, moves
 predict.py   one function for each scene: the run  ──▶  (step, answer)
```

Invariant: no answer is written down. It is read off the run that the page shows, at the step that shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labkit.grader.facts import ExerciseError, Facts

__all__ = ["Question", "answer_of", "read_question"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a choice of ``options``, or a whole number from 0 to ``most`` of ``unit``."""

    text: str
    options: tuple[str, ...]
    most: int
    unit: str
    because: str
    moves: str
    """Of a lab with lanes: the moves that answer it."""

    def to_json(self) -> Json:
        """What the page asks with."""
        found: Json = {"question": self.text, "because": self.because}
        if self.options:
            found["options"] = list(self.options)
        else:
            found |= {"most": self.most, "unit": self.unit}
        if self.moves:
            found["moves"] = self.moves
        return found

    def fits(self, answer: str) -> bool:
        """Whether a reader could have given ``answer``."""
        if self.options:
            return answer in self.options
        return answer.isdecimal() and int(answer) <= self.most


def read_question(scene: Facts) -> Question | None:
    """The ``[scenes.predict]`` table, if there is one.

    Raises: ExerciseError.
    """
    facts = scene.table("predict")
    if facts is None:
        return None
    options = tuple(facts.may_list("options"))
    found = Question(
        text=facts.need("question", str),
        options=options,
        most=0 if options else facts.need("most", int),
        unit=facts.may("unit", ""),
        because=facts.need("because", str),
        moves=facts.may("moves", ""),
    )
    facts.no_others()
    if len(options) == 1 or len(set(options)) != len(options):
        raise ExerciseError(
            "lab.toml",
            "a prediction is a choice",
            f"predict.options needs two or more texts that differ; it has {list(options)}",
        )
    return found


def answer_of(files: Mapping[str, str], scene: str, run: object) -> Json | None:
    """What ``run`` says to the question of ``scene``: ``{"step", "text"}``, or None if it does not say.

    A reader may have changed the code so that the run has nothing of what the question is about.

    Raises: ExerciseError, if ``predict.py`` has no function of the scene's name.
    """
    if not run:
        return None  # the scene could not be played
    namespace: dict[str, Any] = {"__name__": "predict"}
    exec(compile(files.get("predict.py", ""), "predict.py", "exec", dont_inherit=True), namespace)  # noqa: S102 - a file of ours
    name = scene.replace("-", "_")
    if name not in namespace:
        raise ExerciseError(
            "predict.py", "a question is answered by a run", f"it defines no {name}(run)"
        )
    try:
        step, text = namespace[name](run)
    except (LookupError, StopIteration, ValueError):
        return None
    return {"step": step, "text": str(text)}
