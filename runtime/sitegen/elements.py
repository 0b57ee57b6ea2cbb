"""The markup of the live elements and of the cards that lead to them.

The wrapper is a block of its own: a bare custom element would be put into a paragraph, which a
``<pre>`` then ends.
"""

import html

from labkit.grader.exercise import Exercise, Lab
from sitegen.course import ExerciseItem, LabItem
from sitegen.markdown import link_path

__all__ = ["exercise_card", "exercise_element", "lab_card", "lab_element"]


def exercise_element(item: ExerciseItem) -> str:
    """The editor with its checks; without JavaScript, the starter to read."""
    exercise = item.exercise
    return (
        f'<div class="fb-lab-wrap"><minivex-exercise exercise="{exercise.id}" '
        f'version="{exercise.version}"><pre><code>{_source(item.files.get("starter.py", ""))}'
        "</code></pre></minivex-exercise></div>"
    )


def lab_element(item: LabItem) -> str:
    """The lab; without JavaScript, the functions of its first scene to read."""
    lab = item.lab
    return (
        f'<div class="fb-lab-wrap"><minivex-lab lab="{lab.id}" version="{lab.version}">'
        f"<pre><code>{_source(lab.scenes[0].source)}</code></pre></minivex-lab></div>"
    )


def exercise_card(exercise: Exercise, *, page: str, seen_from: str) -> str:
    """A link to an exercise, with what it asks for and how long it takes."""
    return _card(
        f"Exercise, {exercise.minutes} min",
        exercise.title,
        exercise.objective,
        link_path(page, seen_from=seen_from),
    )


def lab_card(lab: Lab, *, page: str, seen_from: str) -> str:
    """A link to a lab, with what one can see there."""
    return _card("Lab", lab.title, lab.summary, link_path(page, seen_from=seen_from))


def _card(kind: str, title: str, text: str, link: str) -> str:
    return (
        '<div class="fb-card" markdown>\n\n'
        f"{kind}\n{{ .fb-card__kind }}\n\n"
        f"**[{title}]({link})**\n{text.strip()}\n{{ .fb-card__text }}\n\n"
        "</div>"
    )


def _source(text: str) -> str:
    return html.escape(text.rstrip(), quote=False)
