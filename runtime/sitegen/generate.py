"""Everything the generator makes, in one list; and the gaps that stop it."""

from pathlib import Path

from sitegen.content import content_pages
from sitegen.course import Course, read_course
from sitegen.exercises import chapter_page, exercise_index, exercise_page
from sitegen.fonts import font_pages
from sitegen.labs import lab_index, lab_page
from sitegen.links import link_gaps, page_anchors, with_relative_links
from sitegen.nav import generated_config
from sitegen.pages import GapError, Page, stale_files, write_changed

__all__ = ["generate", "generated_pages"]

OWNED_FOLDERS = ("docs/exercises", "docs/labs", "docs/assets/lab/content", "docs/assets/fonts")
"""Git-ignored folders in which every file is ours: what no page stands for is removed."""


def generated_pages(root: Path) -> list[Page]:
    """All generated files of the repository at ``root``, in memory.

    Raises: GapError, with every gap of ``labs/`` at once.
    """
    course = read_course(root)
    if course.gaps:
        raise GapError(course.gaps)
    pages = _course_pages(course)
    anchors = page_anchors(root, pages)
    gaps = list(link_gaps(course, anchors))
    if gaps:
        raise GapError(gaps)
    return [
        *(with_relative_links(page, anchors) for page in pages),
        *content_pages(course),
        *font_pages(root),
        generated_config(root, course),
    ]


def _course_pages(course: Course) -> list[Page]:
    return [
        *(exercise_page(item) for item in course.exercises()),
        *(chapter_page(chapter) for chapter in course.chapters if chapter.exercises),
        exercise_index(course),
        *(lab_page(item) for item in course.labs()),
        lab_index(course),
    ]


def generate(root: Path) -> tuple[int, list[str]]:
    """Write what changed and remove what is stale: the number of files, and the paths touched.

    Raises: GapError.
    """
    pages = generated_pages(root)
    touched = write_changed(root, pages)
    for file in stale_files(root, pages, OWNED_FOLDERS):
        file.unlink()
        touched.append(file.relative_to(root).as_posix())
    return len(pages), touched
