"""The text of a folder in ``labs/``, as the JSON file its element fetches.

Shape: ``{"id": "one-winner", "files": {"exercise.toml": "…", …}}``. Wrong answers, other right
answers and recorded reports stay at home, as in `labkit.grader.exercise.content_version`; so does
the starter in TypeScript, which is part of the page.
"""

import json
from collections.abc import Mapping

from sitegen.course import Course
from sitegen.pages import Page

__all__ = ["content_pages"]


def content_pages(course: Course) -> list[Page]:
    """One JSON file for each exercise and each lab."""
    return [
        *(_content(item.exercise.id, item.files) for item in course.exercises()),
        *(_content(item.lab.id, item.files) for item in course.labs()),
    ]


def _content(id: str, files: Mapping[str, str]) -> Page:
    shown = {
        path: text
        for path, text in sorted(files.items())
        if not path.startswith(("wrong/", "right/"))
        and path not in ("report.snap.json", "mutants.toml", "starter.ts")
    }
    text = json.dumps({"id": id, "files": shown}, ensure_ascii=False, separators=(",", ":"))
    return Page.of_text(f"docs/assets/lab/content/{id}.json", text)
