"""The inline forms, in a real build: what they become, and what they leave alone."""

import re
from pathlib import Path

import pytest

from tests.site.conftest import build, generate

pytestmark = pytest.mark.slow

PAGE = """\
# A page

## A heading {#of-its-own}

```tsx skip="shown, not compiled"
<b style={{ color: "red" }}>{/* {{ x }} {% y %} {# z #} */}</b>
```

Inline: `style={{ width: 1 }}` and {{ not_a_macro }}.

{= exercise("add-one") =}

{= exercise_here("add-one") =}

{= lab("two-numbers") =}

{= lab_here("two-numbers") =}
"""


SMALL_COURSE = {
    r'(exercise(?:_here)?)\("[\w-]+"\)': r'\1("add-one")',
    r'(lab(?:_here)?)\("[\w-]+"\)': r'\1("two-numbers")',
    r"exercises/(?!index\.md)[\w/-]+\.md": "exercises/add-one.md",
    r"labs/(?!index\.md)[\w-]+\.md": "labs/two-numbers.md",
}
"""What pages lead to, as it is called in the course that these builds have."""


def written(root: Path, page: str) -> str:
    """Put the page into the guide, build, and return its HTML."""
    for old in (root / "docs").rglob("*.md"):
        text = old.read_text()
        for real, small in SMALL_COURSE.items():
            text = re.sub(real, small, text)
        old.write_text(text)
    (root / "docs/guide/page.md").write_text(page)
    config = (root / "mkdocs.yml").read_text()
    root_line = "      - guide/one-mutation.md\n"
    (root / "mkdocs.yml").write_text(
        config.replace(root_line, f"{root_line}      - guide/page.md\n")
    )
    generate(root)
    problems = build(root)
    assert not problems, problems
    return (root / "site/guide/page/index.html").read_text()


def test_macros_render_and_jsx_survives(small_root: Path) -> None:
    html = written(small_root, PAGE)
    assert '<h2 id="of-its-own">' in html
    assert '<span class="p">{{</span>' in html
    assert "style={{ width: 1 }}" in html
    assert "{{ not_a_macro }}" in html
    assert "{# z #}" in html
    assert "{% y %}" in html
    assert '<a href="../../exercises/add-one/">Add one: the smallest exercise</a>' in html
    assert '<a href="../../labs/two-numbers/">Two numbers</a>' in html
    assert '<div class="fb-lab-wrap"><minivex-exercise exercise="add-one"' in html
    assert '<div class="fb-lab-wrap"><minivex-lab lab="two-numbers"' in html
    assert "{=" not in html


def test_an_unknown_exercise_fails_the_build_and_names_what_there_is(small_root: Path) -> None:
    with pytest.raises(AssertionError, match=r"no exercise 'nope' in labs/; there is add-one"):
        written(small_root, '# A page\n\n{= exercise("nope") =}\n')


def test_a_symbol_that_has_gone_fails_the_build(small_root: Path) -> None:
    with pytest.raises(AssertionError, match=r"no symbol 'Gone'.*there is .*ReadSet"):
        written(small_root, '# A page\n\n{= code("minivex.txn.read_set.Gone") =}\n')
