"""The pages around a room of learners: the trainer's page, and the learner's certificate."""

from sitegen.course import Course, LabItem
from sitegen.markdown import front_matter, link_path
from sitegen.pages import Page
from sitegen.passports import certificate_element, teach_element
from sitegen.room_links import scene_fragment
from sitegen.workshop import Workshop
from sitegen.workshop_pages import workshop_pages

__all__ = ["STYLES", "certificate_page", "teach_pages"]

STYLES = '<link rel="stylesheet" href="{up}assets/css/teach.css">'
"""The style sheet of these pages alone; ``up`` leads from the page's address to the site's root."""

HERE = "teach/index.md"
TWO_LANES = ("two-lanes", "lost-update", "aabbaabb")
"""The scene and the moves that a room begins with: both have read before either writes."""


def teach_pages(course: Course, workshop: Workshop | None) -> list[Page]:
    """The trainer's page and, where there is a plan, its pages."""
    return [_index(course, workshop), *(workshop_pages(workshop) if workshop else [])]


def certificate_page(course: Course) -> Page:
    """What a learner prints: name, exercises passed, date, versions, checksum."""
    parts = [
        front_matter(
            title="Certificate",
            description="A page to print: your name, the exercises that you passed, when, and the content's version.",
            hide=["toc"],
            render_macros=False,
        ),
        STYLES.format(up="../../"),
        "# Certificate",
        "<!-- search: certificate of completion, proof, print certificate, diploma -->",
        (
            "Made in this browser, from [your work](index.md). It fits one sheet, A4 or Letter. There is no server that "
            "could sign it: who gives it weight is the person who saw you work.\n{ .fb-lead }"
        ),
        certificate_element(course),
    ]
    return Page.of_text("docs/progress/certificate.md", "\n\n".join(parts))


def _index(course: Course, workshop: Workshop | None) -> Page:
    parts = [
        front_matter(
            title="For trainers",
            description="The table of a room: many learners' passports read in the page, who is stuck where, without a server.",
            hide=["toc"],
            render_macros=False,
        ),
        STYLES.format(up="../"),
        "# For trainers",
        (
            "<!-- search: trainer, teacher, teach, classroom, facilitator, passports of learners, read passports, who is "
            "stuck, collect progress, CSV of learners, export learners, cohort -->"
        ),
        (
            "Each learner copies a passport from the page [Your work](../progress/index.md) into a chat, a mail, or any "
            "text that you can read. Paste all of it here at once. The page sorts it out, and asks no server for "
            "anything.\n{ .fb-lead }"
        ),
        teach_element(course),
        "## What a passport says, and what it cannot prove { #passport }",
        "<!-- search: passport, checksum, integrity, forged passport, privacy of learners -->",
        _PASSPORT,
        "## One scene for the whole room { #room }",
        "<!-- search: same interleaving for everybody, seed a room, link for the room, switch OCC off -->",
        _room(course),
    ]
    if workshop:
        parts += [
            "## A workshop { #workshop }",
            (
                f"[{workshop.title}](half-day.md): {workshop.summary} With it come the [workbook](workbook.md) to print "
                "and the [solutions](solutions.md) to show, one at a time."
            ),
        ]
    return Page.of_text(f"docs/{HERE}", "\n\n".join(parts))


_PASSPORT = """\
For each exercise that was begun: the version of its content, the verdict, attempts up to the first that passed,
steps of hints that were shown, when it passed, and the check at which the latest attempt stopped. Besides that the name
that the learner typed, and a random mark of the browser. No code.

- **The mark** tells two people of one name apart. Two passports with one mark are one learner: the newest counts, and
  the page says so.
- **The checksum** tells whether the text is what a browser wrote. One that was edited is shown, and flagged. But
  whoever wants to forge a passport can: there is no server, so there is no secret to sign it with. Use it to see who
  needs help, not to give marks.
- **A newer version** of this site may write passports that an older page cannot read. They are kept, and read after a
  reload.
- **What is pasted** stays in this tab, also over a reload. *Clear all* or closing the tab forgets it. Export the
  room as one file to go on another day: drop the file on this page.
- **Pictures** of the QR code can be dropped or pasted like text, and the camera reads one after the other. Both are read
  in the page."""


def _room(course: Course) -> str:
    """Links to the labs that a trainer shows, the first with its moves."""
    labs = {item.lab.id: item for item in course.labs()}
    id, scene, moves = TWO_LANES
    parts = []
    if id in labs and labs[id].lab.scene(scene):
        href = _address(labs[id], scene_fragment(labs[id].lab, scene, moves))
        parts.append(
            f'Send <a class="fb-room-link" href="{href}">this link to Two lanes</a> into the chat. Everybody sees '
            f"the same two calls with the moves `{moves}`, and nothing runs before they press **Run**. Play it with OCC "
            "on: the second commit is refused. Then switch **OCC** off in front of them, and play the same moves."
        )
    lines = [
        f'- <a href="{_address(item, scene_fragment(item.lab, item.lab.scenes[0].id))}">{item.lab.title}</a>: '
        f"{item.lab.summary.strip()}"
        for item in labs.values()
        if item.lab.id != id
    ]
    if lines:
        parts.append("The other labs open at their first scene, with the text as it came:")
        parts.append("\n".join(lines))
    share = "**Share** under any lab makes such a link of what is on your screen."
    return "\n\n".join([*parts, share])


def _address(item: LabItem, fragment: str) -> str:
    page = link_path(item.page, seen_from=HERE).removesuffix(".md")
    return f"{page}/#{fragment}"
