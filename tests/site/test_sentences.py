"""Long sentences are found in running text, and nowhere else."""

from pathlib import Path

from sitegen.sentences import WORDS_MAX, long_sentences, sentence_notes

LONG = " ".join(["word"] * (WORDS_MAX + 1))
SHORT = " ".join(["word"] * WORDS_MAX)


def test_a_sentence_of_more_words_is_told_with_its_line() -> None:
    found = list(long_sentences(f"# Title\n\n{SHORT}. {SHORT}.\n\n- {LONG}.\n- {SHORT}.\n"))
    assert [(line, count) for line, count, _ in found] == [(5, WORDS_MAX + 1)]


def test_a_sentence_may_run_over_lines() -> None:
    half = " ".join(["word"] * (WORDS_MAX // 2 + 1))
    assert len(list(long_sentences(f"{half}\n{half}."))) == 1
    assert not list(long_sentences(f"{half}\n\n{half}."))


def test_code_tables_headings_and_addresses_do_not_count() -> None:
    for text in (
        f"```ts\n{LONG}\n```",
        f"| {LONG} |",
        f"## {LONG}",
        f"<!-- {LONG} -->",
        f"`{LONG}` is code.",
        f"[here](a.md '{LONG}')",
        f"---\ndescription: {LONG}\n---\n",
        f"{{= source('{LONG}') =}}",
    ):
        assert not list(long_sentences(text)), text


def test_the_pages_that_people_look_things_up_in_are_read(tmp_path: Path) -> None:
    file = tmp_path / "docs/reference/page.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"{LONG}.\n")
    (note,) = sentence_notes(tmp_path)
    assert str(note).startswith("docs/reference/page.md:1: 41 words: word")
