"""The text that readers see holds no unbound statistic, wherever HTML may hide one."""

import pytest

from kapbook.checks.site import Site
from kapbook.checks.visible import unbound_in_page


def found(folder, body):
    (folder / "index.html").write_text(f"<nav>9%</nav>\n<article role='main'>\n{body}\n</article>\n<p>9%</p>", "utf-8")
    return [(finding.line, finding.message) for finding in unbound_in_page(Site(folder, ["index"]))]


SEEN = [
    ("paragraph", "<p>It helped 70% of them.</p>", 3),
    ("second line", "<p>It\nhelped 70% of them.</p>", 4),
    ("number split by tags", "<p>It helped 7<strong>0</strong>% of them.</p>", 3),
    ("entity", "<p>It helped 70&#37; of them.</p>", 3),
    ("no-break space", "<p>It helped 70&nbsp;% of them.</p>", 3),
    ("heading", "<h2>It helped 70%</h2>", 3),
    ("cell of a table", "<table><tr><td>70%</td></tr></table>", 3),
    ("item of a list", "<ul><li>It helped 70%</li></ul>", 3),
    ("definition", "<dl><dd>It helped 70%</dd></dl>", 3),
    ("code in a sentence", "<p>It helped <code>70%</code> of them.</p>", 3),
    ("link", "<p>It <a href='#'>helped 70%</a> of them.</p>", 3),
    ("note", "<aside class='footnote'><p>It helped 70%.</p></aside>", 3),
    ("after a bound number", "<p><span class='stat'><a>40%</a></span> and 70% of them</p>", 3),
    ("after a box", "<div class='claim'><p>40%</p></div>\n<p>70%</p>", 4),
    ("box that is no claim's", "<div class='admonition note'><p>70%</p></div>", 3),
    ("block whose tags are not closed", "<div><p>It helped 70% of them", 3),
]


@pytest.mark.parametrize(("body", "line"), [case[1:] for case in SEEN], ids=[case[0] for case in SEEN])
def test_a_statistic_that_readers_see_is_found_once(tmp_path, body, line):
    ((at, message),) = found(tmp_path, body)
    assert (at, message.replace(" %", "%")) == (line, "the percentage '70%' is bound to no row")


BOUND = [
    ("bound number", "<p><span class='stat'><a><span>70%</span></a><span class='stat-card'>0.5 mg</span></span></p>"),
    ("claim", "<div class='claim claim-supported'><p>70%</p></div>"),
    ("evidence rows", "<ul class='evidence-rows simple'><li>70%</li></ul>"),
    ("table of a chart", "<table class='chart-data'><tr><td>70%</td></tr></table>"),
    ("output of a notebook", "<div class='cell'><div class='cell_output'>70%</div></div>"),
    ("address that is its own words", "<p><a href='https://example.org/70%25'>https://example.org/70%25</a></p>"),
    ("drawing", "<svg><text>70%</text></svg>"),
    ("script", "<script>var a = '70%'</script>"),
    ("comment", "<!-- 70% -->"),
    ("words around a gap", "<p>Of <span class='stat'>12</span> % of</p>"),
    ("year and age", "<p>In 2023 adults aged 65 were asked; see section 5.1 and 24/7 help.</p>"),
]


@pytest.mark.parametrize("body", [case[1] for case in BOUND], ids=[case[0] for case in BOUND])
def test_a_number_that_has_a_rule_of_its_own_passes(tmp_path, body):
    assert found(tmp_path, body) == []
