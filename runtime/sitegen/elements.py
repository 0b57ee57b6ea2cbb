"""The markup of the live elements and of the cards that lead to them.

The wrapper is a block of its own: a bare custom element would be put into a paragraph, which a
``<pre>`` then ends.
"""

import html
import json
from collections.abc import Iterable
from functools import lru_cache

from labkit.grader.exercise import Exercise, ExerciseError, Lab
from labkit.grader.page_facts import PageFacts
from labkit.grader.rehearsal import predict
from sitegen.course import ExerciseItem, LabItem
from sitegen.markdown import docstring_html, link_path

__all__ = [
    "exercise_card",
    "exercise_element",
    "lab_card",
    "lab_element",
    "playground_element",
    "predict_element",
    "replay_element",
    "state_element",
    "tally_element",
]


def exercise_element(item: ExerciseItem) -> str:
    """The editor with its checks; without JavaScript, the starter to read."""
    return (
        f'<div class="fb-lab-wrap"><minivex-exercise {_identity(item)}>'
        f"<pre><code>{_source(item.files.get('starter.py', ''))}"
        "</code></pre></minivex-exercise></div>"
    )


def predict_element(item: ExerciseItem) -> str:
    """The question of an exercise; without JavaScript, its options and, folded, the answer.

    The folded answer is what running the starter gave when the page was made.
    """
    facts = _facts(item)
    if facts is None:
        return ""
    try:
        answer = _answer(tuple(sorted(item.files.items())))
    except ExerciseError:
        return ""  # `fieldbook check` says what is wrong with it
    options = "".join(f"<li>{_inline(option)}</li>" for option in facts.options)
    return (
        f'<div class="fb-lab-wrap"><minivex-predict {_identity(item)}><p class="fb-question">'
        f"{_inline(facts.question)}</p><ul>{options}</ul><details><summary>What happens</summary>"
        f"<p><strong>{_inline(answer)}</strong> {_inline(facts.because)}</p></details>"
        "</minivex-predict></div>"
    )


@lru_cache(maxsize=512)
def _answer(files: tuple[tuple[str, str], ...]) -> str:
    """What running the starter gives: the same for the same files, so it is run once."""
    return str(predict(Exercise.from_files(dict(files)), dict(files))["answer"])


def replay_element(item: ExerciseItem) -> str:
    """The learner's own passing code, played once more without the check at the commit."""
    return (
        f'<div class="fb-lab-wrap"><minivex-replay {_identity(item)}><p>Here the page plays your own '
        "passing code once more with the check at the commit switched off, which needs JavaScript."
        "</p></minivex-replay></div>"
    )


def state_element(item: ExerciseItem) -> str:
    """How far the reader is with an exercise: filled in by the browser."""
    return f"<minivex-state {_identity(item)}></minivex-state>"


def tally_element(items: Iterable[ExerciseItem]) -> str:
    """How many of some exercises the reader has passed: filled in by the browser."""
    ids = " ".join(item.exercise.id for item in items)
    return f'<minivex-tally exercises="{ids}"></minivex-tally>'


def _identity(item: ExerciseItem) -> str:
    """What finds an exercise's content and the reader's work on it."""
    exercise, facts = item.exercise, _facts(item)
    formerly = f' formerly="{" ".join(facts.formerly)}"' if facts and facts.formerly else ""
    return f'exercise="{exercise.id}" version="{exercise.version}"{formerly}'


def _facts(item: ExerciseItem) -> PageFacts | None:
    try:
        return PageFacts.from_files(item.files) if "predict.py" in item.files else None
    except ExerciseError:
        return None  # `missing_parts` says so


def _inline(text: str) -> str:
    """One line of text in which ticks make code."""
    return docstring_html(text)


def lab_element(item: LabItem) -> str:
    """The lab; without JavaScript, the functions of its first scene to read."""
    lab = item.lab
    questions = {
        scene.id: scene.question.to_json() for scene in lab.scenes if scene.question is not None
    }
    tag, more = "minivex-lab", ""
    if questions:
        more = f' predict="{html.escape(json.dumps(questions), quote=True)}"'
    if lab.view != "lanes":
        settings = {
            scene.id: [setting.to_json() for setting in scene.settings] for scene in lab.scenes
        }
        facts = html.escape(json.dumps(settings), quote=True)
        tag = "minivex-visual"
        more += f' view="{lab.view}" label="{html.escape(lab.title)}" settings="{facts}"'
    return (
        f'<div class="fb-lab-wrap"><{tag} lab="{lab.id}" version="{lab.version}"{more}>'
        f"<pre><code>{_source(lab.scenes[0].source)}</code></pre></{tag}></div>"
    )


def playground_element(source: str, version: str) -> str:
    """The playground; without JavaScript, the application it begins with. ``version`` is that of its templates."""
    return (
        f'<div class="fb-lab-wrap"><minivex-playground version="{version}"><pre><code>{_source(source)}'
        "</code></pre></minivex-playground></div>"
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
