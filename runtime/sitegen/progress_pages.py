"""The pages that show where a learner stands: the map of all exercises, each chapter, "Your work".

What is generated is the same for everybody: titles, times, the path. The state of each exercise is an
element that the browser fills from what it keeps; without JavaScript there is none, and nothing is missing.
"""

from sitegen.course import Chapter, Course
from sitegen.elements import state_element, tally_element
from sitegen.labs import lab_lines
from sitegen.markdown import front_matter, link_path
from sitegen.pages import Page
from sitegen.passports import passport_element

__all__ = ["chapter_page", "exercise_index", "work_page"]

HOUR = 60


def exercise_index(course: Course) -> Page:
    """All chapters as one map: what there is, how long it takes, how far one has come."""
    here = "exercises/index.md"
    chapters = [chapter for chapter in course.chapters if chapter.exercises]
    work = link_path("progress/index.md", seen_from=here)
    parts = [
        front_matter(title="Exercises", hide=["toc"], render_macros=False),
        "# Exercises",
        (
            "You write Python in the page. The grader runs your functions in every order in which "
            "their steps can meet, and shows you the shortest one that breaks them. The TypeScript "
            "of a Convex project stands beside each solution.\n{ .fb-lead }"
        ),
        (
            f"What you have written stays in this browser. [Your work]({work}) shows all of it, and takes it "
            "to another browser as one file."
        ),
        *(_map(chapter, here) for chapter in chapters),
    ]
    return Page.of_text(f"docs/{here}", "\n\n".join(parts))


def chapter_page(chapter: Chapter) -> Page:
    """What a chapter is for, how long its path is, and what is on it."""
    labs = lab_lines(chapter, seen_from=chapter.page)
    parts = [
        front_matter(title=chapter.title, hide=["toc"], render_macros=False),
        f"# {chapter.title}",
        chapter.text,
        f"## Labs\n\n{labs}" if labs else "",
        f"## The path\n\n{_sum(chapter)}\n\n{_path(chapter, chapter.page)}"
        if chapter.exercises
        else "",
    ]
    text = "\n\n".join(part for part in parts if part)
    return Page.of_text(f"docs/{chapter.page}", text)


def work_page(course: Course) -> Page:
    """Everything the browser keeps, and the way to take it elsewhere."""
    here = "progress/index.md"
    parts = [
        front_matter(title="Your work", hide=["toc"], render_macros=False),
        '<link rel="stylesheet" href="../assets/css/teach.css">',
        "# Your work",
        (
            "Your code, attempts, hints and results are kept in this browser and nowhere else. Nobody can "
            "bring them back for you, so take a copy before you clear the browser's data or change the device."
            "\n{ .fb-lead }"
        ),
        (
            '<div class="fb-lab-wrap"><minivex-progress><p>This page needs JavaScript to read what the '
            "browser keeps.</p></minivex-progress></div>"
        ),
        "## Passport { #passport }",
        "<!-- search: passport, send progress to trainer, QR code, hand in, show my progress, copy progress -->",
        (
            "For a trainer, a class, or a colleague: how far you are, without your code, as a short text. They read it on "
            "the page [For trainers](../teach/index.md). For yourself there is a [certificate](certificate.md) to print."
        ),
        passport_element(course),
        *(
            f"## {chapter.title}\n\n{_sum(chapter)}\n\n{_path(chapter, here)}"
            for chapter in course.chapters
            if chapter.exercises
        ),
    ]
    return Page.of_text(f"docs/{here}", "\n\n".join(parts))


def _map(chapter: Chapter, here: str) -> str:
    link = link_path(chapter.page, seen_from=here)
    return f"## [{chapter.title}]({link})\n\n{_sum(chapter)}\n\n{_path(chapter, here)}"


def _sum(chapter: Chapter) -> str:
    """How many exercises, how long, how many of them passed."""
    count = len(chapter.exercises)
    minutes = sum(item.exercise.minutes for item in chapter.exercises)
    exercises = "1 exercise" if count == 1 else f"{count} exercises"
    return f"{exercises}, {_time(minutes)}{tally_element(chapter.exercises)}\n{{ .fb-sum }}"


def _path(chapter: Chapter, here: str) -> str:
    """One line for each exercise: its state, its name, what it asks, how long it takes."""
    lines = [
        f"1. {state_element(item)} [{item.exercise.title}]({link_path(item.page, seen_from=here)}) "
        f'<span class="fb-path__asks">{item.exercise.objective.strip()}</span> '
        f'<span class="fb-path__time">{item.exercise.minutes} min</span>'
        for item in chapter.exercises
    ]
    return '<div class="fb-path" markdown>\n\n' + "\n".join(lines) + "\n\n</div>"


def _time(minutes: int) -> str:
    """Such as ``3 h 35 min``."""
    hours, rest = divmod(minutes, HOUR)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest else [])])
