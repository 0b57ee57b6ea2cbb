"""Seven tags of a hundred items each: what the starter reads and keeps."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """Documents read, items returned."""
    tags = [f"tag {number % 7}" for number in range(700)]
    lab.seed("items", name=["x"] * 700, tag=tags)
    read = lab.reads("one_per_tag").documents
    return f"{read} and {len(lab.run('one_per_tag'))}"
