"""A lab's folder to its page, and the list of all labs."""

from sitegen.course import Chapter, Course, LabItem
from sitegen.elements import lab_element
from sitegen.markdown import (
    body_of,
    front_matter,
    link_path,
    meta_line,
    split_after_section,
)
from sitegen.pages import Page

__all__ = ["lab_index", "lab_lines", "lab_page"]


_PLAYGROUND = (
    "- [Playground](../playground/index.md): A whole backend with your schema and functions, live queries, "
    "scheduled jobs and a clock. It is kept in your browser."
)


def lab_page(item: LabItem) -> Page:
    """The page of one lab: the question it answers, the lab, what to look for."""
    lab = item.lab
    before, after = split_after_section(body_of(item.files["prompt.md"]), "Predict")
    scenes = f"{len(lab.scenes)} scenes" if len(lab.scenes) > 1 else "1 scene"
    parts = [
        front_matter(title=lab.title, description=lab.summary, hide=["toc"], render_macros=False),
        f"# {lab.title}",
        meta_line("Lab", "not graded", scenes),
        f"{lab.summary.strip()}\n{{ .fb-lead }}",
        before,
        lab_element(item),
        after,
    ]
    text = "\n\n".join(part for part in parts if part)
    return Page.of_text(f"docs/{item.page}", text)


def lab_index(course: Course) -> Page:
    """The list of all labs, one line each."""
    parts = [
        front_matter(title="Labs", render_macros=False),
        "# Labs",
        (
            "Nothing here is graded. You move the calls by hand, one step at a time, and watch what each "
            "one read, wrote and committed.\n{ .fb-lead }"
        ),
    ]
    for chapter in course.chapters:
        if chapter.labs:
            parts += [f"## {chapter.title}", lab_lines(chapter, seen_from="labs/index.md")]
    parts += ["## Your own", _PLAYGROUND]
    text = "\n\n".join(parts)
    return Page.of_text("docs/labs/index.md", text)


def lab_lines(chapter: Chapter, *, seen_from: str) -> str:
    """One list item for each lab of the chapter."""
    return "\n".join(
        f"- [{item.lab.title}]({link_path(item.page, seen_from=seen_from)}): {item.lab.summary.strip()}"
        for item in chapter.labs
    )
