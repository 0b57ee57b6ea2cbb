"""The glossary: its terms, and the links to them in pages that were built."""

from pathlib import Path

from sitegen.glossary import Term, read_terms, with_term_links

ROOT = Path(__file__).resolve().parents[2]
TERMS = [
    Term("read set", "What was read.", also=("read sets",)),
    Term("OCC", "Optimistic."),
    Term("schema", "The tables.", link=False),
]


def linked(body: str) -> str:
    page = f'<article class="md-content__inner md-typeset">{body}</article>'
    made = with_term_links(page, TERMS, "../glossary/")
    return made.partition(">")[2].removesuffix("</article>")


def test_the_first_use_of_a_term_is_a_link_and_the_second_is_not() -> None:
    assert linked("<p>A read set, two read sets.</p>") == (
        '<p>A <a class="fb-term" href="../glossary/#read-set" title="What was read.">read set</a>, '
        "two read sets.</p>"
    )


def test_code_headings_links_and_sources_are_left_alone() -> None:
    for body in (
        "<p><code>read set</code></p>",
        "<h2>The read set</h2>",
        '<p><a href="#x">the read set</a></p>',
        '<p class="fb-source">docs, "Read set"</p>',
        "<p>The schema.</p>",
    ):
        assert linked(body) == body


def test_running_text_after_a_source_is_linked_again() -> None:
    assert 'href="../glossary/#occ"' in linked('<p class="fb-source">x</p><p>Why OCC works</p>')


def test_an_abbreviation_is_one_in_capitals_only() -> None:
    assert linked("<p>occ, and preoccupied</p>") == "<p>occ, and preoccupied</p>"


def test_no_two_terms_have_one_spelling() -> None:
    words = [word.lower() for term in read_terms(ROOT) for word in (term.term, *term.also)]
    assert len(words) == len(set(words))
