"""What the cells of the grid say, and the first step at which they are complete."""


def range(frames):  # noqa: A001 - the scene is called so
    ran = [
        sum(cell["touched"] and cell["ran"] == "run" for cell in row(frame, "ada"))
        for frame in frames
    ]
    return ran.index(ran[-1]) + 1, ran[-1]


def hot(frames):
    return len(frames), sum(
        cell["touched"] and cell["told"] == "new"
        for cells in frames[-1]["picture"]["cells"]
        for cell in cells
        if cell
    )


def equal(frames):
    taken = [
        sum(cell["touched"] and cell["ran"] == "cache" for cell in row(frame, "bo"))
        for frame in frames
    ]
    return taken.index(taken[-1]) + 1, taken[-1]


def together(frames):
    for step, frame in enumerate(frames, start=1):
        shown = {}
        for row in frame["picture"]["rows"]:
            shown.setdefault(row["page"], []).append(row["shows"])
        if any("" not in values and sum(map(int, values)) != 4 for values in shown.values()):
            return step, "yes"
    return len(frames), "no"


def row(frame, page):
    """The cells of the first query of a page, as far as they are there."""
    picture = frame["picture"]
    at = next(at for at, each in enumerate(picture["rows"]) if each["page"] == page)
    return [cell for cell in picture["cells"][at] if cell]
