"""The site as Markdown for programs."""

from sitegen.llms import page_markdown

PAGE = """\
<nav>Not this</nav><article class="md-content__inner md-typeset">
<h1 id="t">Limits<a class="headerlink" href="#t">#</a></h1>
<p>Read <a class="fb-limit" href="../limits/#x">32,000</a> <a class="fb-term" href="../glossary/#c">commits</a>.</p>
<pre><span></span><code>a = 1

b = 2</code></pre>
<table><thead><tr><th>What</th><th>Limit</th></tr></thead>
<tbody><tr><td><code>get</code></td><td>one</td></tr></tbody></table>
<button>Not this</button></article>
"""


def test_an_article_is_markdown_with_its_code_tables_and_links() -> None:
    assert page_markdown(PAGE) == (
        "# Limits\n\nRead [32,000](../limits/#x) commits.\n\n```\na = 1\n\nb = 2\n```\n\n"
        "| What | Limit |\n| --- | --- |\n| `get` | one |\n"
    )
