"""Inline forms for authors of pages: thin calls into the generator's own code.

```
 {= exercise("one-winner") =}        a link with what it asks for
 {= exercise_here("one-winner") =}   the editor itself
 {= lab("two-lanes") =}   {= lab_here("two-lanes") =}
```

The delimiters are not Jinja's own, because ``{{ … }}`` is how JSX writes a style.
"""

from pathlib import Path
from typing import Any

from sitegen.course import Course, ExerciseItem, LabItem, read_course
from sitegen.elements import exercise_card, exercise_element, lab_card, lab_element

__all__ = ["define_env"]


def define_env(env: Any) -> None:
    """Register the forms; called by mkdocs-macros once for each build."""
    course = read_course(Path(env.project_dir))

    def seen_from() -> str:
        return str(env.page.file.src_uri)

    @env.macro  # type: ignore[untyped-decorator]
    def exercise(id: str) -> str:
        item = find_exercise(course, id)
        return exercise_card(item.exercise, page=item.page, seen_from=seen_from())

    @env.macro  # type: ignore[untyped-decorator]
    def exercise_here(id: str) -> str:
        return exercise_element(find_exercise(course, id))

    @env.macro  # type: ignore[untyped-decorator]
    def lab(id: str) -> str:
        item = find_lab(course, id)
        return lab_card(item.lab, page=item.page, seen_from=seen_from())

    @env.macro  # type: ignore[untyped-decorator]
    def lab_here(id: str) -> str:
        return lab_element(find_lab(course, id))


def find_exercise(course: Course, id: str) -> ExerciseItem:
    """The exercise of that id.

    Raises: LookupError, with the ids there are.
    """
    by_id = {item.exercise.id: item for item in course.exercises()}
    if id not in by_id:
        raise LookupError(f"no exercise {id!r} in labs/; there is {', '.join(by_id) or 'none'}")
    return by_id[id]


def find_lab(course: Course, id: str) -> LabItem:
    """The lab of that id.

    Raises: LookupError, with the ids there are.
    """
    by_id = {item.lab.id: item for item in course.labs()}
    if id not in by_id:
        raise LookupError(f"no lab {id!r} in labs/; there is {', '.join(by_id) or 'none'}")
    return by_id[id]
