"""Everything the generator makes, in one list; and the gaps that stop it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from labkit.grader.page_facts import missing_parts
from sitegen.content import content_pages
from sitegen.course import Course, read_course
from sitegen.editor_names import editor_names_page
from sitegen.engine_pages import engine_gaps, engine_pages
from sitegen.exercises import exercise_page
from sitegen.fonts import font_pages
from sitegen.labs import lab_index, lab_page
from sitegen.licences import licences_page
from sitegen.links import link_gaps, page_anchors, with_relative_links
from sitegen.nav import generated_config
from sitegen.pages import Gap, GapError, Page, stale_files, write_changed
from sitegen.playground import template_pages
from sitegen.progress_pages import chapter_page, exercise_index, work_page
from sitegen.reading import Reading
from sitegen.reference import reference_pages
from sitegen.teach_pages import certificate_page, teach_pages
from sitegen.workshop import Workshop, read_workshop

__all__ = ["Generated", "generated", "write_generated"]

OWNED_FOLDERS = (
    "docs/exercises",
    "docs/progress",
    "docs/teach",
    "docs/labs",
    "docs/assets/lab/content",
    "docs/assets/fonts",
)
"""Git-ignored folders in which every file is ours: what no page stands for is removed."""


@dataclass(frozen=True, slots=True)
class Generated:
    """All generated files, in memory, and the gaps a preview can live with.

    Those are links that lead nowhere, and code that does not say what it is.
    """

    pages: tuple[Page, ...]
    gaps: tuple[Gap, ...]
    notes: tuple[Gap, ...] = ()
    """Parts around a task that are still to be written; the page is made without them."""


def generated(root: Path) -> Generated:
    """Generate everything of the repository at ``root``.

    Raises: GapError, with every gap of ``labs/`` that keeps a page from being made.
    """
    course = read_course(root)
    if course.gaps:
        raise GapError(course.gaps)
    others = [*engine_pages(root), licences_page(root)]
    others += reference_pages(root, page_anchors(root, others))
    workshop = read_workshop(root, course)
    pages = [*_course_pages(course, workshop, Reading.of(root, others)), *others]
    anchors = page_anchors(root, pages)
    return Generated(
        pages=(
            *(with_relative_links(page, anchors) for page in pages),
            *content_pages(course),
            *template_pages(root),
            editor_names_page(),
            *font_pages(root),
            generated_config(root, course, pages),
        ),
        gaps=(*link_gaps(course, anchors), *engine_gaps(root)),
        notes=tuple(
            Gap(f"{item.folder}/{file}", rule, message)
            for item in course.exercises()
            for file, rule, message in missing_parts(item.files)
        ),
    )


def _course_pages(course: Course, workshop: Workshop | None, reading: Reading) -> list[Page]:
    return [
        *(exercise_page(item, course, reading) for item in course.exercises()),
        *(chapter_page(chapter) for chapter in course.chapters if chapter.exercises),
        exercise_index(course),
        work_page(course),
        certificate_page(course),
        *teach_pages(course, workshop),
        *(lab_page(item) for item in course.labs()),
        lab_index(course),
    ]


def write_generated(root: Path, pages: Sequence[Page]) -> list[str]:
    """Write what changed and remove what is stale; the paths touched."""
    touched = write_changed(root, pages)
    for file in stale_files(root, pages, OWNED_FOLDERS):
        file.unlink()
        touched.append(file.relative_to(root).as_posix())
    return touched
