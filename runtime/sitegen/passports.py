"""The elements about passports, with what the site knows of its exercises.

A passport names exercises and versions; the page that writes or reads one compares them with these.
"""

import hashlib
import html
import json

from sitegen.course import Course
from sitegen.wrong_answers import check_titles

__all__ = ["certificate_element", "course_version", "passport_element", "teach_element"]

VERSION_DIGITS = 12


def course_version(course: Course) -> str:
    """Twelve hex digits of all exercises and their versions: the content of the whole site."""
    lines = [f"{item.exercise.id} {item.exercise.version}\n" for item in course.exercises()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:VERSION_DIGITS]


def passport_element(course: Course) -> str:
    """The learner's passport; without JavaScript, why there is none."""
    return _element(
        "minivex-passport", course, "A passport is made in this page, which needs JavaScript."
    )


def certificate_element(course: Course) -> str:
    """The learner's certificate, likewise."""
    return _element(
        "minivex-certificate", course, "A certificate is made in this page, which needs JavaScript."
    )


def teach_element(course: Course) -> str:
    """The table of a room, likewise; it also knows what each check is called."""
    return _element(
        "minivex-teach",
        course,
        "Passports are read in this page, which needs JavaScript.",
        has_checks=True,
    )


def _element(tag: str, course: Course, without: str, *, has_checks: bool = False) -> str:
    exercises = [
        {
            "id": item.exercise.id,
            "title": item.exercise.title,
            "page": f"../exercises/{item.exercise.id}/",
            "version": item.exercise.version,
            "chapter": chapter.title,
            "checks": check_titles(item) if has_checks else {},
        }
        for chapter in course.chapters
        for item in chapter.exercises
    ]
    facts = {"course": course_version(course), "exercises": exercises}
    text = html.escape(json.dumps(facts, ensure_ascii=False, separators=(",", ":")), quote=True)
    return f'<div class="fb-lab-wrap"><{tag} course="{text}"><p>{without}</p></{tag}></div>'
